import type * as Sdk from "@slack/web-api";
import { z } from "zod";
import { ChatFault, connectionFacts, httpFacts, type ChatFaultFacts, type Mend } from "../chat-fault.ts";
import { mendOf } from "./faults-known.ts";

/** What a call to Slack ended with when it did not end well; its code is Slack's word, e.g. `not_in_channel`. */
export class SlackFault extends ChatFault {
  constructor(message: string, facts: ChatFaultFacts) {
    super(message, facts);
    this.name = "SlackFault";
  }
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
export const httpFault = (status: number, method: string, cause?: unknown): SlackFault =>
  new SlackFault(`Slack answered ${method} with HTTP ${status}`, { ...httpFacts(status), cause });

/** No answer came: not reached, cut off, or too late. */
export const connectionFault = (error: unknown, method: string): SlackFault => {
  const { words, facts } = connectionFacts(error, method);
  return new SlackFault(`Slack ${words}`, facts);
};
