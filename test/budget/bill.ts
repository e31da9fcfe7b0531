import { ownPrices, type Rates } from "#src/llm/prices.data.ts";

/** One request as the provider saw it: what it was asked, and how far it came. Counts are the provider's own. */
export interface Charge {
  /** Who started the project that it was made for. */
  readonly person: string;
  /** What it was made for, as `analyze.plan 1`: stage, step and attempt. */
  readonly task: string;
  readonly model: string;
  readonly at: number;
  /** All input; `cached` and `written` are parts of it. */
  readonly input: number;
  readonly cached: number;
  readonly written: number;
  /** Most output that was asked for. */
  readonly maxOutput: number;
  /** Output of the whole answer, or what was sent of it when it was cut off. */
  readonly output: number;
  /** `cut`: the provider broke off. `lost`: whoever asked was gone before the whole answer was sent. */
  readonly state: "waiting" | "streaming" | "answered" | "cut" | "lost";
}

/**
 * What the provider takes for a request, in US dollars. Of a lost one nobody knows how much was written before it was given up:
 * the most that can be charged for it is the longest answer it asked for.
 */
export const usdOf = (charge: Charge): number => {
  const { input, cached, written, maxOutput, output, state } = charge;
  const rates = ratesOf(charge);
  const plain = input - cached - written;
  const spoken = state === "answered" || state === "cut" ? output : maxOutput;
  const sum = plain * rates.input + cached * rates.cached + written * rates.written + spoken * rates.output;
  return sum / 1_000_000;
};

/** What the longest output that a call asked for costs. */
export const longestOutput = (charges: readonly Charge[]): number =>
  Math.max(0, ...charges.map((one) => (one.maxOutput * ratesOf(one).output) / 1_000_000));

/** Published rates of that day. Prompts here are too short for the higher rates of long ones. */
const ratesOf = ({ model, at }: Charge): Rates => {
  const day = new Date(at).toISOString().slice(0, 10);
  const found = ownPrices
    .filter((one) => one.model === model && (one.from ?? "") <= day)
    .toSorted((a, b) => (a.from ?? "").localeCompare(b.from ?? ""))
    .at(-1);
  if (found === undefined) throw new Error(`${model} has no published price`);
  return found.rates;
};
