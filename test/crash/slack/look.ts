import { record, records, string, type Json } from "../../support/json.ts";
import type { Person } from "../../support/slack/person.ts";
import type { TestSlack } from "../../support/slack/slack.ts";
import type { Post } from "../../support/slack/world.ts";
import type { Left, Post as Posted, Thread } from "../chat/left.ts";
import type { ProjectEvidence } from "../evidence.ts";
import { keyOf } from "./sight.ts";

interface Around {
  readonly slack: TestSlack;
  readonly persons: readonly Person[];
}

/** What is in Slack in the end. */
export const look = async (
  { slack, persons }: Around,
  projects: readonly ProjectEvidence[],
): Promise<Left> => {
  const threads = new Map<string, Thread>();
  for (const { row } of projects) threads.set(row.id, await threadOf(slack, row.chat));
  return {
    posts: slack.posts.map(postOf),
    threads,
    answers: persons.flatMap(({ id, ephemerals }) => ephemerals().map(({ text }) => ({ person: id, text }))),
    // What is announced is the same message.
    missing: [],
    // A refused post is an effect that failed.
    refused: [],
  };
};

/** After a time in which nobody listened, threads are told so: nobody ordered that. */
const isOrder = (key: string): boolean => key !== "" && !key.startsWith("gap:");

const postOf = (post: Post): Posted => ({
  id: post.ts,
  key: isOrder(keyOf(post)) ? keyOf(post) : "",
  name: isOrder(keyOf(post)) ? "" : keyOf(post),
  part: Number(post.payload["part"]),
  parts: Number(post.payload["parts"]),
  channel: post.channel,
  thread: post.thread,
  shown: shownIn(post.blocks),
});

/** Slack gives every block an id of its own. */
export const shownIn = (blocks: readonly Json[]): unknown =>
  blocks.map((block) => ({ ...block, block_id: "" }));

const threadOf = async (
  slack: TestSlack,
  { channel, thread }: { readonly channel: string; readonly thread: string | null },
): Promise<Thread> => {
  if (thread === null) return { keys: [], shown: new Map(), files: [] };
  const messages = await slack.messages({ channel, thread });
  const own = messages.filter(({ user }) => user === slack.app.botUserId);
  const fileIds = new Set(own.flatMap(({ message }) => records(message["files"]).map(({ id }) => id)));
  const files = await slack.files({ channel, thread });
  return {
    keys: messages
      .map(({ message }) => string(record(record(message["metadata"])["event_payload"])["k"]))
      .filter(isOrder),
    shown: new Map(messages.map(({ ts, blocks }) => [ts, shownIn(blocks)])),
    files: files.filter(({ id }) => fileIds.has(id)).map(({ name, text }) => ({ name, bytes: text })),
  };
};
