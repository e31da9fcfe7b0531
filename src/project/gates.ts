import { percent } from "./numbers.ts";
import type { StepResult } from "./result.ts";
import type { EscalationKind } from "./words.ts";
import type { GateRule, Settings } from "./workflow.ts";

/** Why people are asked before the work goes on. */
export interface Stop {
  readonly kind: Extract<EscalationKind, "low-confidence" | "approval">;
  readonly reason: string;
}

/** Decides from the marks, the workflow and the settings whether a stage's result goes on; null when it does. */
export const gate = (result: StepResult, rule: GateRule, settings: Settings): Stop | null => {
  const doubt = tooUnsure(result, settings);
  if (doubt !== null) return doubt;
  if (settings.approvals === "none") return null;
  if (rule.approval === "always" || settings.approvals === "gates")
    return approval("This stage needs approval before it goes on.");
  if (result.confidence < settings.approveBelow) {
    return approval(
      `The agent's confidence is ${percent(result.confidence)}; below ${percent(settings.approveBelow)} people approve.`,
    );
  }
  if (result.quality < settings.qualityBelow) {
    return approval(
      `The checks give ${percent(result.quality)}; below ${percent(settings.qualityBelow)} people approve.`,
    );
  }
  return null;
};

/** A result the agent itself hardly believes in, in either step. */
export const tooUnsure = (result: StepResult, settings: Settings): Stop | null =>
  result.confidence >= settings.escalateBelow
    ? null
    : {
        kind: "low-confidence",
        reason: `The agent's confidence is ${percent(result.confidence)}, below ${percent(settings.escalateBelow)}.`,
      };

const approval = (reason: string): Stop => ({ kind: "approval", reason });
