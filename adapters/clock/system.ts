import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "#src/ports.ts";

/** Longest time a Node timer can wait; a longer one would fire at once (2^31 - 1 ms). */
const longestMs = 2_147_483_647;

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    try {
      for (let left = ms; left > 0; left -= longestMs)
        await sleep(Math.min(left, longestMs), undefined, { signal });
    } catch (error) {
      // Node rejects with an error of its own, whatever the reason was.
      signal.throwIfAborted();
      throw error;
    }
  },
};
