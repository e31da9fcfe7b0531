import { needOf, overBudget, raisedBudget } from "./budget.ts";
import type { Conflict } from "./conflict.ts";
import { conflictsOf } from "./conflicts.ts";
import { direct } from "./directions.ts";
import {
  agentOf,
  change,
  changeSpec,
  changeStage,
  changeStep,
  nameOf,
  order,
  planOf,
  stageOf,
  type Draft,
  type StepName,
} from "./draft.ts";
import { cancel } from "./ending.ts";
import type { Decision, Escalation } from "./escalation.ts";
import { finishStage } from "./handoff.ts";
import { notice } from "./notices.ts";
import type { Project } from "./project.ts";
import { keptFor, recordDecision } from "./record-decision.ts";
import { reopen } from "./resetting.ts";
import { rollBack } from "./rollback.ts";
import { mediated, settle } from "./settling.ts";
import { startNext } from "./stages.ts";

/** Does what people decided. */
export const follow = (draft: Draft, escalation: Escalation, decision: Decision): Draft => {
  if (decision.choice === "cancel") return cancel(draft, decision.by.name, decision.note);
  return startNext(effectOf(draft, escalation, decision));
};

const effectOf = (draft: Draft, escalation: Escalation, decision: Decision): Draft => {
  const at: StepName = { stage: escalation.stage, step: escalation.step };
  switch (escalation.kind) {
    case "approval":
    case "low-confidence":
    case "loop":
      return judged(draft, escalation, decision);
    case "conflict":
      return settled(draft, escalation, decision);
    case "question":
      return answered(draft, escalation, decision);
    case "timeout":
    case "outage":
    case "invalid-output":
      return tryAgain(draft, at, decision);
    case "budget":
      return tryAgain(granted(draft, at, decision), at, decision);
  }
};

/** Approve goes on without further rounds, modify has the step redone with people's words, reject rolls the phase back. */
const judged = (draft: Draft, { stage, step }: Escalation, decision: Decision): Draft => {
  const at: StepName = { stage, step };
  if (decision.choice === "approve") return step === "talk" ? endTalk(draft, at) : accept(draft, at);
  if (decision.choice === "modify") return reopen(toAgent(bound(draft, at, decision), at, decision), at);
  const target = planOf(draft.project, at.stage).gate.rollbackTo;
  return rollBack(draft, target, `${decision.by.name} rejected it: ${decision.note}`);
};

/** What is meant for the whole project stands in the spec, where every agent reads it. */
const bound = (draft: Draft, at: StepName, decision: Decision): Draft => {
  if (decision.binding !== true) return draft;
  const patch = recordDecision(draft.project, at, decision);
  if (patch.length > 0) return changeSpec(draft, patch, keptFor(decision, at.stage));
  const agent = nameOf(draft.project, agentOf(draft.project, at));
  const text = `The spec has no room for this decision, so that only ${agent} is told it. Tell the others by \`AGENT: …\`.`;
  return order(draft, { type: "post", message: notice(text, { tone: "warning" }) });
};

/** A talk that goes round in circles ends as it stands; a conflict that it was to settle is for people then. */
const endTalk = (draft: Draft, at: StepName): Draft => {
  const { discussion } = stageOf(draft.project, at.stage);
  const ended = changeStep(changeStage(draft, at.stage, { state: "active" }), at, { state: "done" });
  if (discussion === undefined || discussion.conflict === null) return ended;
  return mediated(ended, discussion.conflict, { type: "open", proposal: "" });
};

/** A loop is accepted without a new result: the one before stands. */
const accept = (draft: Draft, at: StepName): Draft => {
  const valid = change(draft, {
    artifacts: draft.project.artifacts.map((artifact) =>
      artifact.stage === at.stage && artifact.step === at.step
        ? { ...artifact, superseded: false }
        : artifact,
    ),
  });
  const done = changeStep(changeStage(valid, at.stage, { state: "active" }), at, { state: "done" });
  return at.step === "produce" ? finishStage(done, at.stage) : done;
};

/** The decision is written into the spec and binds both sides: this is not disputed again. */
const settled = (draft: Draft, escalation: Escalation, decision: Decision): Draft => {
  const conflict =
    conflictsOf(draft.project).find(({ id }) => id === escalation.conflict) ??
    formerly(draft.project, escalation);
  const side = decision.choice === "receiver" || decision.choice === "author" ? decision.choice : "words";
  return settle(draft, conflict, { side, text: wordsOf(escalation, decision), decision });
};

/** Questions that were asked before conflicts were kept as such. */
const formerly = (project: Project, { id, stage, title, positions, raisedAt }: Escalation): Conflict => ({
  id: `c${id.slice(1)}`,
  kind: "handover",
  stage,
  step: "plan",
  author: planOf(project, stage).needs.at(-1) ?? stage,
  about: "",
  title,
  positions: positions.map((position) => ({ ...position, evidence: [] })),
  severity: "high",
  patch: [],
  precedents: [],
  raisedAt,
  state: "asked",
  outcome: null,
});

const wordsOf = (escalation: Escalation, decision: Decision): string => {
  if (decision.choice === "modify") return `Decision: ${decision.note}`;
  const side = escalation.positions[decision.choice === "receiver" ? 0 : 1];
  const note = decision.note === "" ? "" : ` ${decision.note}`;
  return `Decision: the position of ${side?.agent ?? decision.choice} stands.${note} ${side?.text ?? ""}`.trim();
};

const answered = (draft: Draft, escalation: Escalation, decision: Decision): Draft => {
  const at: StepName = { stage: escalation.stage, step: escalation.step };
  const { agent } = stageOf(draft.project, at.stage);
  const recorded = changeSpec(draft, recordDecision(draft.project, at, decision), [at.stage]);
  const told = escalation.questions.reduce((next, question) => {
    const answer = decision.answers[question.id] ?? "none; decide yourself, say so, and do not ask again.";
    const text = `Question: ${question.text}\nAnswer: ${answer}`;
    return direct(next, { to: agent, text, by: decision.by.id });
  }, recorded);
  return reopen(told, at);
};

const tryAgain = (draft: Draft, at: StepName, decision: Decision): Draft => {
  const patient = decision.choice === "longer" ? change(draft, { settings: longer(draft, at) }) : draft;
  if (decision.choice !== "modify") return reopen(patient, at);
  return reopen(toAgent(bound(patient, at, decision), at, decision), at);
};

/** What holds for all stages then leaves none of them less time than it had. */
const longer = (draft: Draft, at: StepName) => {
  const { settings, workflow } = draft.project;
  const now = settings.stepTimeoutMs ?? planOf(draft.project, at.stage).timeoutMs;
  const longest = settings.stepTimeoutMs ?? Math.max(...workflow.stages.map(({ timeoutMs }) => timeoutMs));
  return { ...settings, stepTimeoutMs: Math.min(Math.max(now * 2, longest), 86_400_000) };
};

/** A budget that somebody has raised by hand meanwhile stays as it was set. */
const granted = (draft: Draft, at: StepName, decision: Decision): Draft => {
  if (decision.choice === "cheaper")
    return change(draft, { settings: { ...draft.project.settings, saving: true } });
  const need = needOf(draft.project, at.stage);
  if (overBudget(draft.project, need) === null) return draft;
  return change(draft, {
    settings: { ...draft.project.settings, ...raisedBudget(draft.project, need) },
  });
};

const toAgent = (draft: Draft, at: StepName, decision: Decision): Draft =>
  direct(draft, { to: agentOf(draft.project, at), text: decision.note, by: decision.by.id });
