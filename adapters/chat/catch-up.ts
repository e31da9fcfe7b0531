import { ProviderError } from "#src/errors.ts";
import type { Clock, Log, Place } from "#src/ports.ts";
import type { Notes } from "#src/ports/inbox.ts";

/** One page of what was said in a thread. */
export interface HeardPage {
  /** What can be taken as if the platform had sent it, oldest first. */
  readonly bodies: readonly unknown[];
  /** Where the next page begins; null when this was the last. */
  readonly next: string | null;
}

export interface CatchUpOptions {
  readonly notes: Notes;
  readonly clock: Clock;
  readonly log: Log;
  /** Threads of projects that go on, the newest first. */
  readonly threads: () => Promise<readonly Place[]>;
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

/** Reads what was said in threads while nobody listened. */
export interface CatchUp {
  /** Something came in at this time: so far nothing is missing. */
  heard(at: number): void;
  /** Reads threads again from where an earlier process stopped listening. Once, as soon as the platform is listened to. */
  sinceLastTime(): Promise<void>;
  /** Reads threads again from this time on. */
  since(from: number): Promise<void>;
  /** Ends, and notes until when everything was heard: now, or when the platform was lost. */
  stop(heardUntil: number): Promise<void>;
}

const noteKey = "heard until";
const noteEveryMs = 5_000;
/** Tries of a page in a row, then later, so that one thread does not keep the others waiting. */
const mostTries = 5;
const firstWaitMs = 1_000;
/** Some ten minutes: until then a new start begins where this one began. */
const mostRounds = 10;
const betweenRoundsMs = 60_000;

export const createCatchUp = (options: CatchUpOptions): CatchUp => {
  const { notes, clock, log } = options;
  const stopping = new AbortController();
  let heardUntil = 0;
  let notedAt = 0;
  /** Runs that have not ended: until then the note stays where the oldest of them began. The first one is always owed. */
  let behind = 1;
  let runs: Promise<void> = Promise.resolve();

  const note = async (until: number): Promise<void> => {
    notedAt = clock.now();
    try {
      await notes.put(noteKey, String(until));
    } catch (error) {
      log.warn({ err: error }, "not noted until when everything was heard");
    }
  };
  const run = (readFrom: () => Promise<number>): Promise<void> => {
    runs = runs.then(async () => {
      const begun = clock.now();
      if (!(await readAll(options, readFrom, stopping.signal))) return;
      behind -= 1;
      if (behind === 0) await note(Math.max(heardUntil, begun));
    });
    return runs;
  };

  return {
    heard: (at) => {
      heardUntil = Math.max(heardUntil, at);
      if (behind === 0 && clock.now() - notedAt >= noteEveryMs) void note(heardUntil);
    },
    sinceLastTime: () => run(async () => Number((await notes.get(noteKey)) ?? clock.now())),
    since: (from) => {
      behind += 1;
      return run(async () => from);
    },
    stop: async (until) => {
      stopping.abort(new Error("catching up is stopped"));
      await runs;
      if (behind === 0) await note(until);
    },
  };
};

/** False when it was stopped before its end. */
const readAll = async (
  options: CatchUpOptions,
  readFrom: () => Promise<number>,
  signal: AbortSignal,
): Promise<boolean> => {
  const { clock, log, lost, pace } = options;
  try {
    const from = await readFrom();
    const gapMs = clock.now() - from;
    if (gapMs <= pace.shortMs) return true;
    const threads = await options.threads();
    const found = await readThreads(options, { threads, oldest: from - pace.overlapMs }, signal);
    log.info({ gapMs, threads: threads.length, found, lost }, "caught up");
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    log.error({ err: error }, "not caught up");
    return true;
  }
};

/** How many new messages there were. Threads that the platform could not show are asked for again later. */
const readThreads = async (
  options: CatchUpOptions,
  { threads, oldest }: { readonly threads: readonly Place[]; readonly oldest: number },
  signal: AbortSignal,
): Promise<number> => {
  let found = 0;
  let left = threads;
  for (let round = 1; left.length > 0; round++) {
    if (round > 1) await options.clock.sleep(betweenRoundsMs, signal);
    const failed: Place[] = [];
    for (const place of left) {
      const read = await readThread(options, { place, oldest }, signal);
      found += read.found;
      if (read.error === null) continue;
      if (isWorthRepeating(read.error) && round < mostRounds) failed.push(place);
      else options.log.warn({ ...place, err: read.error }, "thread not caught up");
    }
    left = failed;
  }
  return found;
};

/** Not what somebody has to mend first. */
const isWorthRepeating = ({ retryable, kind }: ProviderError): boolean =>
  retryable && kind !== "bad-request" && kind !== "auth";

/** How many new messages there were until the end, or until a page could not be read. */
const readThread = async (
  options: CatchUpOptions,
  from: { readonly place: Place; readonly oldest: number },
  signal: AbortSignal,
): Promise<{ readonly found: number; readonly error: ProviderError | null }> => {
  let found = 0;
  let next: string | null = null;
  do {
    const page: HeardPage | ProviderError = await readPage(options, { ...from, next }, signal);
    if (page instanceof ProviderError) return { found, error: page };
    for (const body of page.bodies) if (await options.recover(body)) found += 1;
    next = page.next;
  } while (next !== null);
  return { found, error: null };
};

/** One page, or why it cannot be read. Keeps pace. */
const readPage = async (
  { read, clock, pace }: CatchUpOptions,
  from: Parameters<CatchUpOptions["read"]>[0],
  signal: AbortSignal,
): Promise<HeardPage | ProviderError> => {
  for (let tries = 1; ; tries++) {
    await clock.sleep(pace.everyMs, signal);
    try {
      return await read(from, signal);
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      if (!isWorthRepeating(error) || tries === mostTries) return error;
      await clock.sleep(error.retryAfterMs ?? firstWaitMs * 2 ** tries, signal);
    }
  }
};
