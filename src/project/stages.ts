import { overBudget } from "./budget.ts";
import { complete } from "./ending.ts";
import {
  change,
  changeStage,
  changeStep,
  dependentsOf,
  order,
  planOf,
  stageOf,
  type Draft,
  type StepName,
} from "./draft.ts";
import { raise } from "./escalations.ts";
import type { Project, Stage } from "./project.ts";

/** Starts the next step if the project may: it is running, no other agent is at work, and everything the step needs is done. */
export const startNext = (draft: Draft): Draft => {
  const { project } = draft;
  if (project.status !== "running" || isWorking(project)) return draft;
  if (project.stages.every((stage) => stage.state === "done")) return complete(draft);
  const next = nextStep(project);
  return next === null ? draft : startStep(draft, next);
};

/** Starts one more attempt of a step, unless the budget forbids it; then people are asked. */
export const startStep = (draft: Draft, at: StepName): Draft => {
  const plan = planOf(draft.project, at.stage);
  const over = overBudget(draft.project, plan.maxTokens);
  if (over !== null) {
    return raise(draft, { kind: "budget", at, title: `The budget does not cover ${plan.title}`, context: `${over}.` });
  }
  const stage = stageOf(draft.project, at.stage);
  const attempt = stage[at.step].attempt + 1;
  const active = changeStage(draft, at.stage, {
    state: "active",
    specBefore: stage.state === "waiting" ? draft.project.spec.version : stage.specBefore,
  });
  const running = changeStep(active, at, { state: "running", attempt, tries: 0, startedAt: draft.at, doneAt: null, result: null });
  return orderRun(reserve(running, plan.maxTokens), at);
};

/** Orders the run of a step that is marked as running. `notBefore` delays it after a technical fault. */
export const orderRun = (draft: Draft, at: StepName, notBefore = 0): Draft => {
  const { project } = draft;
  const writes = project.outbox.filter((effect) => effect.type === "writeArtifact").map((effect) => effect.id);
  const attempt = stageOf(project, at.stage)[at.step].attempt;
  const timeoutMs = project.settings.stepTimeoutMs ?? planOf(project, at.stage).timeoutMs;
  return order(draft, { type: "runStep", ...at, attempt, timeoutMs }, { after: writes, notBefore });
};

/** Ends the run of a step without judging its outcome: the order is withdrawn and its reservation given back. */
export const stopRun = (draft: Draft, at: StepName): Draft => {
  const { project } = draft;
  const running = project.outbox.some((effect) => effect.type === "runStep" && isAt(effect, at));
  if (!running) return draft;
  const outbox = project.outbox.filter((effect) => effect.type !== "runStep" || !isAt(effect, at));
  return reserve(change(draft, { outbox }), -planOf(project, at.stage).maxTokens);
};

/** Opens a step again, and the stage with it: it will run with the next attempt number. */
export const reopen = (draft: Draft, at: StepName): Draft =>
  changeStage(changeStep(stopRun(draft, at), at, { state: "waiting" }), at.stage, { state: "active" });

/** Sets a stage and all that builds on it back to its beginning. Artifacts are kept, marked as superseded. */
export const resetFrom = (draft: Draft, stage: string): Draft => {
  const ids = [stage, ...dependentsOf(draft.project, stage)];
  const reset = ids.reduce((next, id) => resetStage(next, id), draft);
  return change(reset, {
    artifacts: reset.project.artifacts.map((artifact) =>
      ids.includes(artifact.stage) ? { ...artifact, superseded: true } : artifact,
    ),
  });
};

/** Is an agent at work? At most one is. */
export const isWorking = (project: Project): boolean => project.outbox.some((effect) => effect.type === "runStep");

const nextStep = (project: Project): StepName | null => {
  const open = project.stages.filter((stage) => stage.state === "active" || stage.state === "waiting");
  const stage = open.find((candidate) => needsAreDone(project, candidate));
  if (stage === undefined) return null;
  return { stage: stage.id, step: stage.plan.state === "done" ? "produce" : "plan" };
};

const needsAreDone = (project: Project, stage: Stage): boolean =>
  planOf(project, stage.id).needs.every((need) => stageOf(project, need).state === "done");

const resetStage = (draft: Draft, id: string): Draft => {
  const stopped = stopRun(stopRun(draft, { stage: id, step: "plan" }), { stage: id, step: "produce" });
  const { plan, produce } = stageOf(stopped.project, id);
  return changeStage(stopped, id, {
    state: "waiting",
    plan: { ...plan, state: "waiting", result: null },
    produce: { ...produce, state: "waiting", result: null },
    handovers: 0,
    objections: [],
    settled: false,
  });
};

const reserve = (draft: Draft, tokens: number): Draft =>
  change(draft, { reservedTokens: Math.max(0, draft.project.reservedTokens + tokens) });

const isAt = (effect: StepName, at: StepName): boolean => effect.stage === at.stage && effect.step === at.step;
