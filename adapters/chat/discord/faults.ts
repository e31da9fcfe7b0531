import type * as Sdk from "discord.js";
import { z } from "zod";
import { ChatFault, connectionFacts, httpFacts, type ChatFaultFacts } from "../chat-fault.ts";
import type { RestScope } from "../outbound-pace.ts";
import { isKnown, mendOf } from "./faults-known.ts";

/** What a request to Discord ended with when it did not end well; its code is Discord's number, e.g. `50013`. */
export class DiscordFault extends ChatFault {
  /** Which calls have to rest after a refusal for its rate. */
  readonly scope: RestScope;

  constructor(message: string, facts: ChatFaultFacts & { readonly scope?: RestScope }) {
    super(message, facts);
    this.name = "DiscordFault";
    this.scope = facts.scope ?? "lane";
  }
}

/** What was asked, in words: its path and body are not told. */
interface Asked {
  readonly what: string;
  /** False where no token was sent. */
  readonly auth?: false;
}

/** What went wrong in a request. Decided by class, status and code, never by words. */
export const faultOf = (error: unknown, asked: Asked, sdk: typeof Sdk): DiscordFault => {
  if (error instanceof DiscordFault) return error;
  if (error instanceof TooOften) return tooOftenFault(error, asked);
  if (error instanceof sdk.RateLimitError)
    return rateFault(asked, { retryAfterMs: error.retryAfter, scope: error.global ? "all" : "lane" });
  if (error instanceof sdk.DiscordAPIError) return refusal(error, asked);
  if (error instanceof sdk.HTTPError) return httpFault(error.status, asked.what);
  return connectionFault(error, asked.what);
};

/** The SDK's own error is not kept as a cause: it holds the secret address and the whole body. */
const refusal = ({ code, status, message }: Sdk.DiscordAPIError, asked: Asked): DiscordFault => {
  if (status === 401 && asked.auth !== false) return known("401", asked, { message });
  if (status === 413) return known("40005", asked, { message });
  // The SDK has no code when the answer was a page.
  if (typeof code !== "number") return answeredByOther(asked.what, { ambiguous: false });
  return code === 0 ? httpFault(status, asked.what) : known(String(code), asked, { message });
};

interface Said {
  readonly message: string;
  readonly retryAfterMs?: number | null;
}

const known = (code: string, { what }: Asked, { message, retryAfterMs }: Said): DiscordFault => {
  const { words, ...mend } = mendOf(code, { what, message });
  return new DiscordFault(`Discord refused ${what}: ${code}. ${words}`.trim(), {
    code,
    ...mend,
    retryAfterMs: retryAfterMs ?? mend.retryAfterMs ?? null,
  });
};

/** An HTTP status without an answer of Discord's own. */
export const httpFault = (status: number, what: string): DiscordFault =>
  new DiscordFault(`Discord answered ${what} with HTTP ${status}`, httpFacts(status));

/** No answer came: not reached, cut off, or too late. */
export const connectionFault = (error: unknown, what: string): DiscordFault => {
  const { words, facts } = connectionFacts(error, what);
  return new DiscordFault(`Discord ${words}`, facts);
};

/** Something answered that is not Discord: a proxy, a protection. */
export const answeredByOther = (
  what: string,
  facts: Pick<ChatFaultFacts, "ambiguous" | "cause">,
): DiscordFault =>
  new DiscordFault(`${what} was not answered by Discord, but by something in between`, {
    code: "no_answer",
    kind: "bad-response",
    retryable: true,
    ...facts,
  });

/** Is it about a message that is not there, or not any more? */
export const isGone = (error: unknown): boolean => error instanceof DiscordFault && error.code === "10008";

/** It was sent before, and must not be sent again so late. */
export const waitedTooLong = (what: string): DiscordFault =>
  new DiscordFault(`${what} waited too long to be sent again; it is looked for first`, {
    code: "too_late",
    kind: "overloaded",
    retryable: true,
    ambiguous: true,
  });

/** A 429, of which the SDK would only read the header. */
class TooOften extends Error {
  readonly retryAfterMs: number | null;
  readonly scope: RestScope;
  readonly code: string | null;

  constructor(facts: Pick<TooOften, "retryAfterMs" | "scope" | "code">) {
    super("429");
    this.retryAfterMs = facts.retryAfterMs;
    this.scope = facts.scope;
    this.code = facts.code;
  }
}

const Refused = z.looseObject({
  message: z.string().default(""),
  /** Seconds, with a fraction. */
  retry_after: z.number().nonnegative().optional(),
  global: z.boolean().default(false),
  code: z.number().optional(),
});

/** What a 429 says: the seconds in its body are exact, those in its header whole. A page of something in between says neither. */
export const refusedTooOften = (body: string, headers: Pick<Headers, "get">): Error => {
  const said = Refused.safeParse(json(body)).data;
  const seconds = said?.retry_after ?? secondsIn(headers.get("retry-after"));
  const isGlobal = said === undefined || said.global || headers.get("x-ratelimit-global") === "true";
  return new TooOften({
    retryAfterMs: seconds === null ? null : Math.ceil(seconds * 1_000),
    scope: isGlobal ? "all" : "lane",
    code: said?.code === undefined ? null : String(said.code),
  });
};

const json = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};

const secondsIn = (header: string | null): number | null =>
  header !== null && /^\d+(?:\.\d+)?$/.test(header) ? Number(header) : null;

/** Some things Discord counts come as a 429 with a code of their own, and concern one message only. */
const tooOftenFault = ({ code, retryAfterMs, scope }: TooOften, asked: Asked): DiscordFault =>
  code !== null && isKnown(code)
    ? known(code, asked, { message: "", retryAfterMs })
    : rateFault(asked, { retryAfterMs, scope });

const rateFault = (
  { what }: Asked,
  { retryAfterMs, scope }: { readonly retryAfterMs: number | null; readonly scope: RestScope },
): DiscordFault =>
  new DiscordFault(`Discord wants ${what} less often`, {
    code: "429",
    kind: "rate",
    retryable: true,
    retryAfterMs: retryAfterMs === null ? null : Math.ceil(retryAfterMs),
    scope,
  });
