import { needOf, overBudget, type Need } from "./budget.ts";
import { cheaper } from "./choices.ts";
import {
  change,
  changeStage,
  changeStep,
  order,
  planOf,
  stageOf,
  type Draft,
  type StepName,
} from "./draft.ts";
import { complete } from "./ending.ts";
import { raise } from "./escalations.ts";
import type { Project, Stage } from "./project.ts";
import { spend } from "./spending.ts";

/** Starts the next step if the project may: it is running, no other agent is at work, and everything the step needs is done. */
export const startNext = (draft: Draft): Draft => {
  const { project } = draft;
  if (project.status !== "running" || isWorking(project)) return draft;
  if (project.stages.every((stage) => stage.state === "done")) return complete(draft);
  const next = nextStep(project);
  return next === null ? draft : startStep(draft, next);
};

/** Starts one more attempt of a step, unless the budget forbids it; then people are asked. */
const startStep = (draft: Draft, at: StepName): Draft => {
  const stage = stageOf(draft.project, at.stage);
  const specBefore = stage.state === "waiting" ? draft.project.spec.version : stage.specBefore;
  const active = changeStage(draft, at.stage, { state: "active", specBefore });
  const asked = askForBudget(active, at);
  if (asked !== null) return asked;
  const attempt = stage[at.step].attempt + 1;
  const running = changeStep(active, at, {
    state: "running",
    attempt,
    tries: 0,
    startedAt: draft.at,
    doneAt: null,
  });
  return orderRun(running, at);
};

/** Asks people when the budget does not cover one more run of a step; null when it does. */
export const askForBudget = (draft: Draft, at: StepName): Draft | null => {
  const { title } = planOf(draft.project, at.stage);
  const over = overBudget(draft.project, needOf(draft.project, at.stage));
  if (over === null) return null;
  return raise(draft, {
    kind: "budget",
    at,
    title: `The budget does not cover ${title}`,
    context: `${over}.`,
    also: canSave(draft.project, at.stage) ? [cheaper] : [],
  });
};

/** Are dollars the limit, and would cheaper models fit under it? */
const canSave = (project: Project, stage: string): boolean => {
  const saving = { ...project, settings: { ...project.settings, saving: true } };
  return !project.settings.saving && overBudget(saving, needOf(saving, stage)) === null;
};

/** Orders the run of a step that is marked as running, and reserves its tokens. `notBefore` delays it after a technical fault. */
export const orderRun = (draft: Draft, at: StepName, notBefore = 0): Draft => {
  const { project } = draft;
  // The work lane keeps its order, so that the newest write is the last one to be done.
  const write = project.outbox.findLast((effect) => effect.type === "writeArtifact");
  const attempt = stageOf(project, at.stage)[at.step].attempt;
  const plan = planOf(project, at.stage);
  const timeoutMs = project.settings.stepTimeoutMs ?? plan.timeoutMs;
  const need = needOf(project, at.stage);
  const reserved = reserve(draft, need);
  return order(
    reserved,
    { type: "runStep", ...at, attempt, timeoutMs, maxUsd: need.usd },
    { after: write === undefined ? [] : [write.id], notBefore },
  );
};

/** Ends the run of a step without judging its outcome: the order is withdrawn and its reservation given back. */
export const stopRun = (draft: Draft, at: StepName): Draft => {
  const { project } = draft;
  const running = project.outbox.find((effect) => effect.type === "runStep" && isAt(effect, at));
  if (running?.type !== "runStep") return draft;
  const outbox = project.outbox.filter((effect) => effect.type !== "runStep" || !isAt(effect, at));
  const tokens = planOf(project, at.stage).maxTokens;
  return reserve(change(draft, { outbox }), { tokens: -tokens, usd: -running.maxUsd });
};

/** Takes back a run that may be under way. Its call may have been charged, and nobody will tell: the most it may have used counts. */
const abandonRun = (draft: Draft, at: StepName): Draft => {
  const running = draft.project.outbox.find((effect) => effect.type === "runStep" && isAt(effect, at));
  if (running?.type !== "runStep") return draft;
  const stopped = stopRun(draft, at);
  // Scripted agents cost nothing, and a run that waits for its next try asks nobody.
  if (draft.project.quote === null || running.notBefore > draft.at) return stopped;
  const { maxTokens } = planOf(draft.project, at.stage);
  return spend(stopped, at.stage, { calls: 1, tokensIn: maxTokens, tokensOut: 0, usd: running.maxUsd });
};

/** Opens a step again, and the stage with it: it will run with the next attempt number. */
export const reopen = (draft: Draft, at: StepName): Draft =>
  changeStage(changeStep(stopRun(draft, at), at, { state: "waiting" }), at.stage, { state: "active" });

/** Sets stages back to their beginning. Artifacts are kept, marked as superseded. */
export const reset = (draft: Draft, stages: readonly string[]): Draft => {
  const begun = stages.reduce((next, id) => resetStage(next, id), draft);
  return change(begun, {
    artifacts: begun.project.artifacts.map((artifact) =>
      stages.includes(artifact.stage) ? { ...artifact, superseded: true } : artifact,
    ),
  });
};

/** Is an agent at work? At most one is. */
const isWorking = (project: Project): boolean => project.outbox.some((effect) => effect.type === "runStep");

const nextStep = (project: Project): StepName | null => {
  const open = project.stages.filter((stage) => stage.state === "active" || stage.state === "waiting");
  const stage = open.find((candidate) => needsAreDone(project, candidate));
  if (stage === undefined) return null;
  return { stage: stage.id, step: stage.plan.state === "done" ? "produce" : "plan" };
};

const needsAreDone = (project: Project, stage: Stage): boolean =>
  planOf(project, stage.id).needs.every((need) => stageOf(project, need).state === "done");

const resetStage = (draft: Draft, id: string): Draft => {
  const stopped = abandonRun(abandonRun(draft, { stage: id, step: "plan" }), { stage: id, step: "produce" });
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

const reserve = (draft: Draft, { tokens, usd }: Need): Draft =>
  change(draft, {
    reservedTokens: Math.max(0, draft.project.reservedTokens + tokens),
    reservedUsd: Math.max(0, microDollars(draft.project.reservedUsd + usd)),
  });

/** Sums of fractions drift; a millionth of a dollar is finer than any price. */
const microDollars = (usd: number): number => Math.round(usd * 1_000_000) / 1_000_000;

const isAt = (effect: StepName, at: StepName): boolean =>
  effect.stage === at.stage && effect.step === at.step;
