import { setImmediate } from "node:timers/promises";
import type { Clock } from "#src/ports.ts";

/** A clock that stands still until the test moves it. */
export interface HeldClock extends Clock {
  /** Lets time pass in steps of 10 ms and lets everything that wakes up run. */
  advance(ms: number): Promise<void>;
}

export const heldClock = (start = 1_000_000): HeldClock => {
  let now = start;
  let sleepers: readonly { readonly at: number; readonly wake: () => void }[] = [];
  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(new Error("aborted", { cause: signal.reason }));
        sleepers = [...sleepers, { at: now + ms, wake: resolve }];
        signal.addEventListener("abort", () => reject(new Error("aborted", { cause: signal.reason })), {
          once: true,
        });
      }),
    advance: async (ms) => {
      for (const end = now + ms; now < end;) {
        now = Math.min(end, now + 10);
        const due = sleepers.filter(({ at }) => at <= now);
        sleepers = sleepers.filter(({ at }) => at > now);
        for (const { wake } of due) wake();
        await setImmediate();
      }
    },
  };
};
