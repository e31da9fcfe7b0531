import type { Choice } from "./message.ts";
import type { Question } from "./result.ts";
import type { EscalationKind } from "./words.ts";

const choice = (id: string, label: string, intent: Choice["intent"], wantsNote = false): Choice => ({
  id,
  label,
  intent,
  wantsNote,
});

const judge = [
  choice("approve", "Approve", "primary"),
  choice("modify", "Modify…", "neutral", true),
  choice("reject", "Reject…", "danger", true),
];
const cancel = choice("cancel", "Stop the project", "danger");
const retry = choice("retry", "Try again", "primary");

/** What people may choose for each kind of escalation; the first choice is the one a scripted decider takes as consent. */
const choices: Readonly<Record<Exclude<EscalationKind, "question">, readonly Choice[]>> = {
  approval: judge,
  "low-confidence": judge,
  conflict: [
    choice("receiver", "Side with the objection", "primary"),
    choice("author", "Keep it as it is", "neutral"),
    choice("modify", "Decide in my words…", "neutral", true),
  ],
  loop: [choice("approve", "Accept as it is", "primary"), choice("modify", "Say what to change…", "neutral", true), cancel],
  timeout: [retry, choice("longer", "Give it twice the time", "neutral"), cancel],
  outage: [retry, cancel],
  "invalid-output": [retry, choice("modify", "Say what to change…", "neutral", true), cancel],
  budget: [choice("raise", "Raise the budget", "primary"), cancel],
};

/** The choices of an escalation. One question with options is answered by its options; anything else by words. */
export const choicesFor = (kind: EscalationKind, questions: readonly Question[]): Choice[] => {
  if (kind !== "question") return [...choices[kind]];
  const [only] = questions;
  const options = questions.length === 1 ? (only?.options ?? []) : [];
  const skip = choice("skip", "Go on without an answer", "neutral");
  if (options.length > 0 && options.length <= 8) {
    return [...options.map((label, i) => choice(`option-${i + 1}`, label.slice(0, 80), i === 0 ? "primary" : "neutral")), skip];
  }
  return [choice("answer", "Answer…", "primary", true), skip];
};

/** The answers that a choice and its note mean, by question id. A note answers the only question. */
export const answersFrom = (
  questions: readonly Question[],
  given: { readonly choice: string; readonly note: string; readonly answers: Readonly<Record<string, string>> },
): Readonly<Record<string, string>> => {
  const [only] = questions;
  if (only === undefined || questions.length > 1) return given.answers;
  const option = /^option-(\d+)$/.exec(given.choice);
  const picked = option === null ? undefined : only.options[Number(option[1]) - 1];
  if (picked !== undefined) return { [only.id]: picked };
  return given.note === "" ? given.answers : { ...given.answers, [only.id]: given.answers[only.id] ?? given.note };
};
