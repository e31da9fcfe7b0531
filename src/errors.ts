/** A mistake a person can mend. `code` is for programs; `message` says what happened, where, and what to do next, in one line. */
export class BotArmyError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "BotArmyError";
    this.code = code;
  }
}

/** A fault outside: network, rate limit, a provider or platform that is down. Only adapters create it. */
export class ProviderError extends Error {
  /** False when trying the same again cannot help. */
  readonly retryable: boolean;
  /** How long the other side asked us to wait; null when it did not say. */
  readonly retryAfterMs: number | null;

  constructor(message: string, facts: { retryable: boolean; retryAfterMs?: number | null; cause?: unknown }) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.name = "ProviderError";
    this.retryable = facts.retryable;
    this.retryAfterMs = facts.retryAfterMs ?? null;
  }
}
