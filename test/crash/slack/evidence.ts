import { records, string } from "../../support/slack/json.ts";
import type { Seen, SeenFile } from "../../support/slack/places.ts";
import type { TestSlack } from "../../support/slack/slack.ts";
import type { Post } from "../../support/slack/world.ts";
import { Asked } from "../asked.ts";
import { gatherProjects, inStorage, type ProjectEvidence } from "../evidence.ts";
import { readLines } from "../journal.ts";
import { placesIn } from "../round.ts";
import type { Crowd } from "./crowd.ts";
import { Handled, type Did } from "./did.ts";

/** What is in a project's thread when everything is over. */
export interface Thread {
  readonly messages: readonly Seen[];
  /** Files of the bot. */
  readonly files: readonly SeenFile[];
}

/** Everything a round left behind, on disk and in Slack. */
export interface SlackEvidence {
  readonly projects: readonly ProjectEvidence[];
  readonly asked: readonly Asked[];
  /** Ids of deliveries that were taken and never handled. */
  readonly unhandled: readonly string[];
  /** Deliveries that were handled, with the times. */
  readonly handled: readonly Handled[];
  /** Everything that the bot ever posted, in order. */
  readonly posts: readonly Post[];
  /** By project. */
  readonly threads: ReadonlyMap<string, Thread>;
  readonly did: readonly Did[];
  /** Everything that was told to one person alone. */
  readonly answers: readonly Answer[];
}

/** What one person was told alone. */
export interface Answer {
  readonly person: string;
  readonly text: string;
}

export const gather = async (
  folder: string,
  slack: TestSlack,
  { did, people }: Pick<Crowd, "did" | "people">,
): Promise<SlackEvidence> => {
  const places = placesIn(folder);
  const kept = await inStorage(places.data, async (storage) => ({
    projects: await gatherProjects(storage, places.data),
    unhandled: (await storage.chatMemory("slack").inbox.open()).map(({ id }) => id),
  }));
  const threads = new Map<string, Thread>();
  for (const { row } of kept.projects) threads.set(row.id, await threadOf(slack, row.chat));
  return {
    ...kept,
    asked: readLines(places.asked, Asked),
    handled: readLines(places.handled, Handled),
    posts: slack.posts,
    threads,
    did,
    answers: people.flatMap(({ id, ephemerals }) => ephemerals().map(({ text }) => ({ person: id, text }))),
  };
};

const threadOf = async (
  slack: TestSlack,
  { channel, thread }: { readonly channel: string; readonly thread: string | null },
): Promise<Thread> => {
  if (thread === null) return { messages: [], files: [] };
  const messages = await slack.messages({ channel, thread });
  const own = new Set(
    messages
      .filter(({ user }) => user === slack.app.botUserId)
      .flatMap(({ message }) => records(message["files"]).map(({ id }) => string(id))),
  );
  const files = await slack.files({ channel, thread });
  return { messages, files: files.filter(({ id }) => own.has(id)) };
};
