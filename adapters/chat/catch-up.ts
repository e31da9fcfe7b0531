import type { Notes } from "#src/ports/inbox.ts";
import { readAll, type ReadingOptions } from "./catch-up-reading.ts";
import { createGaps, type Gaps, type GapsOptions } from "./gaps.ts";
import { rest } from "./inbound-patience.ts";

export interface CatchUpOptions extends ReadingOptions, Pick<GapsOptions, "speak" | "isListening"> {
  readonly notes: Notes;
  /** Until when the platform was surely listened to, in milliseconds since 1970; 0 when it never was. */
  readonly heardUntil: () => number;
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
/** Where nobody says anything: a process that is killed then has missed no more. */
const lookEveryMs = 15_000;

export const createCatchUp = (options: CatchUpOptions): CatchUp => {
  const { notes, clock } = options;
  const state: State = {
    options,
    gaps: createGaps(options),
    stopping: new AbortController(),
    unread: new Set(),
    heardUntil: 0,
    notedAt: 0,
    behind: 1,
    runs: Promise.resolve(),
  };
  let looking: Promise<void> | undefined;
  return {
    heard: (at) => heard(state, at),
    sinceLastTime: () => {
      // Each connection of several begins once.
      if (looking !== undefined) state.behind += 1;
      looking ??= look(state);
      return run(state, async () => Number((await notes.get(noteKey)) ?? clock.now()));
    },
    since: (from) => {
      state.behind += 1;
      return run(state, async () => from);
    },
    stop: async (until) => {
      state.stopping.abort(new Error("catching up is stopped"));
      await Promise.all([state.runs, looking, state.gaps.stop()]);
      if (state.behind === 0) await note(state, until);
    },
  };
};

interface State {
  readonly options: CatchUpOptions;
  readonly gaps: Gaps;
  readonly stopping: AbortController;
  /** Threads that could not be read by the runs so far. */
  readonly unread: Set<string>;
  heardUntil: number;
  notedAt: number;
  /** Runs that have not ended: until then the note stays where the oldest of them began. The first one is always owed. */
  behind: number;
  runs: Promise<void>;
}

const note = async (state: State, until: number): Promise<void> => {
  const { notes, clock, log } = state.options;
  state.notedAt = clock.now();
  try {
    await notes.put(noteKey, String(until));
  } catch (error) {
    log.warn({ err: error }, "not noted until when everything was heard");
  }
};

const heard = (state: State, at: number): void => {
  state.heardUntil = Math.max(state.heardUntil, at);
  if (state.behind === 0 && state.options.clock.now() - state.notedAt >= noteEveryMs)
    void note(state, state.heardUntil);
};

/** Asks until when the platform was heard, now and then. */
const look = async (state: State): Promise<void> => {
  const { options, stopping } = state;
  while (!stopping.signal.aborted) {
    await rest(lookEveryMs, options.clock, stopping.signal);
    const until = options.heardUntil();
    if (until > state.heardUntil) heard(state, until);
  }
};

/** One run after the other. */
const run = (state: State, readFrom: () => Promise<number>): Promise<void> => {
  const to = state.options.clock.now();
  state.runs = state.runs.then(async () => {
    const begun = state.options.clock.now();
    const missed = async () => {
      const gap = { from: await readFrom(), to };
      await state.gaps.missed(gap);
      return gap;
    };
    const read = await readAll(state.options, missed, state.stopping.signal);
    if (read === null) return;
    for (const thread of read.unread) state.unread.add(thread);
    state.behind -= 1;
    if (state.behind > 0) return;
    state.gaps.caughtUp([...state.unread]);
    state.unread.clear();
    await note(state, Math.max(state.heardUntil, begun));
  });
  return state.runs;
};
