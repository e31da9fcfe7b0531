import { record, string } from "../json.ts";
import type { Json } from "../json.ts";
import { errors } from "./errors.ts";
import { channelOf, messageOf } from "./finding.ts";
import { demand } from "./permissions.ts";
import { postThreadStarter } from "./posting.ts";
import type { Asked, Route } from "./routes.ts";
import { channelPayload, threadMember } from "./shapes.ts";
import { tellChannel, tellMessage } from "./telling.ts";
import type { ChannelFacts, World } from "./world.ts";

/** Channels and threads: read, made from a message or alone, changed. */
export function threadRoutes(world: World): readonly Route[] {
  return [
    {
      operation: "get_channel",
      method: "GET",
      path: "/channels/{channel_id}",
      act: ({ path }) => channelPayload(world, channelOf(world, path["channel_id"])),
    },
    {
      operation: "update_channel",
      method: "PATCH",
      path: "/channels/{channel_id}",
      act: (asked) => update(world, asked),
    },
    {
      operation: "create_thread_from_message",
      method: "POST",
      path: "/channels/{channel_id}/messages/{message_id}/threads",
      status: 201,
      act: (asked) => fromMessage(world, asked),
    },
    {
      operation: "create_thread",
      method: "POST",
      path: "/channels/{channel_id}/threads",
      status: 201,
      act: (asked) => alone(world, asked),
    },
    {
      operation: "join_thread",
      method: "PUT",
      path: "/channels/{channel_id}/thread-members/@me",
      act: ({ path }) => {
        channelOf(world, path["channel_id"]);
        return null;
      },
    },
    {
      operation: "add_thread_member",
      method: "PUT",
      path: "/channels/{channel_id}/thread-members/{user_id}",
      act: ({ path }) => {
        channelOf(world, path["channel_id"]);
        if (!world.people.has(path["user_id"] ?? "")) throw errors.unknownUser();
        return null;
      },
    },
  ];
}

function fromMessage(world: World, { path, body }: Asked): Json {
  const parent = channelOf(world, path["channel_id"]);
  if (parent.kind !== "text") throw errors.wrongChannel();
  demand(world, parent, "createPublicThreads", "readHistory");
  const message = messageOf(world, parent, path["message_id"]);
  if (world.channels.has(message.id)) throw errors.hasThread();
  const thread = makeThread(world, { id: message.id, parent, body: record(body), kind: "thread" });
  tellMessage(world, "MESSAGE_UPDATE", message);
  postThreadStarter(world, thread, message);
  return { ...channelPayload(world, thread), member: threadMember(world, thread) };
}

function alone(world: World, { path, body }: Asked): Json {
  const parent = channelOf(world, path["channel_id"]);
  if (parent.kind !== "text") throw errors.wrongChannel();
  demand(world, parent, "createPublicThreads");
  const kind = record(body)["type"] === 11 ? "thread" : "private-thread";
  const thread = makeThread(world, { id: world.newId(), parent, body: record(body), kind });
  return { ...channelPayload(world, thread), member: threadMember(world, thread) };
}

/** Makes a thread and tells of it. */
export function makeThread(
  world: World,
  facts: {
    readonly id: string;
    readonly parent: ChannelFacts;
    readonly body: Json;
    readonly kind: "thread" | "private-thread";
    readonly owner?: string;
  },
): ChannelFacts {
  const minutes = facts.body["auto_archive_duration"];
  const thread: ChannelFacts = {
    id: facts.id,
    kind: facts.kind,
    parent: facts.parent.id,
    owner: facts.owner ?? world.app.applicationId,
    with: null,
    name: string(facts.body["name"]),
    archived: false,
    locked: false,
    autoArchiveMinutes: typeof minutes === "number" ? minutes : 4_320,
    denied: 0n,
    at: world.now(),
  };
  world.channels.set(thread.id, thread);
  tellChannel(world, "THREAD_CREATE", thread);
  return thread;
}

/** A bot may rename and archive its own threads; the rest needs the permission. */
function update(world: World, { path, body }: Asked): Json {
  const channel = channelOf(world, path["channel_id"]);
  const { name, archived, locked, auto_archive_duration: minutes } = record(body);
  if (channel.parent === null) throw errors.missingPermissions();
  const own = channel.owner === world.app.applicationId;
  if (!own || typeof locked === "boolean") demand(world, channel, "manageThreads");
  if (channel.archived && archived !== false) throw errors.archived();
  if (typeof name === "string") channel.name = name;
  if (typeof archived === "boolean") channel.archived = archived;
  if (typeof locked === "boolean") channel.locked = locked;
  if (typeof minutes === "number") channel.autoArchiveMinutes = minutes;
  tellChannel(world, "THREAD_UPDATE", channel);
  return channelPayload(world, channel);
}
