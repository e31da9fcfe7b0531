import {
  change,
  changeStage,
  changeStep,
  emptyStep,
  replaceStage,
  stageOf,
  type Draft,
  type StepName,
} from "./draft.ts";
import type { Step } from "./project.ts";
import { abandonRun, stopRun } from "./runs.ts";

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

/** Forgets how often a stage was repeated. */
export const withoutRounds = (draft: Draft, id: string): Draft => {
  const { rounds, ...stage } = stageOf(draft.project, id);
  return rounds === undefined ? draft : replaceStage(draft, stage);
};

const resetStage = (draft: Draft, id: string): Draft => {
  const stopped = (["plan", "talk", "produce"] as const).reduce(
    (next, step) => abandonRun(next, { stage: id, step }),
    draft,
  );
  const { discussion: _, talk, ...stage } = stageOf(stopped.project, id);
  return replaceStage(stopped, {
    ...stage,
    state: "waiting",
    plan: afresh(stage.plan),
    ...(talk === undefined ? {} : { talk: afresh(talk) }),
    produce: afresh(stage.produce),
    handovers: 0,
    objections: [],
    settled: false,
  });
};

/** Attempts count on, so that no result of an earlier one is taken. */
const afresh = (step: Step): Step => ({ ...emptyStep, attempt: step.attempt });
