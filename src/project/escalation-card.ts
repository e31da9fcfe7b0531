import { nameOf, planOf, speakerOf, stageOf } from "./draft.ts";
import type { Escalation } from "./escalation.ts";
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
      ...(escalation.state === "open" ? openBlocks(project, escalation) : [closedBlock(escalation)]),
    ],
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
  { type: "actions", escalation: escalation.id, rev: escalation.rev, choices: escalation.choices },
  {
    type: "context",
    text: `${escalation.id} · ${escalation.kind} · ${escalation.priority} · ${planOf(project, escalation.stage).title} · please decide within ${duration(escalation.deadline - escalation.raisedAt)}`,
  },
];

const closedBlock = (escalation: Escalation): Block => {
  if (escalation.decision === null) return { type: "context", text: `${escalation.id} · no longer needed` };
  const { by, at, note } = escalation.decision;
  const after = duration(at - escalation.raisedAt);
  const said = note === "" ? "" : `: ${note.slice(0, 700)}`;
  return { type: "context", text: `${escalation.id} · ${by.name} chose ${chosen(escalation)}${said} · after ${after}` };
};

const chosen = (escalation: Escalation): string => {
  const { decision } = escalation;
  const label = escalation.choices.find((one) => one.id === decision?.choice)?.label ?? decision?.choice ?? "";
  const answers = Object.entries(decision?.answers ?? {}).map(([id, answer]) => `${id}: ${answer}`);
  return answers.length === 0 ? label.replace(/…$/, "") : answers.join("; ").slice(0, 400);
};

/** Named user ids only: roles and groups are mentioned by adapters that know them. */
const named = (project: Project): readonly string[] =>
  project.settings.approvers.filter((approver) => approver !== "anyone" && approver !== project.startedBy.id).slice(0, 10);

const fallback = (escalation: Escalation): string => {
  const choices = escalation.choices.map((choice) => choice.id).join(", ");
  return escalation.state === "open"
    ? `${escalation.title} — decide ${escalation.id}: ${choices}`
    : `${escalation.title} — ${escalation.state}`;
};
