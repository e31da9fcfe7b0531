import { mayDecide } from "./access.ts";
import { answersFrom } from "./choices.ts";
import type { CommandOf } from "./command.ts";
import { say, stageOf, type Draft } from "./draft.ts";
import type { Decision, Escalation } from "./escalation.ts";
import { close } from "./escalations.ts";
import { follow } from "./follow.ts";
import { counted } from "./numbers.ts";
import type { Project } from "./project.ts";
import { refuse, type Outcome } from "./refusal.ts";

/** A person decides an escalation. The first valid decision wins; every other click is harmless and is told so. */
export const decide = (draft: Draft, command: CommandOf<"decide">): Outcome => {
  const escalation = draft.project.escalations.find((one) => one.id === command.escalation);
  if (escalation === undefined)
    return refuse(
      `There is no ${command.escalation} in this project. \`/botarmy queue\` lists what is open.`,
    );
  if (escalation.state !== "open") return refuse(alreadyClosed(escalation));
  if (!mayDecide(draft.project, command.by)) return deny(draft, command);
  const decision = decisionFrom(escalation, command, draft.at);
  const problem = objection(escalation, command.rev, decision);
  if (problem !== null) return refuse(problem);
  return follow(tell(close(draft, escalation.id, decision), escalation, decision), escalation, decision);
};

/** A refused person changes nothing but the record of it. */
export const deny = (
  draft: Draft,
  command: { readonly by: Decision["by"]; readonly type: string },
): Outcome => {
  const content = {
    text: `${command.by.name} may not do this: ${command.type}`,
    data: { denied: true, command: command.type },
  };
  const recorded = say(draft, {
    from: `person:${command.by.id}`,
    to: "system",
    type: "command",
    attempt: 1,
    content,
  });
  const reply = `Only ${deciders(draft.project)} may do this. Nothing was changed.`;
  return { ...recorded, reply, denied: true };
};

const deciders = (project: Project): string => {
  const others = project.settings.approvers.length;
  return others === 0
    ? project.startedBy.name
    : `${project.startedBy.name} and ${counted(others, "configured approver")}`;
};

const decisionFrom = (escalation: Escalation, command: CommandOf<"decide">, at: number): Decision => ({
  choice: command.choice,
  note: command.note.trim(),
  answers: { ...answersFrom(escalation.questions, { ...command, note: command.note.trim() }) },
  ...(command.binding === true ? { binding: true } : {}),
  by: command.by,
  at,
});

const objection = (escalation: Escalation, rev: number, decision: Decision): string | null => {
  if (rev !== escalation.rev)
    return `This question has changed meanwhile; please look at its newest card (${escalation.id}).`;
  const choice = escalation.choices.find((one) => one.id === decision.choice);
  const known = escalation.choices.map((one) => `\`${one.id}\``).join(", ");
  if (choice === undefined) return `\`${decision.choice}\` is not a choice here. Choose one of ${known}.`;
  if (escalation.kind === "question") return unanswered(escalation, decision);
  return choice.wantsNote && decision.note === ""
    ? `Say in words what \`${choice.id}\` means here, e.g. \`${choice.id}: …\`.`
    : null;
};

const unanswered = (escalation: Escalation, decision: Decision): string | null => {
  if (decision.choice === "skip") return tooLong(decision.answers);
  const open = escalation.questions.filter((question) => decision.answers[question.id] === undefined);
  if (open.length === 0) return tooLong(decision.answers);
  return `Still open: ${open.map((question) => `${question.id} (${question.text})`).join("; ")}. Answer like \`${open[0]?.id ?? "q1"}: …\`, one line each.`;
};

/** Source: the schema of a decision. */
const answerLimit = 2_000;

const tooLong = (answers: Decision["answers"]): string | null => {
  const long = Object.entries(answers).find(([, answer]) => answer.length > answerLimit);
  if (long === undefined) return null;
  return `The answer to ${long[0]} has ${long[1].length} characters; at most ${answerLimit} can be taken. Shorten it, please.`;
};

const alreadyClosed = (escalation: Escalation): string => {
  if (escalation.decision === null)
    return `${escalation.id} is no longer needed; the work went on without it.`;
  const { by, choice } = escalation.decision;
  return `${by.name} decided ${escalation.id} already: \`${choice}\`. Your click changed nothing.`;
};

const tell = (draft: Draft, escalation: Escalation, decision: Decision): Draft => {
  const { choice, note, answers, by } = decision;
  return say(draft, {
    from: `person:${by.id}`,
    to: stageOf(draft.project, escalation.stage).agent,
    type: "command",
    attempt: 1,
    content: {
      text: note === "" ? choice : `${choice}: ${note}`,
      data: { escalation: escalation.id, choice, answers },
    },
  });
};
