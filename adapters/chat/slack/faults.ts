import type * as Sdk from "@slack/web-api";
import { z } from "zod";
import { ProviderError, type FaultKind } from "#src/errors.ts";
import { mendOf, type Mend } from "./faults-known.ts";

/** What a call to Slack ended with when it did not end well. */
export class SlackFault extends ProviderError {
  /** Slack's word for it, e.g. `not_in_channel`; `http_503` or `no_answer` when Slack itself said none. */
  readonly code: string;
  /** May have been done all the same: look before it is repeated. */
  readonly ambiguous: boolean;

  constructor(message: string, facts: SlackFaultFacts) {
    super(message, facts);
    this.name = "SlackFault";
    this.code = facts.code;
    this.ambiguous = facts.ambiguous ?? false;
  }
}

export interface SlackFaultFacts {
  readonly code: string;
  readonly ambiguous?: boolean;
  readonly kind: FaultKind;
  readonly retryable: boolean;
  readonly retryAfterMs?: number | null;
  readonly cause?: unknown;
}

/** What went wrong in a call of this method. Decided by class, status and code, never by words. */
export const faultOf = (error: unknown, method: string, sdk: typeof Sdk): SlackFault => {
  if (error instanceof SlackFault) return error;
  if (error instanceof sdk.WebAPIRateLimitedError) return rateFault(method, error.retryAfter * 1_000, error);
  if (error instanceof sdk.WebAPIHTTPError) return httpFault(error.statusCode, method, error);
  if (error instanceof sdk.WebAPIPlatformError) return platformFault(error.data, method, error);
  return connectionFault(error instanceof sdk.WebAPIRequestError ? error.original : error, method);
};

const Refusal = z.looseObject({
  error: z.string(),
  needed: z.string().optional(),
  response_metadata: z
    .looseObject({ messages: z.array(z.string()).optional(), retryAfter: z.number().optional() })
    .optional(),
});

const platformFault = (data: unknown, method: string, cause: unknown): SlackFault => {
  const refusal = Refusal.parse(data);
  const { error: code, response_metadata: about } = refusal;
  // A page of something between Slack and us, in place of Slack's answer.
  if (!/^[a-z][a-z0-9_.-]{0,80}$/i.test(code))
    return new SlackFault(`${method} was not answered by Slack, but by something in between`, {
      code: "no_answer",
      ambiguous: true,
      kind: "bad-response",
      retryable: true,
      cause,
    });
  if (code === "ratelimited" || code === "rate_limited")
    return rateFault(method, (about?.retryAfter ?? 30) * 1_000, cause);
  const details = { needed: refusal.needed, messages: about?.messages ?? [] };
  return refused(mendOf(code, details), { code, method, cause });
};

const refused = (mend: Mend, { code, method, cause }: { code: string; method: string; cause: unknown }) =>
  new SlackFault(`Slack refused ${method}: ${code}. ${mend.words}`.trim(), {
    code,
    ambiguous: mend.ambiguous ?? false,
    kind: mend.kind,
    retryable: mend.retryable,
    retryAfterMs: mend.retryAfterMs ?? null,
    cause,
  });

const rateFault = (method: string, retryAfterMs: number, cause: unknown): SlackFault =>
  new SlackFault(`Slack wants ${method} less often`, {
    code: "ratelimited",
    kind: "rate",
    retryable: true,
    retryAfterMs,
    cause,
  });

/** Slack answers 200 and says in the body what is wrong; anything else comes from its surroundings. Those answer an unknown method with 404. */
export const httpFault = (status: number, method: string, cause?: unknown): SlackFault => {
  const passes = status >= 500 || status === 408;
  return new SlackFault(`Slack answered ${method} with HTTP ${status}`, {
    code: `http_${status}`,
    ambiguous: passes,
    kind: status === 503 ? "overloaded" : passes ? "server" : "bad-request",
    retryable: passes,
    cause,
  });
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

/** No answer came: not reached, cut off, or too late. */
export const connectionFault = (error: unknown, method: string): SlackFault => {
  const network = networkCodeOf(error);
  const isTimeout = error instanceof Error && error.name === "TimeoutError";
  const how = network === null ? "" : ` (${network})`;
  const message = isTimeout
    ? `Slack did not answer ${method} in time`
    : `Slack was not reached for ${method}${how}`;
  return new SlackFault(message, {
    code: "no_answer",
    ambiguous: network === null || !neverSent.has(network),
    kind: isTimeout ? "timeout" : "connection",
    retryable: true,
    cause: error,
  });
};

/** The code of the system or of Node's HTTP client (`ECONNREFUSED`, `UND_ERR_SOCKET`) in an error or its causes. */
const networkCodeOf = (error: unknown): string | null => {
  for (let at = error, depth = 0; at instanceof Error && depth < 6; at = at.cause, depth += 1)
    if ("code" in at && typeof at.code === "string" && /^(?:E[A-Z]|UND_ERR_)/.test(at.code)) return at.code;
  return null;
};
