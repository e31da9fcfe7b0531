import { createTokenWindow } from "./token-window.ts";

/** What one provider allows for one model, and how much of it is taken. Times are milliseconds since 1970 and must not go backwards. */
export interface Allowance {
  /** The first time from `now` on at which a call with that many tokens may start. */
  startsAt(now: number, tokens: number): number;
  /** Counts a call. The returned function corrects its tokens later. */
  count(now: number, tokens: number): (tokens: number) => void;
  /** Allows nothing before that time. */
  penalise(untilMs: number): void;
  /** Ends every penalty. */
  forgive(): void;
  /** Tokens counted in the last minute, and the end of the latest penalty. */
  state(now: number): { readonly tokens: number; readonly penalisedUntil: number };
}

/** The minute that limits speak of, and a second more: calls are not equally long under way, so the provider sees them closer together. */
const minuteMs = 61_000;

/**
 * Most calls that start together after a rest. Anthropic and OpenAI keep buckets that hold a whole minute's requests, but say that a
 * minute's limit may be enforced by the second; so a few only, and a tenth of the minute at most.
 */
const mostTogether = 3;

/**
 * Requests start evenly spaced, since providers measure per second as well, and then the last of many waits twice as long as the
 * middle one, not a minute longer. After a rest a few start together, since who is alone should not wait for anybody. Neither
 * requests nor tokens exceed their limit in any minute.
 */
export const createAllowance = (limits: {
  readonly requestsPerMinute: number;
  readonly tokensPerMinute: number;
}): Allowance => {
  const tokensUsed = createTokenWindow(limits.tokensPerMinute, minuteMs);
  const requests = createTokenWindow(limits.requestsPerMinute, minuteMs);
  const spacingMs = minuteMs / limits.requestsPerMinute;
  const aheadMs = (togetherOf(limits.requestsPerMinute) - 1) * spacingMs;
  /** When the next call would start if all were evenly spaced. */
  let evenStart = 0;
  let penalisedUntil = 0;
  // Whole milliseconds: a difference of fractions that is a hair after now is now.
  const firstStart = (): number => Math.floor(evenStart - aheadMs);
  return {
    startsAt: (now, tokens) =>
      Math.max(now, firstStart(), penalisedUntil, requests.fitsAt(now, 1), tokensUsed.fitsAt(now, tokens)),
    count: (now, tokens) => {
      evenStart = Math.max(now, evenStart) + spacingMs;
      requests.add(now, 1);
      return tokensUsed.add(now, tokens);
    },
    penalise: (untilMs) => {
      penalisedUntil = Math.max(penalisedUntil, untilMs);
    },
    forgive: () => {
      penalisedUntil = 0;
    },
    state: (now) => ({ tokens: tokensUsed.sum(now), penalisedUntil }),
  };
};

const togetherOf = (requestsPerMinute: number): number =>
  Math.min(mostTogether, Math.max(1, Math.floor(requestsPerMinute / 10)));
