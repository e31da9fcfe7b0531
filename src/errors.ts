/** A mistake a person can mend. `code` is for programs; `message` says what happened, where, and what to do next, in one line. */
export class BotArmyError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "BotArmyError";
    this.code = code;
  }
}

/**
 * What kind of fault, so that what to do about it can be looked up: `rate` too many requests, `overloaded` the other side is busy,
 * `quota` no money or allowance left, `auth` the key is refused, `server` a 5xx, `connection` not reached or cut off, `timeout` no
 * answer in time, `bad-response` an answer that is none, `bad-request` ours was refused, `too-large` more than the model takes.
 */
export type FaultKind =
  | "rate"
  | "overloaded"
  | "quota"
  | "auth"
  | "server"
  | "connection"
  | "timeout"
  | "bad-response"
  | "bad-request"
  | "too-large";

/** What a call had cost before it failed: the shape of `Usage`, told here because errors import nothing. */
export interface Spent {
  readonly calls: number;
  readonly tokensIn: number;
  readonly tokensOut: number;
  readonly usd: number | null;
}

/** A fault outside: network, rate limit, a provider or platform that is down. Only adapters create it. */
export class ProviderError extends Error {
  readonly kind: FaultKind;
  /** False when trying the same again cannot help. */
  readonly retryable: boolean;
  /** How long the other side asked us to wait; null when it did not say. */
  readonly retryAfterMs: number | null;
  /** What was used although it failed; null when the other side never said that it began. */
  readonly usage: Spent | null;

  constructor(
    message: string,
    facts: {
      kind?: FaultKind;
      retryable: boolean;
      retryAfterMs?: number | null;
      usage?: Spent | null;
      cause?: unknown;
    },
  ) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.name = "ProviderError";
    this.kind = facts.kind ?? "connection";
    this.retryable = facts.retryable;
    this.retryAfterMs = facts.retryAfterMs ?? null;
    this.usage = facts.usage ?? null;
  }
}
