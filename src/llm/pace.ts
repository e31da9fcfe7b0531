import type { Clock } from "../ports.ts";
import { createAllowance } from "./allowance.ts";
import { createTurns } from "./turns.ts";

/** What a provider lets us do with one model. */
export interface PaceLimits {
  readonly requestsPerMinute: number;
  /** Input and output together. */
  readonly tokensPerMinute: number;
  /** Calls at the same time. */
  readonly concurrent: number;
}

/** The right to make one call now. */
export interface Permit {
  /** Ends the call: gives its place back and counts the tokens it really used. Must be called once; more does nothing. */
  settle(usedTokens: number): void;
}

/** How things stand, for operators. */
export interface PaceState {
  readonly waiting: number;
  readonly running: number;
  /** Counted in the last minute, reservations of running calls included. */
  readonly tokens: number;
  /** Nothing starts before this time; in the past when nothing is held back. */
  readonly penalisedUntil: number;
}

/** Lets calls of one provider and model through as fast as its limits allow. */
export interface Pace {
  /**
   * Waits for a turn. `tokens`: estimated input and the longest possible answer. Projects take turns, so that one with many calls
   * does not keep others waiting. Rejects with the signal's reason when aborted, and its place is free then.
   */
  take(call: { readonly project: string; readonly tokens: number }, signal: AbortSignal): Promise<Permit>;
  /** Starts nothing before that time: the provider said that it had too much. */
  penalise(untilMs: number): void;
  /** Ends a penalty before its time: somebody says that the provider may be asked again. */
  forgive(): void;
  state(): PaceState;
}

interface Waiter {
  readonly tokens: number;
  readonly go: (permit: Permit) => void;
}

/**
 * Tokens are counted when a call starts, as the most it may use, and corrected when it ends. A call above the whole limit
 * waits for an empty minute. Whoever has the turn is not overtaken by smaller calls, so everybody's turn comes.
 */
export const createPace = ({
  limits,
  clock,
}: {
  readonly limits: PaceLimits;
  readonly clock: Clock;
}): Pace => {
  const turns = createTurns<Waiter>();
  const allowance = createAllowance(limits);
  const alarm = createAlarm(clock, () => startWaiting());
  let running = 0;

  const startWaiting = (): void => {
    alarm.stop();
    for (let next = turns.peek(); next !== undefined && running < limits.concurrent; next = turns.peek()) {
      const now = clock.now();
      const at = allowance.startsAt(now, next.tokens);
      if (at > now) return alarm.ring(at - now);
      turns.shift();
      running += 1;
      next.go(permitFor(allowance.count(now, next.tokens), end));
    }
  };

  const end = (): void => {
    running -= 1;
    startWaiting();
  };

  return {
    take: ({ project, tokens }, signal) =>
      abortable<Permit>(signal, (resolve) => {
        const leave = turns.add(project, { tokens, go: resolve });
        startWaiting();
        return () => {
          leave();
          startWaiting();
        };
      }),
    penalise: (untilMs) => {
      allowance.penalise(untilMs);
      startWaiting();
    },
    forgive: () => {
      allowance.forgive();
      startWaiting();
    },
    state: () => ({ waiting: turns.size(), running, ...allowance.state(clock.now()) }),
  };
};

/** Waits for `begin`'s resolve. Aborted before that, it takes back what was begun and rejects with the signal's reason. */
const abortable = async <T>(
  signal: AbortSignal,
  begin: (resolve: (value: T) => void) => () => void,
): Promise<T> => {
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const over = new AbortController();
  const takeBack = begin((value) => {
    over.abort();
    resolve(value);
  });
  if (!over.signal.aborted)
    signal.addEventListener(
      "abort",
      () => {
        takeBack();
        reject(signal.reason);
      },
      { once: true, signal: over.signal },
    );
  return promise;
};

const permitFor = (correct: (tokens: number) => void, end: () => void): Permit => {
  let settled = false;
  return {
    settle: (usedTokens) => {
      if (settled) return;
      settled = true;
      correct(usedTokens);
      end();
    },
  };
};

/** Rings once, unless stopped before. */
const createAlarm = (clock: Clock, onRing: () => void) => {
  let armed = new AbortController();
  return {
    stop: (): void => armed.abort(),
    ring: (afterMs: number): void => {
      armed = new AbortController();
      // A sleep only fails because it was stopped.
      clock.sleep(Math.ceil(afterMs), armed.signal).then(onRing, () => undefined);
    },
  };
};
