import process from "node:process";
import { setImmediate } from "node:timers/promises";
import type { Clock } from "#src/ports.ts";

/**
 * A clock that is moved to the next sleeper as soon as nothing else happens: hours pass at once, while bytes on real sockets
 * still take the time they take.
 */
export interface JumpingClock extends Clock {
  /** Lets everything happen until `over` holds; false when `mostMs` of this clock have passed before that, when nothing is left to happen, or when something turns in circles. */
  until(over: () => boolean, mostMs: number): Promise<boolean>;
}

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** Turns of the event loop without any work after which nothing is under way: a request takes two from one end of a socket to the other. */
const calmTurns = 25;

/** Sleepers woken one after another without any time between them: more of them are one that never stops. */
const mostAtOnce = 1_000;

/** Real time that may go by without a calm moment: whoever is busy longer never stops. */
const busyMs = 10_000;

/** `isBusy`: whether something is under way that no sleeper waits for. */
export const jumpingClock = (start: number, isBusy: () => boolean): JumpingClock => {
  let now = start;
  let atOnce = 0;
  const sleepers = new Set<Sleeper>();
  const calm = async (): Promise<boolean> => {
    const givenUpAt = performance.now() + busyMs;
    for (let turns = 0; turns < calmTurns; turns += 1) {
      await setImmediate();
      if (isBusy() || waitsForSystem()) turns = 0;
      if (performance.now() > givenUpAt) return false;
    }
    return true;
  };
  const jump = (latest: number): boolean => {
    const [next] = [...sleepers].toSorted((a, b) => a.at - b.at);
    if (next === undefined || next.at > latest || atOnce > mostAtOnce) return false;
    sleepers.delete(next);
    atOnce = next.at > now ? 0 : atOnce + 1;
    now = Math.max(now, next.at);
    next.wake();
    return true;
  };
  return {
    now: () => now,
    sleep: (ms, signal) => sleepOn(sleepers, now + ms, signal),
    until: async (over, mostMs) => {
      const latest = now + mostMs;
      for (;;) {
        if (!(await calm())) return false;
        if (over()) return true;
        if (!jump(latest)) return false;
      }
    },
  };
};

const sleepOn = async (sleepers: Set<Sleeper>, at: number, signal: AbortSignal): Promise<void> => {
  signal.throwIfAborted();
  const woken = Promise.withResolvers<void>();
  const sleeper = { at, wake: woken.resolve };
  const stop = (): void => {
    sleepers.delete(sleeper);
    woken.reject(signal.reason);
  };
  sleepers.add(sleeper);
  signal.addEventListener("abort", stop, { once: true });
  await woken.promise.finally(() => signal.removeEventListener("abort", stop));
};

/** Is the disk or the network still to answer? A socket that is merely open does not count. */
const waitsForSystem = (): boolean =>
  process
    .getActiveResourcesInfo()
    .some((name) => /^(?:FS|File).*Req|^(?:TCPConnect|Write|Shutdown)Wrap$/.test(name));
