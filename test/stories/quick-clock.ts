import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "#src/ports.ts";

/** The machine's clock, so many times faster: a platform's pace of a post a second takes a fraction of that. */
export const quickClock = (factor: number): Clock => {
  const begin = Date.now();
  return {
    now: () => begin + Math.round((Date.now() - begin) * factor),
    sleep: async (ms, signal) => {
      try {
        await sleep(Math.min(ms / factor, longestMs), undefined, { signal });
      } catch (error) {
        // Node rejects with an error of its own, whatever the reason was.
        signal.throwIfAborted();
        throw error;
      }
    },
  };
};

/** Longer than any test. */
const longestMs = 3_600_000;
