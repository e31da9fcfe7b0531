import { setTimeout as wait } from "node:timers/promises";
import type { Clock } from "#src/ports.ts";

/** A clock that goes like the machine's, some times faster, and that can be moved on: half an hour passes in a few seconds. */
export interface PassingClock extends Clock {
  /** Lets so much time pass, a step at a time, so that whoever waits does what is to be done then. */
  pass(ms: number): Promise<void>;
}

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

const pace = 10;
const stepMs = 5_000;
/** A request of a server on this machine takes a few milliseconds. */
const stepRealMs = 10;

/** `behindMs`: so far behind the machine's clock it begins. */
export const passingClock = (behindMs = 0): PassingClock => {
  const begin = Date.now();
  const sleepers = new Set<Sleeper>();
  let movedMs = -behindMs;
  const now = (): number => begin + Math.round((Date.now() - begin) * pace) + movedMs;
  return {
    now,
    sleep: async (ms, signal) => {
      const over = new AbortController();
      const sleeper = { at: now() + ms, wake: () => over.abort() };
      sleepers.add(sleeper);
      try {
        await wait(Math.min(ms / pace, longestMs), undefined, {
          signal: AbortSignal.any([signal, over.signal]),
        });
      } catch (error) {
        signal.throwIfAborted();
        if (!over.signal.aborted) throw error;
      } finally {
        sleepers.delete(sleeper);
      }
    },
    pass: async (ms) => {
      for (let left = ms; left > 0; left -= stepMs) {
        movedMs += Math.min(left, stepMs);
        for (const { wake } of [...sleepers].filter(({ at }) => at <= now())) wake();
        await wait(stepRealMs);
      }
    },
  };
};

/** Longer than any test. */
const longestMs = 3_600_000;
