import type { AskParts } from "../llm/ask.ts";
import type { Bodies } from "../ports.ts";
import type { StepFailure, StepResult } from "../project/result.ts";
import type { Desk } from "./desk.ts";

/** What a step needs from outside. */
export interface AgentParts extends AskParts {
  readonly bodies: Bodies;
  /** Told the answer so far, by models that stream. */
  readonly onText?: (textSoFar: string) => void;
  /** Kept from step to step. */
  readonly desk?: Desk;
}

/** How a step ended. Both count the tokens that were used. */
export type StepOutcome =
  | { readonly type: "done"; readonly result: StepResult }
  | { readonly type: "failed"; readonly failure: StepFailure };
