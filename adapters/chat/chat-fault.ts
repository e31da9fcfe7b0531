import { ProviderError, type FaultKind } from "#src/errors.ts";

/** What went wrong in a call to a chat platform. */
export interface ChatFaultFacts {
  readonly code: string;
  readonly ambiguous?: boolean;
  readonly kind: FaultKind;
  readonly retryable: boolean;
  readonly retryAfterMs?: number | null;
  readonly cause?: unknown;
}

/** What a call to a chat platform ended with when it did not end well. */
export class ChatFault extends ProviderError {
  /** The platform's word or number for it; `http_503` or `no_answer` when the platform itself said none. */
  readonly code: string;
  /** May have been done all the same: look before it is repeated. */
  readonly ambiguous: boolean;

  constructor(message: string, facts: ChatFaultFacts) {
    super(message, facts);
    this.code = facts.code;
    this.ambiguous = facts.ambiguous ?? false;
  }
}

/** What a platform's refusal means for us, and what a person can do about it. */
export interface Mend {
  readonly kind: FaultKind;
  readonly retryable: boolean;
  readonly retryAfterMs?: number;
  /** May have been done all the same. */
  readonly ambiguous?: boolean;
  /** A sentence; empty when nobody can do anything. */
  readonly words: string;
}

const minuteMs = 60_000;

/** Somebody can change it, and then the same call works. */
export const mendable = (words: string): Mend => ({
  kind: "bad-request",
  retryable: true,
  retryAfterMs: minuteMs,
  words,
});

/** Trying the same again cannot help. */
export const final = (words: string): Mend => ({ kind: "bad-request", retryable: false, words });

/** The token is refused. Posts wait for a good one rather than being given up: nothing may be lost over it. */
export const tokenRefused = (words: string): Mend => ({
  kind: "auth",
  retryable: true,
  retryAfterMs: 5 * minuteMs,
  words,
});

/** An HTTP status that is no answer of the platform's own: 5xx and 408 pass, and what was asked may have been done. */
export const httpFacts = (status: number): ChatFaultFacts => {
  const passes = status >= 500 || status === 408;
  return {
    code: `http_${status}`,
    ambiguous: passes,
    kind: status === 503 ? "overloaded" : passes ? "server" : "bad-request",
    retryable: passes,
  };
};

/** These happen before anything was sent. */
const neverSent = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ENETUNREACH",
  "EHOSTUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/** No answer came: not reached, cut off, or too late. `words` follow the platform's name. */
export const connectionFacts = (
  error: unknown,
  call: string,
): { readonly words: string; readonly facts: ChatFaultFacts } => {
  const network = networkCodeOf(error);
  const isTimeout = error instanceof Error && (error.name === "TimeoutError" || error.name === "AbortError");
  const how = network === null ? "" : ` (${network})`;
  return {
    words: isTimeout ? `did not answer ${call} in time` : `was not reached for ${call}${how}`,
    facts: {
      code: "no_answer",
      ambiguous: network === null || !neverSent.has(network),
      kind: isTimeout ? "timeout" : "connection",
      retryable: true,
      cause: error,
    },
  };
};

/** The code of the system or of Node's HTTP client (`ECONNREFUSED`, `UND_ERR_SOCKET`) in an error or its causes. */
const networkCodeOf = (error: unknown): string | null => {
  for (let at = error, depth = 0; at instanceof Error && depth < 6; at = at.cause, depth += 1)
    if ("code" in at && typeof at.code === "string" && /^(?:E[A-Z]|UND_ERR_)/.test(at.code)) return at.code;
  return null;
};
