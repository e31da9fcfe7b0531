import { z } from "zod";
import type { FaultKind } from "../errors.ts";
import { Instant } from "../project/words.ts";
import type { PaceLimits } from "./pace.ts";
import type { Route } from "./route.ts";

/** Every kind, told by its own name: the compiler finds the one that is missing. */
const kinds = {
  rate: "rate",
  overloaded: "overloaded",
  quota: "quota",
  auth: "auth",
  server: "server",
  connection: "connection",
  timeout: "timeout",
  "bad-response": "bad-response",
  "bad-request": "bad-request",
  "too-large": "too-large",
} as const satisfies { readonly [Kind in FaultKind]: Kind };

/** How one provider's model is, and how much of what it allows is taken: plain data for `doctor` and for metrics. */
export const ModelHealth = z.strictObject({
  /** `{provider}/{model}`. */
  name: z.string().min(1),
  breaker: z.strictObject({
    state: z.enum(["closed", "open", "half-open"]),
    /** When an open one may be tried again; null: not before the next start, or it is not open. */
    until: Instant.nullable(),
    /** Why it is not closed. */
    reason: z.enum(kinds).nullable(),
    /** Failures in a row. */
    failures: z.number().int().nonnegative(),
  }),
  pace: z.strictObject({
    waiting: z.number().int().nonnegative(),
    running: z.number().int().nonnegative(),
    /** Tokens counted in the last minute, reservations of running calls included. */
    tokens: z.number().nonnegative(),
    /** Nothing starts before this time; in the past when nothing is held back. */
    penalisedUntil: Instant,
  }),
  limits: z.strictObject({
    requestsPerMinute: z.number().positive(),
    tokensPerMinute: z.number().positive(),
    concurrent: z.number().positive(),
  }),
});
export type ModelHealth = z.infer<typeof ModelHealth>;

/** How a model is now. */
export const healthOf = (
  name: string,
  { breaker, pace, limits }: Pick<Route, "breaker" | "pace"> & { readonly limits: PaceLimits },
): ModelHealth => {
  const { state, until, reason, failures } = breaker.state();
  const { waiting, running, tokens, penalisedUntil } = pace.state();
  return {
    name,
    breaker: {
      state,
      until: until === null || !Number.isFinite(until) ? null : Math.ceil(until),
      reason,
      failures,
    },
    pace: { waiting, running, tokens, penalisedUntil: Math.ceil(penalisedUntil) },
    limits: { ...limits },
  };
};

/** Whether time alone will change it: calls wait or run, or a minute with calls in it is not over. */
export const isLively = ({ pace }: ModelHealth): boolean =>
  pace.waiting > 0 || pace.running > 0 || pace.tokens > 0;
