import { setImmediate } from "node:timers/promises";
import type { Clock } from "#src/ports.ts";

/** A clock that only the test moves. */
export interface ManualClock extends Clock {
  /** Lets time pass: sleepers wake in the order of their times, and all that they set going is done before time goes on. */
  pass(ms: number): Promise<void>;
  /** Lets everything run that waits for nothing but its turn. */
  settle(): Promise<void>;
}

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** Turns of the event loop after which work that waits for memory only is done: a step takes a few dozen. */
const turns = 50;

export const manualClock = (start = 1_700_000_000_000): ManualClock => {
  let now = start;
  let sleepers: readonly Sleeper[] = [];
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < turns; turn++) await setImmediate();
  };
  const nextUntil = (end: number): Sleeper | undefined =>
    sleepers.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0];
  return {
    now: () => now,
    sleep: (ms, signal) =>
      sleepOn(signal, ms, (wake) => {
        const sleeper = { at: now + ms, wake };
        sleepers = [...sleepers, sleeper];
        return () => {
          sleepers = sleepers.filter((one) => one !== sleeper);
        };
      }),
    settle,
    pass: async (ms) => {
      const end = now + ms;
      await settle();
      for (let next = nextUntil(end); next !== undefined; next = nextUntil(end)) {
        const due = next;
        sleepers = sleepers.filter((one) => one !== due);
        now = Math.max(now, due.at);
        due.wake();
        await settle();
      }
      now = end;
    },
  };
};

const sleepOn = async (
  signal: AbortSignal,
  ms: number,
  add: (wake: () => void) => () => void,
): Promise<void> => {
  signal.throwIfAborted();
  if (ms <= 0) return;
  await new Promise<void>((resolve, reject) => {
    const remove = add(resolve);
    const stop = (): void => {
      remove();
      reject(signal.reason instanceof Error ? signal.reason : new Error("aborted", { cause: signal.reason }));
    };
    signal.addEventListener("abort", stop, { once: true });
  });
};
