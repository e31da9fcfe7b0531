import { runStep } from "#src/agent/step.ts";
import type { Project } from "#src/project/project.ts";
import { StepFailure, StepResult } from "#src/project/result.ts";
import { memoryBodies } from "../fakes/memory-bodies.ts";
import { memoryCalls } from "../fakes/memory-calls.ts";
import { runOrder, sampleProject } from "../fakes/sample-project.ts";
import { scriptedModel, type ScriptedStep } from "../fakes/scripted-model.ts";

/** A signal that is never aborted. */
export const never = new AbortController().signal;

/** The sample project with a scripted model and fresh memory. */
export const world = async (steps: readonly ScriptedStep[], change: Partial<Project> = {}) => {
  const bodies = memoryBodies();
  const parts = { model: scriptedModel(steps), calls: memoryCalls(), bodies };
  return { parts, project: await sampleProject(bodies, change) };
};

/** The order to write the requirements. */
export const analyze = runOrder("analyze", "produce");
/** The order to judge the requirements and plan the design. */
export const designPlan = runOrder("design", "plan");

/** Runs a step that must succeed; its first file comes along as text. */
export const done = async (
  steps: readonly ScriptedStep[],
  effect = analyze,
  change: Partial<Project> = {},
): Promise<{ result: StepResult; file: string; prompt: string }> => {
  const { parts, project } = await world(steps, change);
  const outcome = await runStep(parts, { project, effect }, never);
  if (outcome.type !== "done") throw new Error(outcome.failure.message);
  const [first] = outcome.result.files;
  if (first === undefined) throw new Error("no file");
  return {
    result: StepResult.parse(outcome.result),
    file: await parts.bodies.get(first.body),
    prompt: parts.model.requests[0]?.prompt ?? "",
  };
};

/** Runs a step that must fail. */
export const failed = async (
  steps: readonly ScriptedStep[],
  effect = analyze,
  change: Partial<Project> = {},
) => {
  const { parts, project } = await world(steps, change);
  const outcome = await runStep(parts, { project, effect }, never);
  if (outcome.type !== "failed") throw new Error("it did not fail");
  return { failure: StepFailure.parse(outcome.failure), requests: parts.model.requests };
};
