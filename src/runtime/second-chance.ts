import type { Effect } from "../project/effect.ts";
import type { Project } from "../project/project.ts";

/**
 * Whether a person has said that this step should be tried again, and this is its first try since: then its model is asked at
 * once, even one that is left alone for a while. A step that is rolled back after such a word counts too: a person wants it.
 */
export const isSecondChance = (
  { escalations, stages }: Pick<Project, "escalations" | "stages">,
  { stage, step }: Pick<Extract<Effect, { type: "runStep" }>, "stage" | "step">,
): boolean => {
  const last = escalations.findLast((one) => one.stage === stage && one.step === step);
  const tries = stages.find(({ id }) => id === stage)?.[step]?.tries;
  return last?.decision?.choice === "retry" && tries === 0;
};
