import type { Escalation } from "../../project/escalation.ts";
import type { Field, Form } from "../../project/form.ts";
import type { Choice } from "../../project/message.ts";
import type { Project } from "../../project/project.ts";
import type { Question } from "../../project/result.ts";
import { longestText } from "./start-form.ts";

/** Asks for the words without which a choice means nothing: a note, or an answer to each question. */
export const decideForm = (project: Project, escalation: Escalation, choice: Choice): Form => ({
  kind: "form",
  id: `decide ${project.id} ${escalation.id} ${escalation.rev} ${choice.id}`,
  title: choice.label.replace(/…$/, "").slice(0, 24),
  submit: "Send",
  intro: `**${escalation.title}**`,
  fields:
    escalation.questions.length > 0
      ? escalation.questions.map(questionField)
      : [
          { ...noteField, label: choice.label.replace(/…$/, "").slice(0, 45) },
          ...(choice.id === "modify" ? [scopeField, filesField] : []),
        ],
  fallback: `Say it in the thread: \`${choice.id} ${escalation.id}: …\``,
});

const noteField: Field = {
  type: "text",
  id: "note",
  label: "In your words",
  optional: false,
  long: true,
  hint: "What should be different, and why",
  initial: "",
  most: longestText,
};

const scopeField: Field = {
  type: "choice",
  id: "scope",
  label: "For what does it count?",
  optional: true,
  options: [
    { id: "result", label: "For this result" },
    { id: "project", label: "For the whole project: every agent keeps to it" },
  ],
  initial: "result",
};

const filesField: Field = {
  type: "files",
  id: "files",
  label: "Files that go with it",
  optional: true,
  most: 5,
};

const questionField = (question: Question): Field => ({
  type: "text",
  id: question.id,
  label: `${question.id}: ${question.text}`.slice(0, 45),
  optional: false,
  long: true,
  hint: (question.options.length === 0 ? question.text : question.options.join(" / ")).slice(0, 100),
  initial: "",
  most: 2_000,
});

/** What a `decide` form is about, read from its id; null when it is another form. */
export const decisionOf = (
  form: string,
): {
  readonly project: string;
  readonly escalation: string;
  readonly rev: number;
  readonly choice: string;
} | null => {
  const match = /^decide (\S+) (e\d+) (\d+) (\S+)$/.exec(form);
  if (match === null) return null;
  const [, project = "", escalation = "", rev = "", choice = ""] = match;
  return { project, escalation, rev: Number(rev), choice };
};
