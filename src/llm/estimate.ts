import type { Tokens } from "./price-table.ts";
import type { Cost } from "./prices.ts";

/** Most tokens of one call: its prompt and its answer. */
export interface CallLimits {
  readonly input: number;
  readonly output: number;
}

/** A stage that will run, with what its two steps may use. */
export interface PlannedStage {
  readonly id: string;
  readonly agent: string;
  readonly plan: CallLimits;
  readonly produce: CallLimits;
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

/** Role, instructions and the form of the answer: what a prompt has besides documents. */
const framingTokens = 1_500;
/** A short answer, as a share of the longest one. */
const shortAnswer = 0.1;
/** Times a step runs when things go badly: once more after an objection or a change that people ask for. */
const rounds = 2;

/**
 * Low: every step runs once, reads the brief only, answers in a tenth of what it may, and nothing comes from a cache. High: every
 * step uses all it may, has all of its prompt written to a cache, and is done a second time. More rounds, or people who raise limits, cost more; the budget stops them.
 */
export const estimateRun = (run: {
  readonly stages: readonly PlannedStage[];
  readonly briefTokens: number;
  /** What tokens of one call cost with the agent's first model. */
  readonly priceFor: (agent: string) => (tokens: Tokens) => Cost;
}): Estimate => {
  const stages = run.stages.map((stage) => {
    const price = run.priceFor(stage.agent);
    const steps = [stage.plan, stage.produce];
    const low = steps.map((limits) => amountOf(shortCall(limits, run.briefTokens), price));
    const high = steps.flatMap((limits) =>
      Array.from({ length: rounds }, () => amountOf(fullCall(limits), price)),
    );
    return { id: stage.id, low: sum(low), high: sum(high), known: high.every(({ known }) => known) };
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

const amountOf = (tokens: Tokens, price: (tokens: Tokens) => Cost): Amount & { readonly known: boolean } => ({
  tokens: tokens.tokensIn + tokens.tokensOut,
  ...price(tokens),
});

const sum = (amounts: readonly Amount[]): Amount => ({
  tokens: amounts.reduce((total, { tokens }) => total + tokens, 0),
  usd: amounts.reduce((total, { usd }) => total + usd, 0),
});
