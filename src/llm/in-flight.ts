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
 * A model that writes into the ledger that a call begins, before it begins. A call that began and never ended was under way
 * when the process died: nobody can tell whether it was charged, so the most it may have cost counts as spent, and the call is
 * made again only while that fits into what is reserved for it (`request.maxUsd`).
 */
export const withInFlight = (model: Model, parts: InFlightParts): Model => ({
  ...model,
  mostUsed: (request) => usageOf(parts.worstOf(request)),
  complete: async (request, signal) => {
    const worst = parts.worstOf(request);
    const lost = lostCalls(await parts.ledger.ofCall(request.key), request.key);
    const spent = Array.from({ length: lost }, () => usageOf(worst));
    const most = (lost + 1) * worst.usd;
    if (lost > 0 && request.maxUsd !== undefined && most > request.maxUsd)
      throw tooMuch(request, sumUsage(spent));
    await parts.ledger.add(beginning(request, worst, parts.now()));
    try {
      const response = await model.complete(request, signal);
      return { ...response, usage: sumUsage([...spent, response.usage]) };
    } catch (error) {
      if (lost === 0 || !(error instanceof ProviderError)) throw error;
      const usage = sumUsage([...spent, ...(error.usage === null ? [] : [error.usage])]);
      const { kind, retryable, retryAfterMs } = error;
      throw new ProviderError(error.message, { kind, retryable, retryAfterMs, usage });
    }
  },
});

/** How often this call began without an end: each beginning that no attempt follows before the next one. */
export const lostCalls = (lines: readonly LedgerLine[], key: string): number => {
  const own = lines.filter((line) => line.key === key).map(({ outcome }) => outcome === "begun");
  return own.filter((begun, i) => begun && own[i + 1] !== false).length;
};

const usageOf = ({ tokensIn, tokensOut, usd }: Worst): Usage => ({ calls: 1, tokensIn, tokensOut, usd });

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
    `The process ended while the model was answering, and nobody can tell whether that was charged. Up to ${dollars(usage.usd ?? 0)} may be spent of the ${dollars(request.maxUsd ?? 0)} reserved for this step.`,
    { kind: "quota", retryable: false, usage },
  );
