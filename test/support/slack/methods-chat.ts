import { record, string, yes } from "../json.ts";
import type { Json } from "../json.ts";
import { refusal, writable } from "./access.ts";
import { blocksOf, decorated, withIds } from "./decorate.ts";
import { sendChanged, sendDeleted, sendPosted } from "./events.ts";
import { messageRefusal } from "./limits.ts";
import { keepEphemeral, keepPost, messageAt } from "./messages.ts";
import type { Methods } from "./methods.ts";
import type { ChannelFacts, World } from "./world.ts";

/** `chat.*`, with what `emulate` does not check. */
export function chatMethods(world: World): Methods {
  const byClientId = new Map<string, Json>();
  return {
    "chat.postMessage": async (args) => {
      const id = string(args["client_msg_id"]);
      const first = byClientId.get(id);
      if (world.dedupe && id !== "" && first !== undefined) return first;
      const answer = await post(world, args);
      if (answer["ok"] === true) byClientId.set(id, answer);
      return answer;
    },
    "chat.postEphemeral": (args) => postEphemeral(world, args),
    "chat.update": (args) => update(world, args),
    "chat.delete": (args) => remove(world, args),
    "chat.getPermalink": async (args) => {
      const answer = await world.emulated.call("chat.getPermalink", args, world.app.botToken);
      const permalink = string(answer["permalink"]);
      return answer["ok"] === true
        ? { ...answer, permalink: permalink.replace(world.url, `https://${world.app.domain}.slack.com`) }
        : answer;
    },
  };
}

async function post(world: World, args: Json): Promise<Json> {
  const found = await writable(world, string(args["channel"]));
  if ("refusal" in found) return found.refusal;
  const { channel } = found;
  const thread = string(args["thread_ts"]);
  if (thread !== "" && world.messages.get(thread)?.channel !== channel.id) return refusal("thread_not_found");
  const refused = messageRefusal(world, args, false);
  if (refused !== null) return refused;
  const answer = await world.emulated.call(
    "chat.postMessage",
    { ...sendable(args), channel: channel.id, bot_id: world.app.botId, app_id: world.app.appId },
    world.app.botToken,
  );
  return answer["ok"] === true ? posted(world, channel, answer) : answer;
}

function posted(world: World, channel: ChannelFacts, answer: Json): Json {
  const message = record(answer["message"]);
  const ts = string(answer["ts"]);
  const thread = string(message["thread_ts"]) || null;
  keepPost(world, channel.id, message);
  if (thread !== null && yes(message["reply_broadcast"])) world.broadcasts.set(ts, thread);
  if (thread !== null) world.thinking.delete(`${channel.id}/${thread}`);
  sendPosted(world, channel, message);
  return { ...answer, message: decorated(world, message, { metadata: true }) };
}

const sendable = (args: Json): Json =>
  args["blocks"] === undefined ? args : { ...args, blocks: withIds(blocksOf(args)) };

async function postEphemeral(world: World, args: Json): Promise<Json> {
  const found = await writable(world, string(args["channel"]));
  if ("refusal" in found) return found.refusal;
  const user = string(args["user"]);
  if (!world.people.has(user)) return refusal("user_not_in_channel");
  const refused = messageRefusal(world, args, false);
  if (refused !== null) return refused;
  if (string(args["text"]) === "" && blocksOf(args).length === 0) return refusal("no_text");
  const kept = keepEphemeral(world, {
    channel: found.channel.id,
    thread: string(args["thread_ts"]) || null,
    user,
    text: string(args["text"]),
    blocks: withIds(blocksOf(args)),
  });
  return { ok: true, message_ts: kept.ts };
}

async function update(world: World, args: Json): Promise<Json> {
  const found = await writable(world, string(args["channel"]));
  if ("refusal" in found) return found.refusal;
  const refused = messageRefusal(world, args, true);
  if (refused !== null) return refused;
  const previous = await messageAt(world, string(args["ts"]));
  const answer = await world.emulated.call("chat.update", sendable(args), world.app.botToken);
  if (answer["ok"] !== true) return answer;
  const message = record(answer["message"]);
  sendChanged(world, found.channel, { message, previous: previous ?? message });
  return { ...answer, message: decorated(world, message, { metadata: true }) };
}

async function remove(world: World, args: Json): Promise<Json> {
  const found = await writable(world, string(args["channel"]));
  if ("refusal" in found) return found.refusal;
  const ts = string(args["ts"]);
  const previous = await messageAt(world, ts);
  const answer = await world.emulated.call("chat.delete", args, world.app.botToken);
  if (answer["ok"] !== true) return answer;
  world.messages.delete(ts);
  if (previous !== undefined) sendDeleted(world, found.channel, previous);
  return answer;
}
