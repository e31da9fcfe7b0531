import { ProviderError } from "#src/errors.ts";
import type { Clock, Log, Place } from "#src/ports.ts";
import type { OpenThread } from "./gaps-words.ts";

/** One page of what was said in a thread. */
export interface HeardPage {
  /** What can be taken as if the platform had sent it, oldest first. */
  readonly bodies: readonly unknown[];
  /** Where the next page begins; null when this was the last. */
  readonly next: string | null;
}

export interface ReadingOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** Threads of projects that go on or have ended since a time, in milliseconds since 1970, the newest first. */
  readonly threads: (endedSince?: number) => Promise<readonly OpenThread[]>;
  /** Where else something may have been said to us, read after the threads; nowhere when absent. */
  readonly elsewhere?: () => Promise<readonly Place[]>;
  /** What was said in a thread since a time, in milliseconds since 1970; from a page's `next` on, if there was one. Throws ProviderError. */
  readonly read: (
    from: { readonly place: Place; readonly oldest: number; readonly next: string | null },
    signal: AbortSignal,
  ) => Promise<HeardPage>;
  /** Takes what a page has as if the platform had sent it. True when it was new. */
  readonly recover: (body: unknown) => Promise<boolean>;
  readonly pace: CatchUpPace;
  /** What nobody can find again, said in the log. */
  readonly lost: string;
}

export interface CatchUpPace {
  /** A silence of at most this is nothing: the platform delivers again what it could not deliver. 0 when it does not. */
  readonly shortMs: number;
  /** Read twice on either side: the platform's clock and ours differ, and events take their time. */
  readonly overlapMs: number;
  /** Between two pages. */
  readonly everyMs: number;
}

/** Tries of a page in a row, then later, so that one thread does not keep the others waiting. */
const mostTries = 5;
const firstWaitMs = 1_000;
/** Some ten minutes: until then a new start begins where this one began. */
const mostRounds = 10;
const betweenRoundsMs = 60_000;

/** Threads that could not be read; null when it came to no end: it was stopped, or nothing is answered before somebody acts. */
export const readAll = async (
  options: ReadingOptions,
  gap: () => Promise<{ readonly from: number; readonly to: number }>,
  signal: AbortSignal,
): Promise<{ readonly unread: readonly string[] } | null> => {
  const { log, lost, pace } = options;
  try {
    const { from, to } = await gap();
    const gapMs = to - from;
    if (gapMs <= pace.shortMs) return { unread: [] };
    const oldest = from - pace.overlapMs;
    // What was said before a project's end waits even when the end came before it was read.
    const threads = [...(await options.threads(oldest)), ...((await options.elsewhere?.()) ?? [])];
    const { found, unread } = await readThreads(options, { threads, oldest }, signal);
    log.info({ gapMs, threads: threads.length, found, lost }, "caught up");
    return { unread };
  } catch (error) {
    if (signal.aborted) return null;
    log.error({ err: error }, "not caught up");
    return isRefused(error) ? null : { unread: [] };
  }
};

/** How many new messages there were, and in which threads nobody knows. Threads that the platform could not show are asked for again later. */
const readThreads = async (
  options: ReadingOptions,
  { threads, oldest }: { readonly threads: readonly Place[]; readonly oldest: number },
  signal: AbortSignal,
): Promise<{ readonly found: number; readonly unread: readonly string[] }> => {
  const unread: string[] = [];
  let found = 0;
  let left = threads;
  for (let round = 1; left.length > 0; round++) {
    if (round > 1) await options.clock.sleep(betweenRoundsMs, signal);
    const failed: Place[] = [];
    for (const place of left) {
      const read = await readThread(options, { place, oldest }, signal);
      found += read.found;
      if (read.error === null) continue;
      if (isRefused(read.error)) throw read.error;
      if (isWorthRepeating(read.error) && round < mostRounds) failed.push(place);
      else {
        unread.push(place.thread);
        options.log.warn({ ...place, err: read.error }, "thread not caught up");
      }
    }
    left = failed;
  }
  return { found, unread };
};

/** Our token: everything that was missed is still to be read once there is a good one. */
const isRefused = (error: unknown): error is ProviderError =>
  error instanceof ProviderError && error.kind === "auth";

/** Not what somebody has to mend first. What is no fault of the platform is one of ours, such as a full disk. */
const isWorthRepeating = (error: unknown): boolean =>
  !(error instanceof ProviderError) ||
  (error.retryable && error.kind !== "bad-request" && error.kind !== "auth");

/** How many new messages there were until the end, or until a page could not be read, or kept. */
const readThread = async (
  options: ReadingOptions,
  from: { readonly place: Place; readonly oldest: number },
  signal: AbortSignal,
): Promise<{ readonly found: number; readonly error: unknown }> => {
  let found = 0;
  let next: string | null = null;
  try {
    do {
      const page: HeardPage = await readPage(options, { ...from, next }, signal);
      for (const body of page.bodies) if (await options.recover(body)) found += 1;
      next = page.next;
    } while (next !== null);
    return { found, error: null };
  } catch (error) {
    if (signal.aborted) throw error;
    return { found, error };
  }
};

/** One page. Keeps pace. */
const readPage = async (
  { read, clock, pace }: ReadingOptions,
  from: Parameters<ReadingOptions["read"]>[0],
  signal: AbortSignal,
): Promise<HeardPage> => {
  for (let tries = 1; ; tries++) {
    await clock.sleep(pace.everyMs, signal);
    try {
      return await read(from, signal);
    } catch (error) {
      if (!(error instanceof ProviderError) || !isWorthRepeating(error) || tries === mostTries) throw error;
      await clock.sleep(error.retryAfterMs ?? firstWaitMs * 2 ** tries, signal);
    }
  }
};
