import { createTokenWindow } from "./token-window.ts";

/** What one provider allows for one model, and how much of it is taken. Times are milliseconds since 1970 and must not go backwards. */
export interface Allowance {
  /** The first time from `now` on at which a call with that many tokens may start. */
  startsAt(now: number, tokens: number): number;
  /** Counts a call. The returned function corrects its tokens later. */
  count(now: number, tokens: number): (tokens: number) => void;
  /** Allows nothing before that time. */
  penalise(untilMs: number): void;
  /** Tokens counted in the last minute, and the end of the latest penalty. */
  state(now: number): { readonly tokens: number; readonly penalisedUntil: number };
}

/** The minute that limits speak of, and a second more: calls are not equally long under way, so the provider sees them closer together. */
const minuteMs = 61_000;

/**
 * Requests start one by one, evenly spaced: providers measure per second as well, and the last of many waits twice as long
 * as the middle one, not a minute longer. Tokens may come in a burst, but never exceed the limit in any minute.
 */
export const createAllowance = (limits: {
  readonly requestsPerMinute: number;
  readonly tokensPerMinute: number;
}): Allowance => {
  const window = createTokenWindow(limits.tokensPerMinute, minuteMs);
  let nextStart = 0;
  let penalisedUntil = 0;
  return {
    startsAt: (now, tokens) => Math.max(now, nextStart, penalisedUntil, window.fitsAt(now, tokens)),
    count: (now, tokens) => {
      nextStart = now + minuteMs / limits.requestsPerMinute;
      return window.add(now, tokens);
    },
    penalise: (untilMs) => {
      penalisedUntil = Math.max(penalisedUntil, untilMs);
    },
    state: (now) => ({ tokens: window.sum(now), penalisedUntil }),
  };
};
