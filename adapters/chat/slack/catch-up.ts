import { z } from "zod";
import { ProviderError } from "#src/errors.ts";
import type { Clock, Log, Place } from "#src/ports.ts";
import type { Notes } from "#src/ports/inbox.ts";

export interface CatchUpOptions {
  readonly notes: Notes;
  readonly clock: Clock;
  readonly log: Log;
  /** One call of the Web API. Throws ProviderError. */
  readonly call: (method: string, args: Readonly<Record<string, unknown>>) => Promise<unknown>;
  /** Threads of projects that go on, the newest first. */
  readonly threads: () => Promise<readonly Place[]>;
  /** Takes an event as if Slack had sent it. True when it was new. */
  readonly recover: (body: unknown) => Promise<boolean>;
  readonly teamId: string;
}

/** Reads what was said in threads while nobody listened. */
export interface CatchUp {
  /** Something came in at this time: so far nothing is missing. */
  heard(at: number): void;
  /** Reads threads again from where an earlier process stopped listening. Once, as soon as Slack is listened to. */
  sinceLastTime(): Promise<void>;
  /** Reads threads again from this time on. */
  since(from: number): Promise<void>;
  /** Ends, and notes until when everything was heard. */
  stop(): Promise<void>;
}

const noteKey = "heard until";
const noteEveryMs = 5_000;
/** A shorter silence is nothing: Slack delivers again what it could not deliver. */
const shortMs = 10_000;
/** Slack's clock and ours differ, and events take their time. */
const overlapMs = 60_000;
/** 40 a minute: conversations.replies may be called 50 times, and posting needs it too. */
const everyMs = 1_500;
const mostTries = 5;

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
      log.warn({ err: error }, "not noted until when Slack was heard");
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
    stop: async () => {
      stopping.abort(new Error("catching up is stopped"));
      await runs;
      if (behind === 0) await note(clock.now());
    },
  };
};

/** False when it was stopped before its end. */
const readAll = async (
  options: CatchUpOptions,
  readFrom: () => Promise<number>,
  signal: AbortSignal,
): Promise<boolean> => {
  const { clock, log } = options;
  try {
    const from = await readFrom();
    const gapMs = clock.now() - from;
    if (gapMs <= shortMs) return true;
    const threads = await options.threads();
    let found = 0;
    for (const place of threads)
      found += await readThread(options, { place, oldest: from - overlapMs }, signal);
    const lost = "clicks and commands of that time are lost: Slack told the people so";
    log.info({ gapMs, threads: threads.length, found, lost }, "caught up");
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    log.error({ err: error }, "not caught up");
    return true;
  }
};

const Replies = z.object({
  messages: z.array(z.looseObject({ ts: z.string() })).default([]),
  response_metadata: z.object({ next_cursor: z.string().default("") }).nullish(),
});

/** How many new messages there were. */
const readThread = async (
  options: CatchUpOptions,
  { place, oldest }: { readonly place: Place; readonly oldest: number },
  signal: AbortSignal,
): Promise<number> => {
  let found = 0;
  let cursor = "";
  do {
    const page = await readPage(
      options,
      { ...argumentsFor(place, oldest), ...(cursor === "" ? {} : { cursor }) },
      signal,
    );
    if (page === null) return found;
    for (const message of page.messages) {
      // Slack adds the thread's first message to every page.
      if (Number(message.ts) * 1_000 < oldest) continue;
      if (await options.recover(eventOf(message, place, options.teamId))) found += 1;
    }
    cursor = page.response_metadata?.next_cursor ?? "";
  } while (cursor !== "");
  return found;
};

const argumentsFor = ({ channel, thread }: Place, oldest: number) => ({
  channel,
  ts: thread,
  oldest: (oldest / 1_000).toFixed(6),
  limit: 200,
});

/** One page; null when the thread cannot be read. Keeps pace. */
const readPage = async (
  { call, clock, log }: CatchUpOptions,
  args: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
): Promise<z.infer<typeof Replies> | null> => {
  for (let tries = 1; ; tries++) {
    await clock.sleep(everyMs, signal);
    try {
      return Replies.parse(await call("conversations.replies", args));
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      if (!error.retryable || tries === mostTries) {
        log.warn({ channel: args["channel"], thread: args["ts"], err: error }, "thread not caught up");
        return null;
      }
      await clock.sleep(error.retryAfterMs ?? everyMs * 2 ** tries, signal);
    }
  }
};

/** What Slack would have sent. */
const eventOf = (message: object, { channel }: Place, teamId: string) => ({
  type: "event_callback",
  event_id: "caught-up",
  team_id: teamId,
  event: { ...message, type: "message", channel },
});
