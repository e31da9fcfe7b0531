import { BotArmyError } from "../errors.ts";
import { taskOf } from "../project/draft.ts";
import type { Effect } from "../project/effect.ts";
import type { Project, Stage } from "../project/project.ts";
import type { StagePlan, StepPlan } from "../project/workflow.ts";

/** One step that an agent is to do now, with all that the project says about it. */
export interface Assignment {
  readonly project: Project;
  readonly stage: Stage;
  readonly plan: StagePlan;
  readonly step: "plan" | "produce";
  /** The step's file, template and sections. */
  readonly task: StepPlan;
  readonly attempt: number;
  /** What the agent is to judge before it plans: the results handed to it, the brief, or nothing. */
  readonly judges: "handover" | "brief" | "nothing";
}

/** The order to run one step. */
export type RunStep = Extract<Effect, { type: "runStep" }>;

/** What an order means for its project. Throws BotArmyError `stage-unknown` for a stage the workflow does not have. */
export const assignmentOf = (project: Project, order: RunStep): Assignment => {
  const index = project.workflow.stages.findIndex((candidate) => candidate.id === order.stage);
  const plan = project.workflow.stages[index];
  const stage = project.stages.find((candidate) => candidate.id === order.stage);
  if (plan === undefined || stage === undefined) {
    throw new BotArmyError(
      "stage-unknown",
      `${project.id} has no stage ${order.stage}; its workflow is ${project.workflow.name}`,
    );
  }
  const { step, attempt } = order;
  if (step === "talk") throw new Error(`a turn of a talk in ${order.stage} is no assignment to write`);
  return {
    project,
    stage,
    plan,
    step,
    task: taskOf(project, order),
    attempt,
    judges: judgesOf(plan, step, index),
  };
};

const judgesOf = (plan: StagePlan, step: "plan" | "produce", index: number): Assignment["judges"] => {
  if (step === "produce") return "nothing";
  if (plan.needs.length > 0) return "handover";
  return index === 0 ? "brief" : "nothing";
};
