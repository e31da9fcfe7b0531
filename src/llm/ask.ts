import { ProviderError } from "../errors.ts";
import type { Calls, Model, ModelRequest, ModelResponse } from "../ports.ts";
import { sumUsage } from "../project/budget.ts";
import type { Usage } from "../project/words.ts";
import { readJson, type Reading } from "./reading.ts";

/** What asking needs: a model, and the record of paid calls. */
export interface AskParts {
  readonly model: Model;
  readonly calls: Calls;
}

/** One question to a model: how to read its answer, and how to ask again when the answer cannot be used. */
export interface Question<T> {
  readonly request: ModelRequest;
  /** Judges the JSON of an answer. Pure: it is run again when a recorded answer is used. */
  readonly read: (json: unknown) => Reading<T>;
  /** The one repair request, given the faulty response and its problem; null when there is no room for it. Its key must differ from the first one. */
  readonly repair: (response: ModelResponse, problem: string) => ModelRequest | null;
  /** Most tokens that the answer to the same request may have after so much was used; 0 when there is no room for another call. */
  readonly room: (spent: Usage) => number;
}

/** How a question ended. `usage` counts every call made for it, also those recorded before a crash and those that failed but were charged. */
export type Answer<T> =
  | ({ readonly type: "ok"; readonly value: T; readonly usage: Usage; readonly model: string } & Pick<
      ModelResponse,
      "switched"
    >)
  | { readonly type: "invalid"; readonly problem: string; readonly usage: Usage; readonly model: string }
  /** The model will not answer: a matter for people. `reason` is the beginning of what it said. */
  | { readonly type: "refused"; readonly reason: string; readonly usage: Usage; readonly model: string }
  | { readonly type: "outage"; readonly error: ProviderError; readonly usage: Usage }
  | { readonly type: "aborted"; readonly reason: unknown; readonly usage: Usage };

/** A call that was answered, or why it was not. */
type Called =
  | { readonly type: "response"; readonly response: ModelResponse }
  | { readonly type: "outage"; readonly error: ProviderError }
  | { readonly type: "aborted"; readonly reason: unknown; readonly mayHaveUsed: readonly Usage[] };

/**
 * Asks a model once, and once more when the answer cannot be used: with a longer answer allowed when it was cut off, else with what is
 * wrong with it. If that is no better, another provider is asked once, when there is one. A call recorded under its key is used
 * instead of being paid again; a new one is recorded before its result is looked at. Outages and aborts are answers, so that what was
 * already paid is never forgotten; any other error is a fault of ours and is thrown.
 */
export const ask = async <T>(
  parts: AskParts,
  question: Question<T>,
  signal: AbortSignal,
): Promise<Answer<T>> => {
  const paid: Usage[] = [];
  const answerTo = async (request: ModelRequest): Promise<Answered<T>> => {
    const called = await call(parts, request, signal);
    paid.push(...usageOf(called));
    if (called.type !== "response") return called;
    return { ...judge(question, called.response), response: called.response };
  };
  const total = (): Usage => sumUsage(paid);
  let answer = await answerTo(question.request);
  if (answer.type !== "invalid") return ended(answer, total());
  const second = secondRequest(question, answer, total());
  if (second !== null) answer = await answerTo(second);
  if (answer.type !== "invalid") return ended(answer, total());
  const third = thirdRequest(parts.model, question, { response: answer.response, spent: total() });
  const other = third === null ? answer : await answerTo(third);
  // Nobody counted on the third one: when it cannot be had, the problem is still the answer before it.
  return ended(other.type === "outage" ? answer : other, total());
};

/** What became of one call. */
type Answered<T> =
  | { readonly type: "ok"; readonly value: T; readonly response: ModelResponse }
  | { readonly type: "invalid"; readonly problem: string; readonly response: ModelResponse }
  | { readonly type: "refused"; readonly response: ModelResponse }
  | Exclude<Called, { type: "response" }>;

/** Longest reason of a refusal, in characters. */
const reasonLimit = 300;

const ended = <T>(answer: Answered<T>, usage: Usage): Answer<T> => {
  switch (answer.type) {
    case "ok":
      return { type: "ok", value: answer.value, usage, ...madeBy(answer.response) };
    case "invalid":
      return { type: "invalid", problem: answer.problem, usage, model: answer.response.model };
    case "refused": {
      const { text, model } = answer.response;
      return { type: "refused", reason: text.trim().slice(0, reasonLimit), usage, model };
    }
    case "outage":
    case "aborted":
      return { ...answer, usage };
  }
};

type Judged<T> =
  | { readonly type: "ok"; readonly value: T }
  | { readonly type: "invalid"; readonly problem: string }
  | { readonly type: "refused" };

const judge = <T>({ read }: Question<T>, { text, stop }: ModelResponse): Judged<T> => {
  if (stop === "refusal") return { type: "refused" };
  const json = readJson(text);
  const reading = json.ok ? read(json.value) : json;
  if (reading.ok) return { type: "ok", value: reading.value };
  return {
    type: "invalid",
    problem: stop === "max-tokens" ? `${cutOff} ${reading.problem}` : reading.problem,
  };
};

const cutOff = "The answer reached its token limit before its end.";

/** The same with a longer answer allowed when it was cut off: words about its broken JSON would help nobody. Null when there is no room. */
const secondRequest = <T>(
  { request, repair, room }: Question<T>,
  { response, problem }: { readonly response: ModelResponse; readonly problem: string },
  spent: Usage,
): ModelRequest | null => {
  if (response.stop !== "max-tokens") return repair(response, problem);
  const maxTokens = Math.min(request.maxTokens * 2, room(spent));
  return maxTokens > request.maxTokens ? { ...request, key: `${request.key}:repair`, maxTokens } : null;
};

/** The first request to another provider than the one that failed; null when there is none, or no room. */
const thirdRequest = <T>(
  model: Model,
  { request, room }: Question<T>,
  { response, spent }: { readonly response: ModelResponse; readonly spent: Usage },
): ModelRequest | null => {
  const maxTokens = Math.min(request.maxTokens, room(spent));
  const other = { ...request, key: `${request.key}:other`, avoid: response.model, maxTokens };
  return maxTokens > 0 && model.others?.(other) === true ? other : null;
};

/** Also a failed call may have been charged. */
const usageOf = (called: Called): readonly Usage[] => {
  if (called.type === "response") return [called.response.usage];
  if (called.type === "aborted") return called.mayHaveUsed;
  return called.error.usage !== null ? [called.error.usage] : [];
};

const call = async (parts: AskParts, request: ModelRequest, signal: AbortSignal): Promise<Called> => {
  if (signal.aborted) return { type: "aborted", reason: signal.reason, mayHaveUsed: [] };
  const recorded = await parts.calls.get(request.key);
  if (recorded !== undefined) return { type: "response", response: recorded };
  const called = await complete(parts.model, request, signal);
  if (called.type === "response") await parts.calls.put(request.key, called.response);
  return called;
};

/** The catch only sorts: an outage and an abort are expected outcomes here, everything else goes on up. */
const complete = async (model: Model, request: ModelRequest, signal: AbortSignal): Promise<Called> => {
  try {
    return { type: "response", response: await model.complete(request, signal) };
  } catch (error) {
    if (signal.aborted) {
      const used = await model.mostUsed?.(request);
      return { type: "aborted", reason: signal.reason, mayHaveUsed: used === undefined ? [] : [used] };
    }
    if (error instanceof ProviderError) return { type: "outage", error };
    throw error;
  }
};

const madeBy = ({ model, switched }: ModelResponse): Pick<ModelResponse, "model" | "switched"> => ({
  model,
  ...(switched === undefined ? {} : { switched }),
});
