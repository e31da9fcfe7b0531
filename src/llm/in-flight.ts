import { ProviderError } from "../errors.ts";
import type { Model, ModelRequest } from "../ports.ts";
import type { Ledger, LedgerLine } from "../ports/ledger.ts";
import { dollars, sumUsage } from "../project/budget.ts";
import type { Usage } from "../project/words.ts";

/** The most that a call may use: of which route, and what it would cost there. */
export interface Worst {
  readonly provider: string;
  readonly model: string;
  readonly tokensIn: number;
  readonly tokensOut: number;
  readonly usd: number;
}

/** What in-flight accounting needs. */
export interface InFlightParts {
  readonly ledger: Ledger;
  readonly now: () => number;
  readonly worstOf: (request: ModelRequest) => Worst;
}

/**
 * A model that writes into the ledger that a call begins, before it begins. A call that is made again was under way when the process
 * ended, and nothing of it was reported: what its attempts used counts as spent, and the most that it may have cost where nobody can
 * tell whether it was charged. It is made again only while that fits into what is reserved for it (`request.maxUsd`); if not, it
 * fails with what may be spent, and may be tried again when more is reserved.
 */
export const withInFlight = (model: Model, parts: InFlightParts): Model => ({
  ...model,
  mostUsed: async ({ key }) => {
    const runs = runsIn(await parts.ledger.ofCall(key));
    // Whoever asks has seen the last run end: nothing of it is unwritten.
    return sumUsage([...runs.slice(0, -1).flatMap(spentOn), ...runs.slice(-1).flatMap(toldOf)]);
  },
  complete: async (request, signal) => {
    const worst = parts.worstOf(request);
    const spent = runsIn(await parts.ledger.ofCall(request.key)).flatMap(spentOn);
    const before = sumUsage(spent);
    if (spent.length > 0 && request.maxUsd !== undefined && (before.usd ?? 0) + worst.usd > request.maxUsd)
      throw tooMuch(request, before);
    await parts.ledger.add(beginning(request, worst, parts.now()));
    try {
      const response = await model.complete(request, signal);
      return { ...response, usage: sumUsage([...spent, response.usage]) };
    } catch (error) {
      if (spent.length === 0 || !(error instanceof ProviderError)) throw error;
      const usage = sumUsage([...spent, ...(error.usage === null ? [] : [error.usage])]);
      const { kind, retryable, retryAfterMs } = error;
      throw new ProviderError(error.message, { kind, retryable, retryAfterMs, usage });
    }
  },
});

/** The lines of one run of a call: its beginning, and every attempt that ended. */
type Run = readonly LedgerLine[];

const runsIn = (lines: readonly LedgerLine[]): readonly Run[] => {
  const starts = lines.flatMap(({ outcome }, i) => (outcome === "begun" ? [i] : []));
  return starts.map((start, n) => lines.slice(start, starts[n + 1]));
};

/** After an attempt that ended so, a run makes no other one. */
const lastOutcomes = new Set(["answered", "cut-off", "refused", "aborted"]);

/** What a run used that the process did not survive. One more attempt may have been under way: its most is that of the beginning. */
const spentOn = (run: Run): readonly Usage[] => {
  const isWhole = lastOutcomes.has(run.at(-1)?.outcome ?? "");
  return [...toldOf(run), ...(isWhole ? [] : run.slice(0, 1).map(usageOf))];
};

/** What the attempts of a run used, as they were written down. */
const toldOf = (run: Run): readonly Usage[] =>
  run
    .slice(1)
    .filter(({ tokensIn, tokensOut }) => tokensIn + tokensOut > 0)
    .map(usageOf);

const usageOf = ({ tokensIn, tokensOut, usd }: LedgerLine): Usage => ({ calls: 1, tokensIn, tokensOut, usd });

const beginning = (request: ModelRequest, worst: Worst, at: number): LedgerLine => {
  const { project, agent, stage, step, attempt } = request.about;
  const { provider, model, tokensIn, usd } = worst;
  return {
    key: request.key,
    at,
    project,
    agent,
    stage,
    step,
    attempt,
    nth: 0,
    provider,
    model,
    tokensIn,
    tokensCached: 0,
    tokensWritten: 0,
    tokensOut: worst.tokensOut,
    usd,
    known: false,
    ms: 0,
    outcome: "begun",
    reason: null,
  };
};

const tooMuch = (request: ModelRequest, usage: Usage): ProviderError =>
  new ProviderError(
    `BotArmy ended while the model was answering. Up to ${dollars(usage.usd ?? 0)} may have been charged for that, and asking again could cost more than the ${dollars(request.maxUsd ?? 0)} reserved for this step.`,
    { kind: "quota", retryable: true, usage },
  );
