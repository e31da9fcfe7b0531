import { ProviderError } from "../errors.ts";
import type { Clock, ModelRequest, ModelResponse } from "../ports.ts";
import type { Usage } from "../project/words.ts";
import type { Pass } from "./breaker.ts";
import { startDeadline } from "./deadline.ts";
import type { Permit } from "./pace.ts";
import { remedies, stayAwayMs } from "./remedies.ts";
import type { Route } from "./route.ts";
import { mostTokens } from "./tokens.ts";

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
  readonly clock: Clock;
  /** How long nothing new may come before it is given up, in milliseconds, and when it must end. Asked when the turn has come. */
  readonly patience: () => { readonly ms: number; readonly latest: number };
}

/** What may end an attempt: `waiting` as long as nothing is asked, `caller` at any time. */
export interface Signals {
  readonly waiting: AbortSignal;
  readonly caller: AbortSignal;
}

/**
 * Waits for a turn, asks, and tells pace and breaker how it went. Returns however it ends; throws the signal's reason
 * only when aborted before anything was asked.
 */
export const attempt = async (one: Try, { waiting, caller }: Signals): Promise<Ended> => {
  const { route, request, clock } = one;
  const { inputTokens, outputTokens } = mostTokens(request);
  const reserved = inputTokens + outputTokens;
  const permit = await turn(route, { project: request.about.project, tokens: reserved }, waiting);
  const pass = permit === null || waiting.aborted ? null : route.breaker.enter();
  if (permit === null || pass === null) {
    permit?.settle(0);
    waiting.throwIfAborted();
    return { type: "closed" };
  }
  const startedAt = clock.now();
  const ended = await asked(one, caller, startedAt);
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
  { route, request, clock, patience }: Try,
  caller: AbortSignal,
  startedAt: number,
): Promise<Exclude<Ended, { type: "closed" }>> => {
  const { signal, putBack, stop } = startDeadline(clock, patience(), caller);
  const onText = (text: string): void => {
    putBack();
    request.onText?.(text);
  };
  try {
    return { type: "answer", response: await route.complete({ ...request, onText }, signal), startedAt };
  } catch (error) {
    // A fault that came with the deadline knows more: who did not answer, and what was used.
    const cause: unknown = signal.aborted && !(error instanceof ProviderError) ? signal.reason : error;
    if (cause instanceof ProviderError) return { type: "fault", error: cause, startedAt };
    return { type: "broken-off", error: cause, startedAt };
  } finally {
    stop();
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
  { route, attempts, clock }: Try,
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
  if (remedies[kind].stayAway === "asked") route.pace.penalise(clock.now() + ms);
};

const tokensIn = (usage: Pick<Usage, "tokensIn" | "tokensOut">): number => usage.tokensIn + usage.tokensOut;
