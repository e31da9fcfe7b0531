import type { Command } from "../project/command.ts";
import type { Escalation } from "../project/escalation.ts";
import { openEscalations } from "../project/escalations.ts";
import type { Project } from "../project/project.ts";
import type { Person } from "../project/words.ts";
import { settingsForm } from "./forms/settings-form.ts";
import { readAnswers, type Intent } from "./grammar.ts";

/** What every command of a person carries. */
export interface CommandBase {
  readonly id: string;
  readonly project: string;
  readonly at: number;
  readonly by: Person;
}

/** A short question back: what was said could mean more than one thing. */
export interface Unclear {
  readonly question: string;
}

/** Turns what a person asked for in a project's thread into a command, or into a question when it is not clear. */
export const commandFor = (
  project: Project,
  intent: Exclude<Intent, { type: "start" | "view" }>,
  base: CommandBase,
): Command | Unclear => {
  const long = tooLong(intent);
  if (long !== null) return long;
  switch (intent.type) {
    case "decide":
      return decision(project, intent, base);
    case "answer":
      return answer(project, intent.answers, base);
    case "say":
      return { ...base, type: "say", to: intent.to === "all" ? null : intent.to, text: intent.text };
    case "budget":
      return { ...base, type: "setBudget", tokens: intent.tokens, usd: intent.usd };
    case "pause":
    case "resume":
      return { ...base, type: intent.type };
    case "cancel":
    case "retry":
    case "rollback":
    case "reassign":
      return { ...base, ...intent };
    case "settings":
      return intent.change === null
        ? { question: settingsForm(project).fallback }
        : { ...base, type: "settings", change: intent.change };
    case "unclear":
      return unclear(project, intent.text, base);
  }
};

/** Words are never cut: whoever says more than the schema of the command takes is asked to shorten it. */
const tooLong = (intent: Exclude<Intent, { type: "start" | "view" }>): Unclear | null => {
  const limit = "reason" in intent ? 1_000 : 4_000;
  const words =
    "reason" in intent
      ? intent.reason
      : "note" in intent
        ? intent.note
        : intent.type === "say"
          ? intent.text
          : "";
  if (words.length <= limit) return null;
  return {
    question: `That has ${words.length} characters; at most ${limit} can be taken here. Can you shorten it?`,
  };
};

const decision = (
  project: Project,
  intent: Extract<Intent, { type: "decide" }>,
  base: CommandBase,
): Command | Unclear => {
  const escalation = meant(project, intent.escalation, (one) =>
    one.choices.some((choice) => choice.id === intent.choice),
  );
  const answers = intent.choice === "answer" ? readAnswers(intent.note) : null;
  return "question" in escalation
    ? escalation
    : {
        ...base,
        type: "decide",
        escalation: escalation.id,
        rev: escalation.rev,
        choice: intent.choice,
        note: answers === null ? intent.note : "",
        answers: { ...answers },
      };
};

const answer = (
  project: Project,
  answers: Readonly<Record<string, string>>,
  base: CommandBase,
): Command | Unclear => {
  const isAsked = (one: Escalation): boolean => one.kind === "question";
  const escalation = meant(project, null, isAsked);
  if ("question" in escalation)
    return openEscalations(project.escalations).some(isAsked)
      ? { question: `${escalation.question} Name it before the answers: \`answer e1: q1: …\`.` }
      : escalation;
  const choice =
    escalation.choices.find((one) => one.id === "answer")?.id ??
    optionNamed(escalation, answers[escalation.questions[0]?.id ?? ""] ?? "");
  if (choice === undefined)
    return { question: `${escalation.id} has these answers: ${optionList(escalation)}. Which one?` };
  return {
    ...base,
    type: "decide",
    escalation: escalation.id,
    rev: escalation.rev,
    choice,
    note: "",
    answers: { ...answers },
  };
};

/** The one escalation that is meant; a question when there is none or more than one. */
const meant = (
  project: Project,
  id: string | null,
  fits: (escalation: Escalation) => boolean,
): Escalation | Unclear => {
  if (id !== null) {
    return (
      project.escalations.find((one) => one.id === id) ?? {
        question: `There is no ${id} here. ${openList(project)}`,
      }
    );
  }
  const open = openEscalations(project.escalations).filter(fits);
  const [only] = open;
  if (only === undefined) return { question: `Nothing open takes that. ${openList(project)}` };
  return open.length === 1 ? only : { question: `Which one? ${openList(project)}` };
};

const openList = (project: Project): string => {
  const open = openEscalations(project.escalations);
  if (open.length === 0) return "No decision is open.";
  return `Open: ${open.map((one) => `${one.id} (${one.title}: ${one.choices.map((choice) => `\`${choice.id}\``).join(", ")})`).join("; ")}.`;
};

/** Words that are exactly an option of the only open question are its answer; nothing else is guessed. */
const unclear = (project: Project, text: string, base: CommandBase): Command | Unclear => {
  const [only, more] = openEscalations(project.escalations).filter((one) => one.kind === "question");
  const choice = only === undefined || more !== undefined ? undefined : optionNamed(only, text);
  if (only !== undefined && choice !== undefined) {
    return { ...base, type: "decide", escalation: only.id, rev: only.rev, choice, note: "", answers: {} };
  }
  const agents = project.team.map((member) => `\`${member.id}: …\``).join(", ");
  const open = openEscalations(project.escalations).length === 0 ? "" : ` ${openList(project)}`;
  return {
    question: `What is this for? To tell an agent something, begin with its name (${agents}) or \`all: …\`.${open}`,
  };
};

const optionNamed = (escalation: Escalation, text: string): string | undefined => {
  const options = escalation.questions.length === 1 ? (escalation.questions[0]?.options ?? []) : [];
  const index = options.findIndex((option) => option.toLowerCase() === text.trim().toLowerCase());
  return index === -1 ? undefined : `option-${index + 1}`;
};

const optionList = (escalation: Escalation): string =>
  (escalation.questions[0]?.options ?? []).map((option, i) => `\`option-${i + 1}\` ${option}`).join(", ");
