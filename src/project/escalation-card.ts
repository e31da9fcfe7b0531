import { isPermission } from "./access.ts";
import { sidesOf, stakesOf } from "./conflict-blocks.ts";
import type { Conflict } from "./conflict.ts";
import { conflictsOf } from "./conflicts.ts";
import { agentOf, planOf, speakerOf } from "./draft.ts";
import type { Decision, Escalation } from "./escalation.ts";
import type { Block, Message } from "./message.ts";
import { duration } from "./numbers.ts";
import type { Project } from "./project.ts";

/** An escalation as people see it now: with buttons while it is open, with who decided what afterwards. */
export const escalationCard = (project: Project, escalation: Escalation): Message => {
  return {
    kind: "escalation",
    tone: escalation.state === "open" ? "warning" : "neutral",
    from: speakerOf(project, agentOf(project, escalation)),
    blocks: [
      { type: "heading", text: escalation.title },
      ...body(project, escalation),
      ...(escalation.state === "open" ? openBlocks(project, escalation) : closedBlocks(escalation)),
    ],
    announce: true,
    mentions: escalation.state === "open" ? [project.startedBy.id, ...named(project)] : [],
    fallback: fallback(escalation),
  };
};

const body = (project: Project, escalation: Escalation): readonly Block[] => [
  ...(escalation.context === "" ? [] : [{ type: "prose" as const, text: escalation.context }]),
  ...sidesOf(project, escalation.positions, conflictOf(project, escalation)),
  ...escalation.questions.map((question) => ({
    type: "prose" as const,
    text: `**${question.id}** ${question.text}${question.options.length === 0 ? "" : `\n${question.options.map((option) => `- ${option}`).join("\n")}`}`,
  })),
];

const conflictOf = (project: Project, { conflict }: Escalation): Conflict | undefined =>
  conflictsOf(project).find(({ id }) => id === conflict);

const openBlocks = (project: Project, escalation: Escalation): readonly Block[] => [
  ...stakes(project, escalation),
  {
    type: "actions",
    project: project.id,
    escalation: escalation.id,
    rev: escalation.rev,
    choices: escalation.choices,
  },
  {
    type: "context",
    text: `${escalation.id} · ${kindOf(project, escalation)} · ${escalation.priority} · ${planOf(project, escalation.stage).title} · please decide within ${duration(escalation.deadline - escalation.raisedAt)}`,
  },
];

const stakes = (project: Project, escalation: Escalation): readonly Block[] => {
  const conflict = conflictOf(project, escalation);
  return conflict === undefined ? [] : stakesOf(project, conflict, escalation.choices);
};

const closedBlocks = ({ id, choices, raisedAt, decision }: Escalation): readonly Block[] => {
  if (decision === null) return [{ type: "context", text: `${id} · no longer needed` }];
  const { by, at, choice } = decision;
  const label = choices.find((one) => one.id === choice)?.label ?? choice;
  const text = `${id} · ${by.name} chose ${label.replace(/…$/, "")} · after ${duration(at - raisedAt)}`;
  const said = wordsOf(decision);
  return [
    ...(said === "" ? [] : [{ type: "quote" as const, text: said, source: by.name }]),
    { type: "context", text },
  ];
};

const kindOf = (project: Project, escalation: Escalation): string => {
  const severity = conflictOf(project, escalation)?.severity;
  return severity === undefined ? escalation.kind : `${escalation.kind} of ${severity} severity`;
};

/** What was decided in words, whole: an answer may have 2,000 characters. */
const wordsOf = ({ answers, note }: Decision): string => {
  const given = Object.entries(answers).map(([id, answer]) => `${id}: ${answer}`);
  const isAnswer = Object.values(answers).includes(note);
  return [...given, ...(note === "" || isAnswer ? [] : [note])].join("\n");
};

/** People, groups and roles (`&123`) that are named; who has a permission is not told, and everybody is not called. */
const named = (project: Project): readonly string[] =>
  project.settings.approvers
    .filter((one) => one !== "anyone" && !isPermission(one) && one !== project.startedBy.id)
    .slice(0, 10);

const fallback = (escalation: Escalation): string => {
  const choices = escalation.choices.map((choice) => choice.id).join(", ");
  return escalation.state === "open"
    ? `${escalation.title} — decide ${escalation.id}: ${choices}`
    : `${escalation.title} — ${escalation.state}`;
};
