import { isPermission } from "./access.ts";
import { nameOf, planOf, speakerOf, stageOf } from "./draft.ts";
import type { Decision, Escalation } from "./escalation.ts";
import type { Block, Message } from "./message.ts";
import { duration } from "./numbers.ts";
import type { Project } from "./project.ts";

/** An escalation as people see it now: with buttons while it is open, with who decided what afterwards. */
export const escalationCard = (project: Project, escalation: Escalation): Message => {
  const { agent } = stageOf(project, escalation.stage);
  return {
    kind: "escalation",
    tone: escalation.state === "open" ? "warning" : "neutral",
    from: speakerOf(project, agent),
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
  ...escalation.positions.map((position) => ({
    type: "quote" as const,
    text: position.text,
    source: nameOf(project, position.agent),
  })),
  ...escalation.questions.map((question) => ({
    type: "prose" as const,
    text: `**${question.id}** ${question.text}${question.options.length === 0 ? "" : `\n${question.options.map((option) => `- ${option}`).join("\n")}`}`,
  })),
];

const openBlocks = (project: Project, escalation: Escalation): readonly Block[] => [
  {
    type: "actions",
    project: project.id,
    escalation: escalation.id,
    rev: escalation.rev,
    choices: escalation.choices,
  },
  {
    type: "context",
    text: `${escalation.id} · ${escalation.kind} · ${escalation.priority} · ${planOf(project, escalation.stage).title} · please decide within ${duration(escalation.deadline - escalation.raisedAt)}`,
  },
];

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
