import { tokensOf } from "./budget.ts";
import { clashOf, contradictionIn } from "./clashes.ts";
import type { CommandOf } from "./command.ts";
import type { Precedent } from "./conflict.ts";
import { openConflict, type Noticed } from "./conflicts.ts";
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
  stepOf,
  taskOf,
  type Draft,
  type StepName,
} from "./draft.ts";
import { raise } from "./escalations.ts";
import { cannotBeBeside } from "./file-places.ts";
import { gate, tooUnsure } from "./gates.ts";
import { judgeHandoff } from "./negotiation.ts";
import { notice } from "./notices.ts";
import type { Artifact, Project } from "./project.ts";
import { endStage, goesRound } from "./repeating.ts";
import type { FileRef, StepResult } from "./result.ts";
import { stopRun } from "./runs.ts";
import { mediated } from "./settling.ts";
import { patchSpec } from "./spec.ts";
import { spend, tellSwitches } from "./spending.ts";
import { startNext } from "./stages.ts";
import { stepFailed } from "./step-failed.ts";
import { heard } from "./talking.ts";
import { tellUntaken } from "./untaken.ts";

/** A step's result has come: it is written down, judged, and the work goes on or people are asked. */
export const stepDone = (draft: Draft, command: CommandOf<"stepDone">): Draft => {
  const { result } = command;
  const at: StepName = { stage: command.stage, step: command.step };
  const clash = clashOf(draft.project, at, result);
  // What is said in a talk changes nothing yet.
  const patch = at.step === "talk" ? [] : (clash?.fits ?? result.specPatch);
  const problem = problemOf(draft.project, patch, result);
  if (problem !== null)
    return stepFailed(draft, { ...command, type: "stepFailed", failure: misfit(result, problem) });
  const paid = tellSwitches(spend(stopRun(draft, at), at.stage, result.usage), result.switches);
  const kept = changeStep(paid, at, { state: "done", doneAt: draft.at, result: keptOf(result, at) });
  const { step } = at;
  if (step === "talk") return startNext(talked(kept, at.stage, result));
  const written = writeFiles(changeSpec(kept, patch, [at.stage]), { ...at, step }, result);
  const followed = tellFollowed(at.step === "produce" ? spendDirections(written, at) : written, at, result);
  const told = tellUntaken(followed, at, clash?.untaken ?? []);
  const precedents = command.precedents ?? [];
  return startNext(judge(told, at, { result, precedents, noticed: clash?.noticed ?? null }));
};

/** Why the result cannot be kept as it is, now that others may have changed the project meanwhile; null when it can. */
const problemOf = (
  { spec, artifacts }: Project,
  patch: Parameters<typeof patchSpec>[1],
  { files }: StepResult,
): string | null => {
  const patched = patchSpec(spec, patch);
  if ("problem" in patched) return `The spec patch does not apply: ${patched.problem}.`;
  for (const { path } of files) {
    const other = artifacts.find((one) => one.path !== path && cannotBeBeside(one.path, path));
    if (other !== undefined) return `The file ${path} cannot lie beside ${other.path}.`;
  }
  return null;
};

/** So much of what a plan says of itself is kept: the next step gets its evidence, not its words. */
const planSummary = 300;

/** Applied, listed, judged and logged now: the row need not carry it. */
const keptOf = (
  { contradictions: _c, followed: _f, turn: _t, ...result }: StepResult,
  { step }: StepName,
): StepResult => ({
  ...result,
  summary: step === "plan" ? result.summary.slice(0, planSummary) : result.summary,
  verdict: null,
  specPatch: [],
  files: [],
  dependsOn: [],
  checks: [],
});

/** A turn of a talk is over. When it was the last one about a conflict, the conflict is settled or people are asked. */
const talked = (draft: Draft, stage: string, result: StepResult): Draft => {
  const { draft: next, standing } = heard(draft, stage, result);
  const conflict = stageOf(next.project, stage).discussion?.conflict ?? null;
  return standing.type === "goes-on" || conflict === null ? next : mediated(next, conflict, standing);
};

/** A result, what its patch disputes, and what was decided before about that. */
interface Report {
  readonly result: StepResult;
  readonly precedents: readonly Precedent[];
  readonly noticed: Omit<Noticed, "precedents"> | null;
}

const judge = (draft: Draft, at: StepName, { result, precedents, noticed }: Report): Draft => {
  if (result.questions.length > 0) return askQuestions(draft, at, result);
  const conflict = noticed ?? contradictionIn(draft.project, at, result);
  if (conflict !== null) return openConflict(draft, { ...conflict, precedents });
  if (at.step === "plan") {
    const judged = judgeHandoff(draft, at, { ...result, precedents });
    const goesOn = stageOf(judged.project, at.stage).plan.state === "done";
    const doubt = tooUnsure(result, draft.project.settings);
    return doubt === null || !goesOn ? judged : stop(judged, at, { ...doubt, result });
  }
  // What the workflow does once more anyway is nothing to ask people about.
  const reason = goesRound(draft.project, at.stage)
    ? null
    : gate(result, planOf(draft.project, at.stage).gate, draft.project.settings);
  return reason === null ? endStage(draft, at.stage, result.checks) : stop(draft, at, { ...reason, result });
};

const stop = (
  draft: Draft,
  at: StepName,
  why: { readonly kind: "approval" | "low-confidence"; readonly reason: string; readonly result: StepResult },
): Draft => {
  const failed = why.result.checks
    .filter((check) => !check.passed)
    .map((check) => `- ${check.name}: ${check.detail}`);
  const title = `${nameOf(draft.project, stageOf(draft.project, at.stage).agent)}: ${taskOf(draft.project, at).file}`;
  const revisions = revisionsOf(draft.project, at);
  const revised = revisions < manyRevisions ? "" : ` It was revised ${revisions} times as you asked.`;
  return raise(draft, {
    kind: why.kind,
    at,
    title,
    // The summary comes last: it may be long, and stands in the document anyway.
    context: [`${why.reason}${revised}`, ...failed, "", why.result.summary].join("\n"),
    ...(revisions < manyRevisions ? {} : { approveAs: "Accept as it is" }),
  });
};

/** From so many revisions on, taking it as it is is offered in so many words. */
const manyRevisions = 3;

/** How often people had this step done again with their words. */
const revisionsOf = ({ escalations }: Project, at: StepName): number =>
  escalations.filter(
    ({ stage, step, decision }) => stage === at.stage && step === at.step && decision?.choice === "modify",
  ).length;

const askQuestions = (draft: Draft, at: StepName, result: StepResult): Draft => {
  const agent = nameOf(draft.project, stageOf(draft.project, at.stage).agent);
  const title =
    result.questions.length === 1
      ? `${agent} asks a question`
      : `${agent} asks ${result.questions.length} questions`;
  return raise(draft, { kind: "question", at, title, context: result.summary, questions: result.questions });
};

/** A step that leaves files behind. */
type WritingStep = StepName & { readonly step: "plan" | "produce" };

/** Orders one commit for the step, then the upload of each file once the commit is there. */
const writeFiles = (draft: Draft, at: WritingStep, result: StepResult): Draft => {
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
  readonly at: WritingStep;
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
  const { attempt } = stepOf(draft.project, origin.at);
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

/** What an agent was told, by people or by the project, is acknowledged in the thread. */
const tellFollowed = (draft: Draft, at: StepName, { followed = [] }: StepResult): Draft => {
  if (followed.length === 0) return draft;
  const name = nameOf(draft.project, stageOf(draft.project, at.stage).agent);
  const text = [`${name} on what it was told:`, ...followed.map((line) => `- ${line}`)].join("\n");
  return order(draft, { type: "post", message: notice(text.slice(0, 4_000)) });
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
  message: `${problem} ${tokensOf(result.usage)} tokens were used.`.slice(0, 1_000),
  retryable: true,
  retryAfterMs: null,
  usage: result.usage,
});
