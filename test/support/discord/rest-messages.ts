import { record } from "../json.ts";
import type { Json } from "../json.ts";
import { errors } from "./errors.ts";
import { channelOf, demandOpen, messageOf } from "./finding.ts";
import { messagePayload } from "./message-shape.ts";
import { demand } from "./permissions.ts";
import { change, nonceOf, post } from "./posting.ts";
import { refuse } from "./problems.ts";
import type { Asked, Route } from "./routes.ts";
import { createProblems, editProblems } from "./rules-message.ts";
import { byId } from "./snowflakes.ts";
import { tellDeleted } from "./telling.ts";
import type { ChannelFacts, MessageFacts, World } from "./world.ts";

const path = "/channels/{channel_id}/messages";

/** Messages: made, read, changed, deleted. */
export function messageRoutes(world: World): readonly Route[] {
  return [
    { operation: "create_message", method: "POST", path, act: (asked) => create(world, asked) },
    { operation: "list_messages", method: "GET", path, act: (asked) => list(world, asked) },
    {
      operation: "get_message",
      method: "GET",
      path: `${path}/{message_id}`,
      act: (asked) => {
        const channel = channelOf(world, asked.path["channel_id"]);
        demand(world, channel, "readHistory");
        return read(world, messageOf(world, channel, asked.path["message_id"]));
      },
    },
    {
      operation: "update_message",
      method: "PATCH",
      path: `${path}/{message_id}`,
      act: (asked) => edit(world, asked),
    },
    {
      operation: "delete_message",
      method: "DELETE",
      path: `${path}/{message_id}`,
      act: (asked) => remove(world, asked),
    },
  ];
}

const read = (world: World, message: MessageFacts): Json =>
  messagePayload(world, message, {
    gateway: false,
    content: world.settings.privileged.messageContent,
    nonce: world.settings.nonceInHistory,
  });

function create(world: World, asked: Asked): Json {
  const channel = channelOf(world, asked.path["channel_id"]);
  const body = record(asked.body);
  demandToPost(world, channel, asked.files.size > 0);
  refuse(world, { operation: "create_message", body }, createProblems(world, body, asked.files));
  const { messageContent: content } = world.settings.privileged;
  const showing = { gateway: false, content, nonce: true };
  const earlier = sameNonce(world, body);
  if (earlier !== undefined) return messagePayload(world, earlier, showing);
  const author = world.app.applicationId;
  const { message } = post(world, { channel, author, body, files: asked.files });
  return messagePayload(world, message, showing);
}

function demandToPost(world: World, channel: ChannelFacts, withFiles: boolean): void {
  demand(world, channel, channel.parent === null ? "sendMessages" : "sendInThreads");
  if (withFiles) demand(world, channel, "attachFiles");
  if (!channel.locked) return;
  try {
    demand(world, channel, "manageThreads");
  } catch {
    throw errors.locked();
  }
}

/** The message that this author posted with this nonce a little while ago, whatever the channel; deleted ones are still known. */
function sameNonce(world: World, body: Json): MessageFacts | undefined {
  const nonce = nonceOf(body);
  if (body["enforce_nonce"] !== true || nonce === null) return undefined;
  const from = world.now() - world.settings.lifetimes.nonce;
  const earlier = world.posts.findLast((one) => one.nonce === nonce && one.at >= from && !one.answer);
  if (earlier === undefined) return undefined;
  const message = world.messages.get(earlier.id);
  if (message === undefined) throw errors.unknownMessage();
  return message;
}

function list(world: World, { path: { channel_id }, query }: Asked): readonly Json[] {
  const channel = channelOf(world, channel_id);
  demand(world, channel, "readHistory");
  const limit = Number(query.get("limit") ?? 50);
  const all = [...world.messages.values()].filter((one) => one.channel === channel.id).toSorted(byId);
  return part(all, query, limit)
    .toReversed()
    .map((message) => read(world, message));
}

/** Newest last. `before` and the default take the newest, `after` the oldest ones. */
function part(all: readonly MessageFacts[], query: URLSearchParams, limit: number): readonly MessageFacts[] {
  const at = (name: string): bigint | null => {
    const id = query.get(name);
    return id === null ? null : BigInt(id);
  };
  const [around, before, after] = [at("around"), at("before"), at("after")];
  if (around !== null) {
    const middle = all.findIndex(({ id }) => BigInt(id) >= around);
    const from = Math.max(0, (middle === -1 ? all.length : middle) - Math.floor(limit / 2));
    return all.slice(from, from + limit);
  }
  if (after !== null) return all.filter(({ id }) => BigInt(id) > after).slice(0, limit);
  const older = before === null ? all : all.filter(({ id }) => BigInt(id) < before);
  return older.slice(-limit);
}

function edit(world: World, asked: Asked): Json {
  const channel = channelOf(world, asked.path["channel_id"]);
  const message = messageOf(world, channel, asked.path["message_id"]);
  const body = record(asked.body);
  if (message.author !== world.app.applicationId) throw errors.notYours();
  if (message.type === 21) throw errors.systemMessage();
  demandOpen(channel);
  refuse(
    world,
    { operation: "update_message", body },
    editProblems(world, body, { message, files: asked.files }),
  );
  countOldEdit(world, message);
  change(world, message, { channel, body, files: asked.files });
  return read(world, message);
}

/** Old messages may be changed a few times an hour only. */
function countOldEdit(world: World, message: MessageFacts): void {
  const now = world.now();
  if (now - message.at < world.settings.lifetimes.oldMessage) return;
  const recent = (world.oldEdits.get(message.channel) ?? []).filter((at) => at > now - 3_600_000);
  if (recent.length >= world.settings.oldEdits) throw errors.oldEdits();
  world.oldEdits.set(message.channel, [...recent, now]);
}

function remove(world: World, asked: Asked): null {
  const channel = channelOf(world, asked.path["channel_id"]);
  const message = messageOf(world, channel, asked.path["message_id"]);
  if (message.author !== world.app.applicationId) demand(world, channel, "manageMessages");
  demandOpen(channel);
  world.messages.delete(message.id);
  tellDeleted(world, message);
  return null;
}
