import type { Model, ModelRequest } from "../ports.ts";
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

/** One attempt of one call: a line of the ledger. */
export interface Attempt {
  /** The key of the request. */
  readonly key: string;
  readonly project: string;
  readonly agent: string;
  readonly stage: string;
  readonly step: ModelRequest["about"]["step"];
  /** The attempt of the step. */
  readonly attempt: number;
  /** The attempt of this call, from 1 on. */
  readonly nth: number;
  readonly provider: string;
  readonly model: string;
  readonly tokensIn: number;
  readonly tokensCached: number;
  readonly tokensOut: number;
  readonly usd: number;
  /** False when the price is a guess, or when nobody said whether a failed attempt was charged. */
  readonly known: boolean;
  /** From the start of the attempt itself, waiting for its turn not counted. */
  readonly ms: number;
  /** `answered`, `cut-off`, `refused`, `aborted`, or the kind of fault. */
  readonly outcome: string;
  /** What went wrong, or why another route than the first was asked; null when all went as meant. */
  readonly reason: string | null;
}

export const nameOf = ({ provider, model }: Pick<Route, "provider" | "model">): string =>
  `${provider}/${model}`;
