import { record, records, string } from "../json.ts";
import type { Json } from "../json.ts";
import { stamp } from "./ids.ts";
import type { Ephemeral, World } from "./world.ts";

/** All messages of a thread, oldest first, as they are kept: also those that are not shown yet. */
export async function keptReplies(world: World, channel: string, thread: string): Promise<readonly Json[]> {
  const answer = await world.emulated.call(
    "conversations.replies",
    { channel, ts: thread },
    world.app.botToken,
  );
  return records(answer["messages"]);
}

/** The messages of a thread that people see by now. */
export async function shownReplies(world: World, channel: string, thread: string): Promise<readonly Json[]> {
  return (await keptReplies(world, channel, thread)).filter((message) =>
    isShown(world, string(message["ts"])),
  );
}

export const isShown = (world: World, ts: string): boolean => (world.hiddenUntil.get(ts) ?? 0) <= Date.now();

/** A message, wherever it is. */
export async function messageAt(world: World, ts: string): Promise<Json | undefined> {
  const place = world.messages.get(ts);
  if (place === undefined) return undefined;
  const replies = await keptReplies(world, place.channel, ts);
  return replies.find((message) => message["ts"] === ts);
}

/** Remembers where a message of the app is, and that it was posted. */
export function keepPost(world: World, channel: string, message: Json): void {
  const ts = string(message["ts"]);
  const thread = string(message["thread_ts"]) || null;
  world.messages.set(ts, { channel, thread, user: world.app.botUserId });
  world.posts.push({
    ts,
    channel,
    thread,
    at: Date.now(),
    text: string(message["text"]),
    blocks: records(message["blocks"]),
    payload: record(record(message["metadata"])["event_payload"]),
    files: records(message["files"]).map((file) => string(file["name"])),
  });
}

/** Shows something to one person. */
export function keepEphemeral(world: World, facts: Omit<Ephemeral, "ts">): Ephemeral {
  const kept = { ...facts, ts: stamp() };
  world.ephemerals.push(kept);
  return kept;
}
