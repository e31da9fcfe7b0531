import type { Choice } from "./message.ts";
import type { Question } from "./result.ts";
import type { EscalationKind } from "./words.ts";

const choice = (id: string, label: string, intent: Choice["intent"]): Choice => ({
  id,
  label,
  intent,
  wantsNote: false,
});

/** A choice that means nothing without words. */
const worded = (id: string, label: string, intent: Choice["intent"]): Choice => ({
  ...choice(id, label, intent),
  wantsNote: true,
});

const judge = [
  choice("approve", "Approve", "primary"),
  worded("modify", "Modify…", "neutral"),
  worded("reject", "Reject…", "danger"),
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
    worded("modify", "Decide in my words…", "neutral"),
  ],
  loop: [
    choice("approve", "Accept as it is", "primary"),
    worded("modify", "Say what to change…", "neutral"),
    cancel,
  ],
  timeout: [retry, choice("longer", "Give it twice the time", "neutral"), cancel],
  outage: [retry, cancel],
  "invalid-output": [retry, worded("modify", "Say what to change…", "neutral"), cancel],
  budget: [choice("raise", "Raise the budget", "primary"), cancel],
};

/** Where money is the limit and cheaper models are left, they are a choice too. */
export const cheaper = choice("cheaper", "Go on with cheaper models", "neutral");

/** The choices of an escalation. One question with options is answered by its options; anything else by words. */
export const choicesFor = (kind: EscalationKind, questions: readonly Question[]): Choice[] => {
  if (kind !== "question") return [...choices[kind]];
  const [only] = questions;
  const options = questions.length === 1 ? (only?.options ?? []) : [];
  const skip = choice("skip", "Go on without an answer", "neutral");
  if (options.length > 0 && options.length <= 8) {
    return [
      ...options.map((label, i) =>
        choice(`option-${i + 1}`, label.slice(0, 80), i === 0 ? "primary" : "neutral"),
      ),
      skip,
    ];
  }
  return [worded("answer", "Answer…", "primary"), skip];
};

/** The answers that a choice and its note mean, by question id; others are dropped. A note answers the only question. */
export const answersFrom = (
  questions: readonly Question[],
  given: {
    readonly choice: string;
    readonly note: string;
    readonly answers: Readonly<Record<string, string>>;
  },
): Readonly<Record<string, string>> => {
  const [only] = questions;
  const answers: Readonly<Record<string, string>> = Object.fromEntries(
    Object.entries(given.answers).filter(
      ([id, answer]) => answer.trim() !== "" && questions.some((question) => question.id === id),
    ),
  );
  if (only === undefined || questions.length > 1) return answers;
  const option = /^option-(\d+)$/.exec(given.choice);
  const picked = option === null ? undefined : only.options[Number(option[1]) - 1];
  if (picked !== undefined) return { [only.id]: picked };
  return given.note === "" ? answers : { ...answers, [only.id]: answers[only.id] ?? given.note };
};
