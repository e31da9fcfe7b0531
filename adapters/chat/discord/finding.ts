import { z } from "zod";
import type { Log } from "#src/ports.ts";
import { answeredByOther, DiscordFault } from "./faults.ts";
import { containerId } from "./nonce.ts";
import type { DiscordCalls } from "./outbound-calls.ts";
import { isId, timeOf } from "./outbound-times.ts";

/** Where to look, and since when the thing may have been there. */
export interface Search {
  /** A text channel, or a thread, which is a channel too. */
  readonly channel: string;
  readonly isThread: boolean;
  /** Milliseconds since 1970; null when nobody knows. */
  readonly since: number | null;
}

/** A message of ours that is in Discord. */
export interface Found {
  readonly id: string;
  /** Was a thread opened on it? */
  readonly hasThread: boolean;
}

/** Looks for what we posted, by the ids of its containers: people do not see them. */
export interface Finding {
  /** The messages that were posted under these keys. The last key is posted last: with it all are there. */
  messages(search: Search, keys: readonly string[]): Promise<ReadonlyMap<string, Found>>;
  /** The container's id of a message of ours; null when it has none. Throws DiscordFault. */
  mark(channel: string, id: string): Promise<number | null>;
}

export interface FindingOptions {
  readonly calls: DiscordCalls;
  readonly log: Log;
  readonly botUserId: string;
}

/** Clocks differ, ours from Discord's. */
const marginMs = 300_000;
const pageSize = 100;
/** A thread of more than 2,000 messages is not read to its beginning. */
const mostPages = 20;
/** Of a channel's history, when nobody knows since when to look. */
const mostPagesUnknown = 4;

const Seen = z.looseObject({
  id: z.string().refine(isId),
  type: z.number().default(0),
  author: z.looseObject({ id: z.string() }),
  components: z.array(z.looseObject({ type: z.number(), id: z.number().optional() })).default([]),
  thread: z.unknown().optional(),
});
type Seen = z.infer<typeof Seen>;

const Page = z.array(z.unknown());

const containerType = 17;

export const createFinding = (options: FindingOptions): Finding => ({
  messages: async (search, keys) => {
    const keyOf = new Map(keys.map((key) => [containerId(key), key]));
    const found = new Map<string, Found>();
    for await (const page of pages(options, search)) {
      for (const one of page.filter((each) => isPost(each, options.botUserId))) {
        const key = keyOf.get(markOf(one) ?? 0);
        // The newest one is met first; of two, the older one is the one that was answered for.
        if (key !== undefined) found.set(key, { id: one.id, hasThread: one.thread !== undefined });
      }
      if (found.has(keys.at(-1) ?? "") || found.size === keyOf.size) break;
    }
    return found;
  },
  mark: async (channel, id) => {
    const request = {
      method: "GET",
      path: `/channels/${channel}/messages/${id}`,
      what: "the message",
    } as const;
    const message = await options.calls.make("read messages", request, { lane: channel, priority: 1 });
    return markOf(readOne(message)) ?? null;
  },
});

/** A thread's first line stands for the message that it was opened on, which is in the channel. */
const threadStarter = 21;

const isPost = ({ author, type }: Seen, botUserId: string): boolean =>
  author.id === botUserId && type !== threadStarter;

const markOf = ({ components }: Seen): number | undefined =>
  components.find(({ type }) => type === containerType)?.id;

const readOne = (answer: unknown): Seen => {
  const read = Seen.safeParse(answer);
  if (read.success) return read.data;
  throw answeredByOther("the message", { cause: read.error });
};

/** Newest first, since what is looked for was posted lately. */
async function* pages(options: FindingOptions, search: Search): AsyncGenerator<readonly Seen[]> {
  const oldest = search.since === null ? 0 : search.since - marginMs;
  const most = search.since === null && !search.isThread ? mostPagesUnknown : mostPages;
  let before: string | null = null;
  for (let n = 0; n < most; n += 1) {
    const page = await readPage(options, search.channel, before);
    const messages = page.flatMap((one) => Seen.safeParse(one).data ?? []);
    yield messages;
    before = messages.at(-1)?.id ?? null;
    if (page.length < pageSize || before === null || timeOf(before) < oldest) return;
  }
  options.log.warn({ channel: search.channel, pages: most }, "discord history not read to its beginning");
}

const readPage = async (
  { calls }: FindingOptions,
  channel: string,
  before: string | null,
): Promise<readonly unknown[]> => {
  const request = {
    method: "GET",
    path: `/channels/${channel}/messages`,
    query: { limit: String(pageSize), ...(before === null ? {} : { before }) },
    what: "the history",
  } as const;
  try {
    const answer = await calls.make("read messages", request, { lane: channel, priority: 1 });
    const page = Page.safeParse(answer);
    if (page.success) return page.data;
    throw answeredByOther(request.what, { cause: page.error });
  } catch (error) {
    // There is nothing in a thread that was deleted.
    if (error instanceof DiscordFault && error.code === "10003") return [];
    throw error;
  }
};
