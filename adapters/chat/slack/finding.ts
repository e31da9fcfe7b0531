import { z } from "zod";
import type { Log } from "#src/ports.ts";
import { SlackFault } from "./faults.ts";
import type { SlackCalls } from "./outbound-calls.ts";
import { readMetadata, type PartKey } from "./outbound-key.ts";

/** Where to look, and since when the thing may have been there. */
export interface Search {
  readonly channel: string;
  /** null for root messages of the channel. */
  readonly thread: string | null;
  /** Milliseconds since 1970; null when nobody knows. */
  readonly since: number | null;
}

/** A part of a message that is in Slack. */
export interface FoundPart extends PartKey {
  readonly ts: string;
}

/** Looks for what we posted: metadata are only seen by those who read the history. */
export interface Finding {
  /** The parts that were posted under a key. */
  parts(search: Search, key: string): Promise<readonly FoundPart[]>;
  /** Is the file shared in this thread? */
  file(search: Search, file: string): Promise<boolean>;
}

export interface FindingOptions {
  readonly calls: SlackCalls;
  readonly log: Log;
  readonly botId: string;
  readonly botUserId: string;
}

/** Clocks differ, ours from Slack's. */
const marginMs = 300_000;
const pageSize = 500;
/** A thread of more than 10,000 messages is not read to its end. */
const mostPages = 20;
/** Of a channel's history, when nobody knows since when to look. */
const mostPagesUnknown = 4;

const Seen = z.looseObject({
  ts: z.string(),
  thread_ts: z.string().optional(),
  user: z.string().optional(),
  bot_id: z.string().optional(),
  metadata: z.unknown(),
  files: z.array(z.looseObject({ id: z.string() })).optional(),
});
type Seen = z.infer<typeof Seen>;

const PageOf = z.looseObject({
  messages: z.array(z.unknown()).default([]),
  response_metadata: z.looseObject({ next_cursor: z.string().optional() }).optional(),
});

export const createFinding = (options: FindingOptions): Finding => {
  const isOwn = (one: Seen): boolean => one.bot_id === options.botId || one.user === options.botUserId;
  return {
    parts: async (search, key) => {
      const found: FoundPart[] = [];
      for await (const page of pages(options, search)) {
        for (const one of page.filter(isOwn)) {
          const own = readMetadata(one.metadata);
          if (own?.key === key) found.push({ ...own, ts: one.ts });
        }
        if (found.some(isLast)) break;
      }
      return found;
    },
    file: async (search, file) => {
      for await (const page of pages(options, search))
        if (page.some((one) => one.files?.some(({ id }) => id === file) === true)) return true;
      return false;
    },
  };
};

/** The last part is posted last: with it the whole message is there. */
export const isLast = ({ part, parts }: PartKey): boolean => part === parts;

/** A thread's messages oldest first, a channel's newest first. */
async function* pages(options: FindingOptions, search: Search): AsyncGenerator<readonly Seen[]> {
  const most = search.thread === null && search.since === null ? mostPagesUnknown : mostPages;
  let cursor = "";
  for (let n = 0; n < most; n += 1) {
    const page = PageOf.parse(await readPage(options, search, cursor));
    yield page.messages.map((one) => Seen.safeParse(one).data).filter((one) => isIn(one, search));
    cursor = page.response_metadata?.next_cursor ?? "";
    if (cursor === "") return;
  }
  options.log.warn({ channel: search.channel, pages: most }, "slack history not read to its end");
}

/** A reply that was shown in the channel as well stands in its history too. */
const isIn = (one: Seen | undefined, { thread }: Search): one is Seen =>
  one !== undefined && (thread !== null || one.thread_ts === undefined || one.thread_ts === one.ts);

const readPage = async ({ calls }: FindingOptions, search: Search, cursor: string): Promise<unknown> => {
  const { channel, thread, since } = search;
  const args = {
    channel,
    limit: pageSize,
    include_all_metadata: true,
    ...(thread === null ? {} : { ts: thread }),
    ...(since === null ? {} : { oldest: ((since - marginMs) / 1_000).toFixed(6) }),
    ...(cursor === "" ? {} : { cursor }),
  };
  const method = thread === null ? "conversations.history" : "conversations.replies";
  try {
    return await calls.call(method, args, { lane: `${channel} ${thread ?? ""}`, priority: 1 });
  } catch (error) {
    // There is nothing in a thread that was deleted.
    if (error instanceof SlackFault && error.code === "thread_not_found") return {};
    throw error;
  }
};
