import { ProviderError } from "../errors.ts";
import type { Calls, Model, ModelRequest, ModelResponse } from "../ports.ts";
import type { Usage } from "../project/words.ts";
import { readJson, type Reading } from "./reading.ts";
import { sumUsage } from "./usage.ts";

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
}

/** How a question ended. `usage` counts every call made for it, also those recorded before a crash. */
export type Answer<T> =
  | { readonly type: "ok"; readonly value: T; readonly usage: Usage; readonly model: string }
  | { readonly type: "invalid"; readonly problem: string; readonly usage: Usage; readonly model: string }
  | { readonly type: "outage"; readonly error: ProviderError; readonly usage: Usage }
  | { readonly type: "aborted"; readonly reason: unknown; readonly usage: Usage };

/** A call that was answered, or why it was not. */
type Called =
  | { readonly type: "response"; readonly response: ModelResponse }
  | { readonly type: "outage"; readonly error: ProviderError }
  | { readonly type: "aborted"; readonly reason: unknown };

/**
 * Asks a model once, and once more when the answer cannot be used. A call recorded under its key is used instead of
 * being paid again; a new one is recorded before its result is looked at. Outages and aborts are answers, so that
 * what was already paid is never forgotten; any other error is a fault of ours and is thrown.
 */
export const ask = async <T>(
  parts: AskParts,
  question: Question<T>,
  signal: AbortSignal,
): Promise<Answer<T>> => {
  const first = await call(parts, question.request, signal);
  if (first.type !== "response") return { ...first, usage: sumUsage([]) };
  const reading = readAnswer(question, first.response);
  if (reading.ok) return ended(reading, [first.response]);
  const request = question.repair(first.response, reading.problem);
  if (request === null) return ended(reading, [first.response]);
  const second = await call(parts, request, signal);
  if (second.type !== "response") return { ...second, usage: first.response.usage };
  return ended(readAnswer(question, second.response), [first.response, second.response]);
};

const call = async (parts: AskParts, request: ModelRequest, signal: AbortSignal): Promise<Called> => {
  if (signal.aborted) return { type: "aborted", reason: signal.reason };
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
    if (signal.aborted) return { type: "aborted", reason: signal.reason };
    if (error instanceof ProviderError) return { type: "outage", error };
    throw error;
  }
};

const readAnswer = <T>(question: Question<T>, response: ModelResponse): Reading<T> => {
  const json = readJson(response.text);
  return json.ok ? question.read(json.value) : json;
};

const ended = <T>(
  reading: Reading<T>,
  responses: readonly [ModelResponse, ...ModelResponse[]],
): Answer<T> => {
  const usage = sumUsage(responses.map((response) => response.usage));
  const model = responses[0].model;
  return reading.ok
    ? { type: "ok", value: reading.value, usage, model }
    : { type: "invalid", problem: reading.problem, usage, model };
};
