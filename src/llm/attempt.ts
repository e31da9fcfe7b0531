import { ProviderError } from "../errors.ts";
import type { ModelRequest, ModelResponse } from "../ports.ts";
import type { Usage } from "../project/words.ts";
import type { Pass } from "./breaker.ts";
import type { Permit } from "./pace.ts";
import { remedies, stayAwayMs } from "./remedies.ts";
import type { Route } from "./route.ts";
import { estimateTokens } from "./tokens.ts";

/** How one attempt on one route ended. `usage` has no price yet. */
export type Ended =
  | { readonly type: "answer"; readonly response: ModelResponse; readonly startedAt: number }
  | { readonly type: "fault"; readonly error: ProviderError; readonly startedAt: number }
  /** Aborted, or a fault of ours: to be thrown on. */
  | { readonly type: "broken-off"; readonly error: unknown; readonly startedAt: number }
  /** The way was closed while it waited for its turn: nothing was asked. */
  | { readonly type: "closed" };

/** One attempt to be made. */
export interface Try {
  readonly route: Route;
  readonly request: ModelRequest;
  /** Attempts this call has made on this route, this one included. */
  readonly attempts: number;
  readonly now: () => number;
}

/**
 * Waits for a turn, asks, and tells pace and breaker how it went. Returns however it ends; throws the signal's reason
 * only when aborted before anything was asked.
 */
export const attempt = async (one: Try, signal: AbortSignal): Promise<Ended> => {
  const { route, request, now } = one;
  const reserved = mostTokens(request);
  const permit = await turn(route, { project: request.about.project, tokens: reserved }, signal);
  const pass = permit === null || signal.aborted ? null : route.breaker.enter();
  if (permit === null || pass === null) {
    permit?.settle(0);
    signal.throwIfAborted();
    return { type: "closed" };
  }
  const startedAt = now();
  const ended = await asked(one, signal, startedAt);
  settle(ended, { permit, reserved });
  judge(one, ended, pass);
  return ended;
};

/** Null when the route closed meanwhile. */
const turn = async (
  { pace, breaker }: Route,
  call: { readonly project: string; readonly tokens: number },
  signal: AbortSignal,
): Promise<Permit | null> => {
  const closed = breaker.whenOpen();
  try {
    return await pace.take(call, AbortSignal.any([signal, closed]));
  } catch (error) {
    signal.throwIfAborted();
    if (closed.aborted) return null;
    throw error;
  }
};

/** The catch only sorts. A signal aborted with a ProviderError is a deadline: that is a fault of who did not answer. */
const asked = async (
  { route, request }: Try,
  signal: AbortSignal,
  startedAt: number,
): Promise<Exclude<Ended, { type: "closed" }>> => {
  try {
    return { type: "answer", response: await route.complete(request, signal), startedAt };
  } catch (error) {
    // A fault that came with the deadline knows more: who did not answer, and what was used.
    const cause: unknown = signal.aborted && !(error instanceof ProviderError) ? signal.reason : error;
    if (cause instanceof ProviderError) return { type: "fault", error: cause, startedAt };
    return { type: "broken-off", error: cause, startedAt };
  }
};

/** What nobody told is counted as what was reserved: it may have been used. */
const settle = (
  ended: Exclude<Ended, { type: "closed" }>,
  { permit, reserved }: { readonly permit: Permit; readonly reserved: number },
): void => {
  if (ended.type === "answer") return permit.settle(tokensIn(ended.response.usage));
  if (ended.type === "broken-off") return permit.settle(reserved);
  const { usage, kind } = ended.error;
  permit.settle(usage === null ? (remedies[kind].mayCost ? reserved : 0) : tokensIn(usage));
};

const judge = (
  { route, attempts, now }: Try,
  ended: Exclude<Ended, { type: "closed" }>,
  pass: Pass,
): void => {
  if (ended.type === "answer") return pass.succeeded();
  if (ended.type === "broken-off") return pass.released();
  const { kind, retryAfterMs } = ended.error;
  if (remedies[kind].blames) pass.failed(kind);
  else pass.released();
  const ms = stayAwayMs(kind, { retryAfterMs, attempts });
  if (ms <= 0) return;
  route.breaker.hold(kind, ms);
  if (remedies[kind].stayAway === "asked") route.pace.penalise(now() + ms);
};

/** The prompt and the longest possible answer. */
const mostTokens = ({ system, documents, prompt, schema, maxTokens }: ModelRequest): number => {
  const given = [system, prompt, JSON.stringify(schema.json), ...documents.map(({ text }) => text)];
  return given.reduce((sum, text) => sum + estimateTokens(text), maxTokens);
};

const tokensIn = (usage: Pick<Usage, "tokensIn" | "tokensOut">): number => usage.tokensIn + usage.tokensOut;
