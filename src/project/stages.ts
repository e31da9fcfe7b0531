import { changeStage, changeStep, stageOf, stepOf, type Draft, type StepName } from "./draft.ts";
import { complete } from "./ending.ts";
import { isOver, nextStep, workingAt } from "./next-step.ts";
import { askForBudget, orderRun } from "./runs.ts";
import { skipUnwanted } from "./skipping.ts";
import { openTalk } from "./talking.ts";

/** Starts the next steps if the project may: it is running, not more agents are at work than the workflow allows, and everything a step needs is done. */
export const startNext = (draft: Draft): Draft => {
  if (draft.project.status !== "running") return draft;
  const judged = skipUnwanted(draft);
  return judged.project.stages.every(isOver) ? complete(judged) : startFree(judged);
};

const startFree = (draft: Draft): Draft => {
  const { project } = draft;
  const next = nextStep(project);
  if (next === null) return draft;
  const started = startStep(draft, next);
  // Where people were asked for money, what else could start would ask for more of it.
  return workingAt(started.project) > workingAt(project) ? startFree(started) : started;
};

/** Starts one more attempt of a step, unless the budget forbids it; then people are asked. */
const startStep = (draft: Draft, at: StepName): Draft => {
  const stage = stageOf(draft.project, at.stage);
  const specBefore = stage.state === "waiting" ? draft.project.spec.version : stage.specBefore;
  const active = changeStage(draft, at.stage, { state: "active", specBefore });
  const asked = askForBudget(active, at);
  if (asked !== null) return asked;
  const opened = at.step === "talk" ? openTalk(active, at.stage) : active;
  const attempt = stepOf(draft.project, at).attempt + 1;
  const running = changeStep(opened, at, {
    state: "running",
    attempt,
    tries: 0,
    startedAt: draft.at,
    doneAt: null,
  });
  return orderRun(running, at);
};
