import { z } from "zod";
import type { Clock, Log } from "#src/ports.ts";
import type { Notes } from "#src/ports/inbox.ts";
import { tellOnce, type Speak } from "./gaps-telling.ts";
import { gapWords, placesToTell, type OpenThread } from "./gaps-words.ts";

export interface GapsOptions {
  readonly notes: Notes;
  readonly clock: Clock;
  readonly log: Log;
  /** Threads of projects that go on, the newest first. */
  readonly threads: () => Promise<readonly OpenThread[]>;
  readonly speak: Speak;
  /** Is the platform being listened to now? */
  readonly isListening: () => boolean;
}

/** Tells people when their clicks and commands reached nobody for a while: no platform delivers those again. */
export interface Gaps {
  /** Nobody listened from one time to the other, in milliseconds since 1970. Resolves when it is on disk. */
  missed(time: { readonly from: number; readonly to: number }): Promise<void>;
  /** All was read again but these threads: what was missed is told soon, unless more is missed before. */
  caughtUp(unread: readonly string[]): void;
  /** What is not told by then is told after the next start. */
  stop(): Promise<void>;
}

/** A time in which nobody listened, or several that lie together. */
const Gap = z.object({
  from: z.number(),
  to: z.number(),
  /** Without the times between them. */
  missedMs: z.number(),
  times: z.number(),
  /** Threads that could not be read again. */
  unread: z.array(z.string()),
});
type Gap = z.infer<typeof Gap>;

const State = z.object({
  /** May grow, and is not told yet. */
  open: Gap.nullable(),
  /** Is being told: some threads may know it already. */
  telling: Gap.nullable(),
  /** When one was told last; 0 for never. */
  toldAt: z.number(),
});
type State = z.infer<typeof State>;

const noteKey = "gaps";
/** Platforms wait so long before they say that a click failed. */
const noticedMs = 3_000;
/** Less is a restart or a short break, and until then nobody can tell whether a silent connection is alive. */
const worthTellingMs = 120_000;
/** Breaks that lie no further apart are one. */
const togetherMs = 10 * 60_000;
/** A connection that lasts so long is back. */
const backAfterMs = 20_000;
/** One that comes and goes all day is told of this often. */
const leastBetweenMs = 15 * 60_000;

export const createGaps = (options: GapsOptions): Gaps => {
  const stopping = new AbortController();
  const memory = createMemory(options.notes);
  let waiting = new AbortController();
  let running: Promise<void> = Promise.resolve();
  return {
    missed: async ({ from, to }) => {
      waiting.abort();
      if (to - from < noticedMs) return;
      const { open } = await memory.state();
      await memory.change({ open: joined(open, { from, to }) });
    },
    caughtUp: (unread) => {
      waiting.abort();
      waiting = new AbortController();
      const back = AbortSignal.any([waiting.signal, stopping.signal]);
      running = running.then(async () => {
        try {
          await keepUnread(memory, unread);
          await tell(options, memory, { isResumed: true, stopping: stopping.signal });
          if (await isToBeTold(options, memory, back))
            await tell(options, memory, { isResumed: false, stopping: stopping.signal });
        } catch (error) {
          if (!back.aborted) options.log.error({ err: error }, "not told of lost clicks and commands");
        }
      });
    },
    stop: async () => {
      stopping.abort(new Error("nothing more is told"));
      await running;
    },
  };
};

type Memory = ReturnType<typeof createMemory>;

/** What is known, on disk as soon as it is changed. */
const createMemory = (notes: Notes) => {
  let loading: Promise<State> | undefined;
  const load = async (): Promise<State> => {
    const noted = await notes.get(noteKey);
    return noted === undefined ? { open: null, telling: null, toldAt: 0 } : State.parse(JSON.parse(noted));
  };
  const state = (): Promise<State> => (loading ??= load());
  return {
    state,
    change: async (part: Partial<State>): Promise<void> => {
      const changed = { ...(await state()), ...part };
      loading = Promise.resolve(changed);
      await notes.put(noteKey, JSON.stringify(changed));
    },
  };
};

const joined = (before: Gap | null, { from, to }: Pick<Gap, "from" | "to">): Gap => {
  const missedMs = to - from;
  const isForgotten = before === null || (before.missedMs < worthTellingMs && from - before.to > togetherMs);
  if (isForgotten) return { from, to, missedMs, times: 1, unread: [] };
  return {
    ...before,
    to: Math.max(to, before.to),
    missedMs: before.missedMs + Math.max(0, to - Math.max(from, before.to)),
    times: before.times + (from > before.to ? 1 : 0),
  };
};

const keepUnread = async (memory: Memory, unread: readonly string[]): Promise<void> => {
  const { open } = await memory.state();
  if (open === null || unread.length === 0) return;
  await memory.change({ open: { ...open, unread: [...new Set([...open.unread, ...unread])] } });
};

/** Waits until the connection is back for good, and takes what was missed out to be told; false when that is not worth it. */
const isToBeTold = async (
  { clock, isListening }: GapsOptions,
  memory: Memory,
  back: AbortSignal,
): Promise<boolean> => {
  const { open, toldAt } = await memory.state();
  if (open === null || open.missedMs < worthTellingMs) return false;
  await clock.sleep(Math.max(backAfterMs, toldAt + leastBetweenMs - clock.now()), back);
  while (!isListening()) await clock.sleep(backAfterMs, back);
  await memory.change({ open: null, telling: open });
  return true;
};

/** `isResumed`: an earlier process may have told some threads. */
const tell = async (
  options: GapsOptions,
  memory: Memory,
  { isResumed, stopping }: { readonly isResumed: boolean; readonly stopping: AbortSignal },
): Promise<void> => {
  const { telling: gap, toldAt } = await memory.state();
  if (gap === null) return;
  const places = placesToTell(await options.threads(), gap.unread);
  for (const place of places) {
    const message = gapWords(gap, gap.unread.includes(place.thread));
    const key = `gap:${gap.from}:${place.thread}`;
    await tellOnce(options, { place, key, message, mayBeThere: isResumed }, stopping);
  }
  await memory.change({ telling: null, toldAt: places.length === 0 ? toldAt : options.clock.now() });
  const { from, to } = gap;
  options.log.info({ from, to, threads: places.length }, "clicks and commands were lost");
};
