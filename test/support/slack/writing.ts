import { randomUUID } from "node:crypto";
import { record, records, string } from "../json.ts";
import type { Json } from "../json.ts";
import { directWith } from "./access.ts";
import type { Delivery } from "./deliveries.ts";
import { sendChanged, sendDeleted, sendEvent, sendPosted } from "./events.ts";
import { messageAt } from "./messages.ts";
import { sendFileShared, sharesOf } from "./methods-files.ts";
import { messageText, piecesOf, richText } from "./words.ts";
import type { ChannelFacts, PersonFacts, World } from "./world.ts";

/** Who writes. */
export interface Writer {
  readonly world: World;
  readonly person: PersonFacts;
}

/** A channel, or a thread in one. */
export type Spot = string | { readonly channel: string; readonly thread: string | null };

export interface FileToSend {
  readonly name: string;
  readonly text: string | Uint8Array;
}

/** A message that somebody wrote. */
export interface Written {
  readonly channel: string;
  /** The thread it is in; null in the channel itself. */
  readonly thread: string | null;
  readonly ts: string;
  /** What the app was told about it: a mention twice, a channel without the bot nothing. */
  readonly deliveries: readonly Delivery[];
}

export const spotOf = (spot: Spot): { readonly channel: string; readonly thread: string | null } =>
  typeof spot === "string" ? { channel: spot, thread: null } : spot;

/** The channel with this id; a person's own messages tab is their direct conversation with the bot. */
export async function channelAt(world: World, person: PersonFacts, id: string): Promise<ChannelFacts> {
  const channel = id === "bot" ? await directWith(world, person) : world.channels.get(id);
  if (channel === undefined) throw new Error(`there is no channel ${id}`);
  return channel;
}

/** Writes a message, with files or without. */
export async function write(
  world: World,
  person: PersonFacts,
  said: { readonly spot: Spot; readonly text: string; readonly files: readonly FileToSend[] },
): Promise<Written> {
  const { channel: id, thread } = spotOf(said.spot);
  const channel = await channelAt(world, person, id);
  const message =
    said.files.length > 0
      ? await postFiles(world, person, { ...said, channel, thread })
      : await postWords(world, person, { ...said, channel, thread });
  const ts = string(message["ts"]);
  return { channel: channel.id, thread, ts, deliveries: tellApp(world, channel, message) };
}

interface Said {
  readonly channel: ChannelFacts;
  readonly thread: string | null;
  readonly text: string;
  readonly files: readonly FileToSend[];
}

async function postWords(world: World, person: PersonFacts, said: Said): Promise<Json> {
  const pieces = piecesOf(world, said.text);
  const answer = await asPerson({ world, person }, "chat.postMessage", {
    channel: said.channel.id,
    text: messageText(pieces),
    blocks: richText(pieces),
    client_msg_id: randomUUID(),
    ...(said.thread === null ? {} : { thread_ts: said.thread }),
  });
  world.messages.set(string(answer["ts"]), {
    channel: said.channel.id,
    thread: said.thread,
    user: person.id,
  });
  return record(answer["message"]);
}

async function postFiles(world: World, person: PersonFacts, said: Said): Promise<Json> {
  const ids = [];
  for (const file of said.files) ids.push(await uploaded(world, person, file));
  const answer = await asPerson({ world, person }, "files.completeUploadExternal", {
    files: ids.map((id) => ({ id })),
    channel_id: said.channel.id,
    initial_comment: messageText(piecesOf(world, said.text)),
    ...(said.thread === null ? {} : { thread_ts: said.thread }),
  });
  const files = records(answer["files"]);
  const [ts = ""] = files.flatMap(sharesOf);
  world.messages.set(ts, { channel: said.channel.id, thread: said.thread, user: person.id });
  for (const file of files) sendFileShared(world, file, { channel: said.channel.id, user: person.id });
  return (await messageAt(world, ts)) ?? {};
}

/** Uploads a file that is not shown anywhere yet; its id. */
export async function uploaded(world: World, person: PersonFacts, file: FileToSend): Promise<string> {
  const bytes = typeof file.text === "string" ? new TextEncoder().encode(file.text) : file.text;
  const place = await asPerson({ world, person }, "files.getUploadURLExternal", {
    filename: file.name,
    length: bytes.length,
  });
  const path = string(place["upload_url"]).replace(world.url, "");
  await world.emulated.fetch(path, { method: "POST", body: new Uint8Array(bytes) });
  return string(place["file_id"]);
}

/** Calls a method as this person, past everything that is about the app. */
export async function asPerson({ world, person }: Writer, method: string, args: Json): Promise<Json> {
  const answer = await world.emulated.call(method, args, person.token);
  if (answer["ok"] !== true) throw new Error(`${person.name}: ${method}: ${string(answer["error"])}`);
  return answer;
}

function tellApp(world: World, channel: ChannelFacts, message: Json): readonly Delivery[] {
  const told = [sendPosted(world, channel, message)];
  if (channel.kind !== "im" && channel.joined && mentionsBot(world, message))
    told.push(
      sendEvent(world, "app_mention", {
        type: "app_mention",
        user: message["user"],
        ts: message["ts"],
        client_msg_id: message["client_msg_id"],
        text: message["text"],
        team: world.app.teamId,
        blocks: message["blocks"],
        ...(message["files"] === undefined ? {} : { files: message["files"] }),
        ...(message["thread_ts"] === undefined ? {} : { thread_ts: message["thread_ts"] }),
        channel: channel.id,
        event_ts: message["ts"],
      }),
    );
  return told.filter((delivery) => delivery !== null);
}

const mentionsBot = (world: World, message: Json): boolean =>
  string(message["text"]).includes(`<@${world.app.botUserId}>`);

/** Changes an own message. */
export async function edit({ world, person }: Writer, ts: string, text: string): Promise<Delivery | null> {
  const previous = (await messageAt(world, ts)) ?? {};
  const channel = await channelAt(world, person, world.messages.get(ts)?.channel ?? "");
  const pieces = piecesOf(world, text);
  const answer = await asPerson({ world, person }, "chat.update", {
    channel: channel.id,
    ts,
    text: messageText(pieces),
    blocks: richText(pieces),
  });
  return sendChanged(world, channel, { message: record(answer["message"]), previous });
}

/** Deletes an own message. */
export async function remove({ world, person }: Writer, ts: string): Promise<Delivery | null> {
  const previous = (await messageAt(world, ts)) ?? {};
  const channel = await channelAt(world, person, world.messages.get(ts)?.channel ?? "");
  await asPerson({ world, person }, "chat.delete", { channel: channel.id, ts });
  world.messages.delete(ts);
  return sendDeleted(world, channel, previous);
}
