import { choicesFor } from "./choices.ts";
import { reminded, reminderAt } from "./deadlines.ts";
import {
  agentOf,
  change,
  changeStage,
  changeStep,
  nameOf,
  order,
  orderEdit,
  say,
  stageOf,
  stepOf,
  type Draft,
  type StepName,
} from "./draft.ts";
import type { Decision, Escalation } from "./escalation.ts";
import { notice } from "./notices.ts";
import type { Question } from "./result.ts";
import type { EscalationKind, Priority } from "./words.ts";

/** Most characters of an escalation's context; the schema has the same limit. */
const contextLimit = 4_000;

/** What is asked, without what every escalation has. */
export interface Ask {
  readonly kind: EscalationKind;
  readonly at: StepName;
  readonly title: string;
  readonly context: string;
  readonly priority?: Priority;
  readonly questions?: readonly Question[];
  readonly positions?: Escalation["positions"];
  /** The conflict that people are to decide. */
  readonly conflict?: string;
  /** Choices besides those of the kind, put before the last one. */
  readonly also?: Escalation["choices"];
  /** What the choice `approve` is called, where that is not its usual label. */
  readonly approveAs?: string;
}

/** Blocks a step until people decide: nothing that depends on it starts meanwhile. */
export const raise = (draft: Draft, ask: Ask): Draft => {
  const { project, at } = draft;
  const questions = [...(ask.questions ?? [])];
  const escalation: Escalation = {
    id: `e${project.escalations.length + 1}`,
    kind: ask.kind,
    ...ask.at,
    rev: 1,
    state: "open",
    priority: ask.priority ?? usualPriority[ask.kind],
    title: ask.title.slice(0, 200),
    context: shortened(ask.context),
    choices: choicesOf(ask),
    questions,
    positions: ask.positions ?? [],
    ...(ask.conflict === undefined ? {} : { conflict: ask.conflict }),
    raisedAt: at,
    deadline: at + project.settings.decisionMs,
    reminders: 0,
    decision: null,
    posted: null,
  };
  const blocked = changeStage(changeStep(draft, ask.at, { state: "blocked" }), ask.at.stage, {
    state: "blocked",
  });
  const listed = change(blocked, { escalations: [...blocked.project.escalations, escalation] });
  return order(announce(listed, escalation), { type: "ask", escalation: escalation.id });
};

/** What is longer than a row may keep says so. */
const shortened = (context: string): string =>
  context.length <= contextLimit ? context : `${context.slice(0, contextLimit - 1)}…`;

const choicesOf = ({ kind, questions = [], also = [], approveAs }: Ask): Escalation["choices"] =>
  choicesFor(kind, questions)
    .map((one) => (one.id === "approve" && approveAs !== undefined ? { ...one, label: approveAs } : one))
    .toSpliced(-1, 0, ...also);

/** Records a decision and redraws its card. What follows from it is somebody else's business. */
export const close = (draft: Draft, id: string, decision: Decision): Draft =>
  redraw(
    replace(draft, id, (one) => ({ ...one, state: "decided", decision })),
    id,
  );

/** Takes back every open escalation that `about` holds for: the question no longer matters. */
export const withdraw = (draft: Draft, about: (escalation: Escalation) => boolean): Draft =>
  draft.project.escalations
    .filter((one) => one.state === "open" && about(one))
    .reduce(
      (next, one) =>
        redraw(
          replace(next, one.id, (old) => ({ ...old, state: "withdrawn" })),
          one.id,
        ),
      draft,
    );

/** Reminds people of everything that is due; nothing is decided by time. */
export const remindDue = (draft: Draft): Draft =>
  draft.project.escalations
    .filter((one) => one.state === "open" && reminderAt(one) <= draft.at)
    .reduce((next, one) => remind(next, one), draft);

/** Open escalations, most pressing first, then oldest first. */
export const openEscalations = (escalations: readonly Escalation[]): readonly Escalation[] =>
  escalations
    .filter((one) => one.state === "open")
    .toSorted(
      (a, b) => pressing.indexOf(a.priority) - pressing.indexOf(b.priority) || a.raisedAt - b.raisedAt,
    );

const pressing: readonly Priority[] = ["urgent", "high", "normal", "low"];

const usualPriority: Readonly<Record<EscalationKind, Priority>> = {
  approval: "normal",
  conflict: "high",
  question: "normal",
  "low-confidence": "high",
  loop: "high",
  timeout: "high",
  budget: "high",
  outage: "urgent",
  "invalid-output": "high",
};

const announce = (draft: Draft, escalation: Escalation): Draft => {
  const agent = agentOf(draft.project, escalation);
  const data = {
    escalation: escalation.id,
    kind: escalation.kind,
    priority: escalation.priority,
    deadline: escalation.deadline,
  };
  const content = { text: `${escalation.title}\n\n${escalation.context}`, data };
  return say(draft, {
    from: agent,
    to: null,
    type: "escalation",
    attempt: Math.max(1, stepOf(draft.project, escalation).attempt),
    content,
  });
};

const remind = (draft: Draft, escalation: Escalation): Draft => {
  const next = reminded(escalation, draft.at, draft.project.settings.decisionMs);
  const late = draft.at >= escalation.deadline;
  const agent = nameOf(draft.project, stageOf(draft.project, escalation.stage).agent);
  const text = late
    ? `The deadline has passed and ${agent} is still waiting: ${escalation.title}`
    : `${agent} is waiting for a decision: ${escalation.title}`;
  const told = order(
    replace(draft, escalation.id, () => next),
    { type: "post", message: notice(text, { tone: "warning", mentions: [draft.project.startedBy.id] }) },
  );
  return redraw(told, escalation.id);
};

const replace = (draft: Draft, id: string, edit: (escalation: Escalation) => Escalation): Draft =>
  change(draft, { escalations: draft.project.escalations.map((one) => (one.id === id ? edit(one) : one)) });

/** A card that is not posted yet will be posted as it then stands. */
const redraw = (draft: Draft, id: string): Draft => {
  const unposted = draft.project.outbox.some(
    (one) => one.type === "ask" && one.escalation === id && one.state === "ready",
  );
  return unposted ? draft : orderEdit(draft, id);
};
