import { needOf, overBudget, raisedBudget } from "./budget.ts";
import { direct } from "./directions.ts";
import {
  change,
  changeSpec,
  changeStage,
  changeStep,
  planOf,
  stageOf,
  type Draft,
  type StepName,
} from "./draft.ts";
import { cancel } from "./ending.ts";
import type { Decision, Escalation } from "./escalation.ts";
import { finishStage } from "./handoff.ts";
import { recordDecision } from "./record-decision.ts";
import { redo } from "./redo.ts";
import { rollBack } from "./rollback.ts";
import { reopen, startNext } from "./stages.ts";

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
      return judged(draft, at, decision);
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

/** Approve goes on, modify has the step redone with people's words, reject rolls the phase back. */
const judged = (draft: Draft, at: StepName, decision: Decision): Draft => {
  if (decision.choice === "approve") return accept(draft, at);
  if (decision.choice === "modify") return reopen(toAgent(draft, at, decision), at);
  const target = planOf(draft.project, at.stage).gate.rollbackTo;
  return rollBack(draft, target, `${decision.by.name} rejected it: ${decision.note}`);
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

/** The decision is written into the spec and binds both sides: this result is not negotiated again. */
const settled = (draft: Draft, escalation: Escalation, decision: Decision): Draft => {
  const at: StepName = { stage: escalation.stage, step: escalation.step };
  const author = planOf(draft.project, at.stage).needs.at(-1) ?? at.stage;
  const recorded = changeStage(changeSpec(draft, recordDecision(draft.project, at, decision)), author, {
    settled: true,
  });
  const receiver = stageOf(recorded.project, at.stage);
  const words = wordsOf(escalation, decision);
  if (decision.choice === "author") {
    return reopen(direct(recorded, { to: receiver.agent, text: words, by: decision.by.id }), at);
  }
  const { agent } = stageOf(recorded.project, author);
  return redo(direct(recorded, { to: agent, text: words, by: decision.by.id }), author, at);
};

const wordsOf = (escalation: Escalation, decision: Decision): string => {
  if (decision.choice === "modify") return `Decision: ${decision.note}`;
  const side = escalation.positions[decision.choice === "receiver" ? 0 : 1];
  const note = decision.note === "" ? "" : ` ${decision.note}`;
  return `Decision: the position of ${side?.agent ?? decision.choice} stands.${note} ${side?.text ?? ""}`
    .trim()
    .slice(0, 4_000);
};

const answered = (draft: Draft, escalation: Escalation, decision: Decision): Draft => {
  const at: StepName = { stage: escalation.stage, step: escalation.step };
  const { agent } = stageOf(draft.project, at.stage);
  const recorded = changeSpec(draft, recordDecision(draft.project, at, decision));
  const told = escalation.questions.reduce((next, question) => {
    const answer = decision.answers[question.id] ?? "none; decide yourself, say so, and do not ask again.";
    const text = `Question: ${question.text}\nAnswer: ${answer}`;
    return direct(next, { to: agent, text, by: decision.by.id });
  }, recorded);
  return reopen(told, at);
};

const tryAgain = (draft: Draft, at: StepName, decision: Decision): Draft => {
  const patient = decision.choice === "longer" ? change(draft, { settings: longer(draft, at) }) : draft;
  return reopen(decision.choice === "modify" ? toAgent(patient, at, decision) : patient, at);
};

const longer = (draft: Draft, at: StepName) => {
  const { settings } = draft.project;
  const now = settings.stepTimeoutMs ?? planOf(draft.project, at.stage).timeoutMs;
  return { ...settings, stepTimeoutMs: Math.min(now * 2, 86_400_000) };
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
  direct(draft, { to: stageOf(draft.project, at.stage).agent, text: decision.note, by: decision.by.id });
