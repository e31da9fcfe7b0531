import { randomUUID } from "node:crypto";
import { record, string, yes } from "../json.ts";
import type { Json } from "../json.ts";
import { refusal } from "./access.ts";
import { blocksOf, withIds } from "./decorate.ts";
import { sendChanged, sendDeleted, sendPosted } from "./events.ts";
import { messageRefusal } from "./limits.ts";
import { keepEphemeral, keepPost, messageAt } from "./messages.ts";
import type { World } from "./world.ts";

/** What a response URL belongs to. */
interface Owner {
  readonly user: string;
  readonly channel: string;
  /** The message that was clicked in, if it was one. */
  readonly message: string | null;
}

export interface ResponseUrls {
  make(owner: Owner): string;
  respond(path: string, args: Json): Promise<Json>;
}

const mostUses = 5;

/** `response_url`: five answers in half an hour. */
export function createResponseUrls(world: World): ResponseUrls {
  const owners = new Map<string, { readonly owner: Owner; readonly at: number; uses: number }>();
  return {
    make: (owner) => {
      const path = `/response/${world.app.teamId}/${randomUUID()}`;
      owners.set(path, { owner, at: Date.now() + world.passed.ms, uses: 0 });
      return `${world.url}${path}`;
    },
    respond: async (path, args) => {
      const found = owners.get(path);
      if (found === undefined || Date.now() + world.passed.ms - found.at > world.lifetimes.responseUrl)
        return refusal("expired_url");
      if (found.uses >= mostUses) return refusal("used_url");
      const refused = messageRefusal(world, args, false);
      if (refused !== null) return refused;
      found.uses += 1;
      return act(world, found.owner, args);
    },
  };
}

async function act(world: World, owner: Owner, args: Json): Promise<Json> {
  const ephemeral = world.ephemerals.find(({ ts }) => ts === owner.message);
  if (ephemeral !== undefined && (yes(args["delete_original"]) || yes(args["replace_original"]))) {
    if (yes(args["delete_original"])) world.ephemerals.splice(world.ephemerals.indexOf(ephemeral), 1);
    else {
      ephemeral.text = string(args["text"]);
      ephemeral.blocks = withIds(blocksOf(args));
    }
    return { ok: true };
  }
  if (owner.message !== null && yes(args["delete_original"])) return remove(world, owner, owner.message);
  if (owner.message !== null && yes(args["replace_original"])) return replace(world, owner, args);
  if (args["response_type"] === "in_channel") return post(world, owner, args);
  keepEphemeral(world, {
    user: owner.user,
    channel: owner.channel,
    thread: string(args["thread_ts"]) || null,
    text: string(args["text"]),
    blocks: withIds(blocksOf(args)),
  });
  return { ok: true };
}

async function post(world: World, owner: Owner, args: Json): Promise<Json> {
  const channel = world.channels.get(owner.channel);
  const thread = string(args["thread_ts"]) || null;
  const answer = await world.emulated.call(
    "chat.postMessage",
    {
      channel: owner.channel,
      text: args["text"],
      blocks: withIds(blocksOf(args)),
      ...(thread === null ? {} : { thread_ts: thread }),
    },
    world.app.botToken,
  );
  if (answer["ok"] !== true) return answer;
  keepPost(world, owner.channel, record(answer["message"]));
  if (channel !== undefined) sendPosted(world, channel, record(answer["message"]));
  return { ok: true };
}

async function replace(world: World, owner: Owner, args: Json): Promise<Json> {
  const channel = world.channels.get(owner.channel);
  const previous = await messageAt(world, owner.message ?? "");
  const answer = await world.emulated.call(
    "chat.update",
    { channel: owner.channel, ts: owner.message, text: args["text"], blocks: withIds(blocksOf(args)) },
    world.app.botToken,
  );
  if (answer["ok"] !== true) return answer;
  const message = record(answer["message"]);
  if (channel !== undefined) sendChanged(world, channel, { message, previous: previous ?? message });
  return { ok: true };
}

async function remove(world: World, owner: Owner, ts: string): Promise<Json> {
  const channel = world.channels.get(owner.channel);
  const previous = await messageAt(world, ts);
  const answer = await world.emulated.call("chat.delete", { channel: owner.channel, ts }, world.app.botToken);
  if (answer["ok"] !== true) return answer;
  world.messages.delete(ts);
  if (channel !== undefined && previous !== undefined) sendDeleted(world, channel, previous);
  return { ok: true };
}
