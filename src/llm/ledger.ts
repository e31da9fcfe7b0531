import type { Spent } from "../errors.ts";
import type { ModelRequest, ModelResponse } from "../ports.ts";
import type { Ended } from "./attempt.ts";
import type { Cost, Prices } from "./prices.ts";
import { remedies } from "./remedies.ts";
import { nameOf, type Attempt, type Route } from "./route.ts";
import { mostTokens } from "./tokens.ts";

/** One attempt, with what is known of it around. */
export interface Entry {
  readonly request: ModelRequest;
  readonly route: Route;
  readonly nth: number;
  readonly ended: Exclude<Ended, { type: "closed" }>;
  readonly endedAt: number;
  /** Why this route was asked and not the first one; null for the first one. */
  readonly reason: string | null;
}

/** The line of the ledger for an attempt: what it used and what that costs. */
export const attemptOf = (entry: Entry, prices: Prices): Attempt => {
  const { request, route, nth, ended, endedAt } = entry;
  const { project, agent, stage, step, attempt } = request.about;
  return {
    key: request.key,
    project,
    agent,
    stage,
    step,
    attempt,
    nth,
    provider: route.provider,
    model: route.model,
    ...spentOn(entry, prices),
    ms: endedAt - ended.startedAt,
    ...outcomeOf(entry),
  };
};

type Money = Pick<Attempt, "tokensIn" | "tokensCached" | "tokensWritten" | "tokensOut" | "usd" | "known">;

/** Nothing was used, or nobody told what. */
const nothing = { tokensIn: 0, tokensCached: 0, tokensWritten: 0, tokensOut: 0, usd: 0 };

const spentOn = ({ request, route, ended }: Entry, prices: Prices): Money => {
  const priced = { route, prices, at: ended.startedAt };
  switch (ended.type) {
    case "answer":
      return answerCost(ended.response, priced);
    case "fault": {
      const { kind, usage } = ended.error;
      return kind === "timeout" && usage === null
        ? mostCost(request, priced)
        : faultCost(ended.error, priced);
    }
    case "broken-off":
      return mostCost(request, priced);
  }
};

/** Who was not listened to any longer may have gone on writing, and charge for it: the most that it may be. */
const mostCost = (request: ModelRequest, { route, prices, at }: Priced): Money => {
  const tokens = mostTokens(request);
  const usd = prices.worstCase(nameOf(route), tokens, at);
  return { ...nothing, tokensIn: tokens.inputTokens, tokensOut: tokens.outputTokens, usd, known: false };
};

interface Priced {
  readonly route: Route;
  readonly prices: Prices;
  readonly at: number;
}

/** The price of the model that answered, else of the one that was asked: an alias may stand for a name that no table has. */
const answerCost = (
  { usage, model, tokensCached = 0, tokensWritten = 0 }: ModelResponse,
  { route, prices, at }: Priced,
): Money => {
  const { tokensIn, tokensOut } = usage;
  const tokens = { tokensIn, tokensCached, tokensWritten, tokensOut };
  const cost = [model, nameOf(route)]
    .map((name) => prices.costOf(tokens, name, at))
    .reduce((answered, asked) => (answered.known ? answered : asked));
  return { ...tokens, ...told(usage.usd, cost) };
};

const faultCost = (
  { kind, usage }: { readonly kind: keyof typeof remedies; readonly usage: Spent | null },
  { route, prices, at }: Priced,
): Money => {
  if (usage === null) return { ...nothing, known: !remedies[kind].mayCost };
  const { tokensIn, tokensOut } = usage;
  const cost = prices.costOf({ tokensIn, tokensOut }, nameOf(route), at);
  return { ...nothing, tokensIn, tokensOut, ...told(usage.usd, cost) };
};

/** Some providers tell the price themselves. */
const told = (usd: number | null, cost: Cost): Cost => (usd === null ? cost : { usd, known: true });

const outcomeOf = ({ ended, reason }: Entry): Pick<Attempt, "outcome" | "reason"> => {
  switch (ended.type) {
    case "answer":
      return { outcome: endings[ended.response.stop ?? "end"], reason };
    case "fault":
      return { outcome: ended.error.kind, reason: ended.error.message };
    case "broken-off":
      return { outcome: "aborted", reason: ended.error instanceof Error ? ended.error.message : null };
  }
};

const endings = { end: "answered", "max-tokens": "cut-off", refusal: "refused" } as const;
