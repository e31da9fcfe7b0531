import type { Block, Choice } from "#src/project/message.ts";
import { oneLine } from "./clean.ts";

/** How the choices of an escalation are shown: as buttons, as a menu when they are many, or in words for people to say. */
export type ChoicePlan =
  /** `said` stands above: labels that are too long to be read on a button, else nothing. */
  | { readonly type: "buttons"; readonly said: readonly string[]; readonly ids: readonly string[] }
  | { readonly type: "menu"; readonly said: readonly string[]; readonly id: string }
  | { readonly type: "words"; readonly said: readonly string[] };

/** More choices than this are a menu. */
const mostButtons = 5;

/** `idOf` makes the id of a choice's button, and for null of the menu; null when that is too long for the platform. `longest` is of a label. */
export const planChoices = (
  { choices }: Extract<Block, { type: "actions" }>,
  idOf: (choice: Choice | null) => string | null,
  longest: number,
): ChoicePlan => {
  const labels = choices.map(choiceLabel);
  const ids = choices.map(idOf).filter((id) => id !== null);
  const menu = idOf(null);
  // Ids of our own making always fit; of others, only the text remains.
  if (ids.length < choices.length || menu === null)
    return { type: "words", said: labels.map((label, i) => `${label} (${oneLine(choices[i]?.id ?? "")})`) };
  const said = labels.some((label) => label.length > longest) ? labels : [];
  if (choices.length > mostButtons || new Set(ids).size < ids.length) return { type: "menu", said, id: menu };
  return { type: "buttons", said, ids };
};

/** What is written on a choice: one that asks for words ends with an ellipsis. */
export const choiceLabel = (choice: Choice): string => {
  const label = visible(choice.label, choice.id);
  return choice.wantsNote && !label.endsWith("…") ? `${label}…` : label;
};

/** Is a person asked before a choice is taken? Words that are asked for can still be kept back; without them a click is final. */
export const asksBack = (choice: Choice): boolean => choice.intent === "danger" && !choice.wantsNote;

/** What is asked before a final choice. */
export const askBack = (label: string): string => `${label}: this cannot be taken back.`;

/** A text on one line of which something is seen. */
export const visible = (text: string, otherwise: string): string =>
  oneLine(text) || oneLine(otherwise) || "…";
