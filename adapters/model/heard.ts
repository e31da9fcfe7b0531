import type { ModelRequest, ModelResponse } from "#src/ports.ts";
import type { Usage } from "#src/project/words.ts";
import { Faulty, type Fault } from "./fault.ts";

/** Tokens as the provider counted them. `input` is all of it, read from a cache or written to it included. */
export interface Counts {
  readonly input: number;
  readonly cached: number;
  readonly written: number;
  readonly output: number;
}

/** How an answer ended. */
export type End = { readonly stop: NonNullable<ModelResponse["stop"]> } | { readonly fault: Fault };

/** What has come of an answer so far. */
export interface Heard {
  /** Empty until the provider names it. */
  readonly model: string;
  readonly text: string;
  /** Null until the provider tells. */
  readonly counts: Counts | null;
  /** Null as long as the provider has not said that it is over. */
  readonly end: End | null;
}

/** Before anything has come. */
export const nothingHeard: Heard = { model: "", text: "", counts: null, end: null };

/** What the answer amounts to. Throws `Faulty` when it was cut off, empty, or ended in a fault. */
export const responseOf = (
  heard: Heard,
  request: ModelRequest,
  { provider, model }: { provider: string; model: string },
): ModelResponse => {
  if (heard.end === null)
    throw new Faulty(
      heard === nothingHeard
        ? { kind: "bad-response", detail: "nothing in it could be read" }
        : { kind: "connection", detail: "it stopped before its end" },
    );
  if ("fault" in heard.end) throw new Faulty(heard.end.fault);
  const { stop } = heard.end;
  if (stop === "end" && heard.text.trim() === "")
    throw new Faulty({ kind: "bad-response", detail: "it is empty" });
  return {
    text: heard.text,
    model: `${provider}/${oneLine(heard.model) || model}`,
    usage: usageOf(heard, request) ?? estimateOf(heard, request),
    tokensCached: heard.counts?.cached ?? 0,
    tokensWritten: heard.counts?.written ?? 0,
    stop,
  };
};

/** What was used so far; null when the provider never said that it began. What it did not count is estimated. */
export const usageOf = (heard: Heard, request: ModelRequest): Usage | null => {
  if (heard === nothingHeard) return null;
  const estimate = estimateOf(heard, request);
  if (heard.counts === null) return estimate;
  const { input, output } = heard.counts;
  // Until the end, the count of the output is that of its beginning.
  const written = heard.end === null ? Math.max(output, estimate.tokensOut) : output;
  return { calls: 1, tokensIn: input, tokensOut: written, usd: null };
};

/** Rather too many than too few: English prose has above four characters a token, code and other languages have three. */
const charactersPerToken = 3;

const estimateOf = ({ text }: Heard, { system, documents, prompt, schema }: ModelRequest): Usage => {
  const given = [
    system,
    prompt,
    JSON.stringify(schema.json),
    ...documents.map((document) => document.name + document.text),
  ];
  return {
    calls: 1,
    tokensIn: Math.ceil(given.join("").length / charactersPerToken),
    tokensOut: Math.ceil(text.length / charactersPerToken),
    usd: null,
  };
};

/** A name goes into rows and messages, so it is short and has no line breaks. */
const oneLine = (name: string): string =>
  name
    .replace(/[\p{C}\s]+/gu, " ")
    .trim()
    .slice(0, 80);
