import type { Model } from "../ports.ts";
import type { LedgerLine } from "../ports/ledger.ts";
import type { Breaker } from "./breaker.ts";
import type { Pace } from "./pace.ts";

/** One way to an answer: a provider's model, with what keeps us from asking it too much. Shared by all agents that use it. */
export interface Route {
  readonly provider: string;
  readonly model: string;
  /** One attempt, without any retry of its own. */
  readonly complete: Model["complete"];
  readonly pace: Pace;
  readonly breaker: Breaker;
}

/** One attempt of one call: a line of the ledger, before it has its time. */
export type Attempt = Omit<LedgerLine, "at">;

export const nameOf = ({ provider, model }: Pick<Route, "provider" | "model">): string =>
  `${provider}/${model}`;
