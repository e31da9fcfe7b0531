import { tokensOf } from "./budget.ts";
import type { CommandOf } from "./command.ts";
import {
  change,
  changeSpec,
  changeStep,
  nameOf,
  nextEffectId,
  order,
  planOf,
  say,
  stageOf,
  type Draft,
  type StepName,
} from "./draft.ts";
import { raise } from "./escalations.ts";
import { gate, tooUnsure } from "./gates.ts";
import { finishStage } from "./handoff.ts";
import { judgeHandoff } from "./negotiation.ts";
import type { Artifact } from "./project.ts";
import type { FileRef, StepResult } from "./result.ts";
import { patchSpec } from "./spec.ts";
import { spend, tellSwitches } from "./spending.ts";
import { startNext, stopRun } from "./stages.ts";
import { stepFailed } from "./step-failed.ts";

/** A step's result has come: it is written down, judged, and the work goes on or people are asked. */
export const stepDone = (draft: Draft, command: CommandOf<"stepDone">): Draft => {
  const { result } = command;
  const spec = patchSpec(draft.project.spec, result.specPatch);
  if ("problem" in spec)
    return stepFailed(draft, { ...command, type: "stepFailed", failure: misfit(result, spec.problem) });
  const at: StepName = { stage: command.stage, step: command.step };
  const kept = changeStep(
    tellSwitches(spend(stopRun(draft, at), at.stage, result.usage), result.switches),
    at,
    {
      state: "done",
      doneAt: draft.at,
      // Applied, listed, judged and logged now: the row need not carry it.
      result: { ...result, specPatch: [], files: [], dependsOn: [], checks: [] },
    },
  );
  const written = writeFiles(changeSpec(kept, result.specPatch), at, result);
  return startNext(judge(at.step === "produce" ? spendDirections(written, at) : written, at, result));
};

const judge = (draft: Draft, at: StepName, result: StepResult): Draft => {
  if (result.questions.length > 0) return askQuestions(draft, at, result);
  if (at.step === "plan") {
    const judged = judgeHandoff(draft, at, result);
    const goesOn = stageOf(judged.project, at.stage).plan.state === "done";
    const doubt = tooUnsure(result, draft.project.settings);
    return doubt === null || !goesOn ? judged : stop(judged, at, { ...doubt, result });
  }
  const reason = gate(result, planOf(draft.project, at.stage).gate, draft.project.settings);
  return reason === null ? finishStage(draft, at.stage) : stop(draft, at, { ...reason, result });
};

const stop = (
  draft: Draft,
  at: StepName,
  why: { readonly kind: "approval" | "low-confidence"; readonly reason: string; readonly result: StepResult },
): Draft => {
  const failed = why.result.checks
    .filter((check) => !check.passed)
    .map((check) => `- ${check.name}: ${check.detail}`);
  const title = `${nameOf(draft.project, stageOf(draft.project, at.stage).agent)}: ${planOf(draft.project, at.stage)[at.step].file}`;
  return raise(draft, {
    kind: why.kind,
    at,
    title,
    context: [why.reason, "", why.result.summary, "", ...failed].join("\n").trim(),
  });
};

const askQuestions = (draft: Draft, at: StepName, result: StepResult): Draft => {
  const agent = nameOf(draft.project, stageOf(draft.project, at.stage).agent);
  const title =
    result.questions.length === 1
      ? `${agent} asks a question`
      : `${agent} asks ${result.questions.length} questions`;
  return raise(draft, { kind: "question", at, title, context: result.summary, questions: result.questions });
};

/** Orders one commit for the step, then the upload of each file once the commit is there. */
const writeFiles = (draft: Draft, at: StepName, result: StepResult): Draft => {
  if (result.files.length === 0) return draft;
  const { agent } = stageOf(draft.project, at.stage);
  const commit = nextEffectId(draft);
  const title = `${planOf(draft.project, at.stage).title}: ${at.step === "plan" ? "execution plan" : "result"}`;
  const files = [...result.files];
  const ordered = order(draft, {
    type: "writeArtifact",
    step: `${at.stage}.${at.step}`,
    agent,
    title,
    files,
    dependsOn: result.dependsOn,
  });
  return files.reduce(
    (next, file) => addFile(next, file, { at, agent, commit, dependsOn: result.dependsOn }),
    ordered,
  );
};

interface Origin {
  readonly at: StepName;
  readonly agent: string;
  readonly commit: string;
  readonly dependsOn: readonly string[];
}

const addFile = (draft: Draft, file: FileRef, origin: Origin): Draft => {
  const old = draft.project.artifacts.find((artifact) => artifact.path === file.path);
  const artifact: Artifact = {
    ...file,
    stage: origin.at.stage,
    step: origin.at.step,
    agent: origin.agent,
    version: (old?.version ?? 0) + 1,
    dependsOn: [...origin.dependsOn],
    superseded: false,
    commit: null,
  };
  const artifacts = [...draft.project.artifacts.filter((one) => one !== old), artifact];
  const { attempt } = stageOf(draft.project, origin.at.stage)[origin.at.step];
  const said = say(change(draft, { artifacts }), {
    from: origin.agent,
    to: null,
    type: "artifact",
    attempt,
    content: {
      text: `${file.path} v${artifact.version}`,
      data: { path: file.path, version: artifact.version, ...file.body },
    },
  });
  return order(
    said,
    { type: "upload", path: file.path, version: artifact.version, body: file.body },
    { after: [origin.commit] },
  );
};

/** Directions given before the step began have been in its prompt. */
const spendDirections = (draft: Draft, at: StepName): Draft => {
  const { agent, produce } = stageOf(draft.project, at.stage);
  const begun = produce.startedAt ?? draft.at;
  const directions = draft.project.directions.filter(
    (one) => one.at > begun || (one.to !== null && one.to !== agent),
  );
  return change(draft, { directions });
};

const misfit = (result: StepResult, problem: string) => ({
  kind: "invalid-output" as const,
  message: `The spec patch does not apply: ${problem}. ${tokensOf(result.usage)} tokens were used.`.slice(
    0,
    1_000,
  ),
  retryable: true,
  retryAfterMs: null,
  usage: result.usage,
});
