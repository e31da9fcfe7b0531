import type { Tokens } from "./price-table.ts";
import type { Cost } from "./prices.ts";

/** Most tokens of one call: its prompt and its answer. */
export interface CallLimits {
  readonly input: number;
  readonly output: number;
}

/** A call that a stage makes, and how often: at least, when all goes well, and at most, before anything is done a second time. */
export interface PlannedCall {
  readonly agent: string;
  readonly limits: CallLimits;
  readonly atLeast: number;
  readonly atMost: number;
}

/** A stage that may run, with its calls. */
export interface PlannedStage {
  readonly id: string;
  readonly calls: readonly PlannedCall[];
}

/** Tokens in and out, and what they cost in US dollars. */
export interface Amount {
  readonly tokens: number;
  readonly usd: number;
}

/** From `low` to `high`. */
export interface Range {
  readonly low: Amount;
  readonly high: Amount;
}

/** What a run may cost, for people before they start it. */
export interface Estimate extends Range {
  readonly stages: readonly (Range & { readonly id: string })[];
  /** False when the price of a model is a guess. */
  readonly known: boolean;
}

/** Role, instructions and the form of the answer: what a prompt has besides documents. Measured on the shipped files: 3,300 to 3,900. */
const framingTokens = 3_500;
/** A short answer, as a share of the longest one. */
const shortAnswer = 0.1;
/** Times a call is made when things go badly: once more after an objection or a change that people ask for. */
const rounds = 2;

/**
 * Low: every call is made as seldom as it may be, reads the brief only, answers in a tenth of what it may, and nothing comes from a
 * cache. High: every call is made as often as it may be, uses all it may, has all of its prompt written to a cache, and is made a second
 * time. More rounds, or people who raise limits, cost more; the budget stops them.
 */
export const estimateRun = (run: {
  readonly stages: readonly PlannedStage[];
  readonly briefTokens: number;
  /** What tokens of one call of a stage cost with the first model that its agent is answered by. */
  readonly priceFor: (call: { readonly stage: string; readonly agent: string }) => (tokens: Tokens) => Cost;
}): Estimate => {
  const stages = run.stages.map(({ id, calls }) => {
    const priced = calls.map((call) => {
      const price = run.priceFor({ stage: id, agent: call.agent });
      return {
        low: times(amountOf(shortCall(call.limits, run.briefTokens), price), call.atLeast),
        high: times(amountOf(fullCall(call.limits), price), call.atMost * rounds),
      };
    });
    return {
      id,
      low: sum(priced.map(({ low }) => low)),
      high: sum(priced.map(({ high }) => high)),
      known: priced.every(({ high }) => high.known),
    };
  });
  return {
    stages: stages.map(({ id, low, high }) => ({ id, low, high })),
    low: sum(stages.map(({ low }) => low)),
    high: sum(stages.map(({ high }) => high)),
    known: stages.every(({ known }) => known),
  };
};

const shortCall = ({ input, output }: CallLimits, briefTokens: number): Tokens => ({
  tokensIn: Math.min(input, framingTokens + briefTokens),
  tokensOut: Math.ceil(output * shortAnswer),
});

const fullCall = ({ input, output }: CallLimits): Tokens => ({
  tokensIn: input,
  tokensWritten: input,
  tokensOut: output,
});

/** An amount, and whether its price is known. */
type Priced = Amount & { readonly known: boolean };

const amountOf = (tokens: Tokens, price: (tokens: Tokens) => Cost): Priced => ({
  tokens: tokens.tokensIn + tokens.tokensOut,
  ...price(tokens),
});

const times = ({ tokens, usd, known }: Priced, count: number): Priced => ({
  tokens: tokens * count,
  usd: usd * count,
  known,
});

const sum = (amounts: readonly Amount[]): Amount => ({
  tokens: amounts.reduce((total, { tokens }) => total + tokens, 0),
  usd: amounts.reduce((total, { usd }) => total + usd, 0),
});
