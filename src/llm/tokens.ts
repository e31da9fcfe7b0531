import { estimateTokenCount } from "tokenx";
import type { ModelRequest } from "../ports.ts";
import { createMemo } from "./memo.ts";

/** tokenx is close on prose but up to 30 % too low on dense JSON and Cyrillic; a prompt is a mix, so a tenth is added. */
const margin = 1.1;

/** An estimate, rather too high than too low, of the tokens a model will count for this text. */
export const estimateTokens = (text: string): number => withMargin(estimateTokenCount(text));

/** The most tokens that one attempt to answer a request may use: all that the model is given to read, its schema too, and the longest answer. */
export const mostTokens = ({
  system,
  documents,
  prompt,
  schema,
  maxTokens,
}: ModelRequest): { readonly inputTokens: number; readonly outputTokens: number } => {
  const given = [
    system,
    prompt,
    JSON.stringify(schema.json),
    ...documents.map(({ name, text }) => `${name}\n${text}`),
  ];
  const inputTokens = given.reduce((sum, text) => sum + estimateTokens(text), 0);
  return { inputTokens, outputTokens: maxTokens };
};

/** Paragraphs remembered: a prompt has some thirty, and most of them are in the next prompt too. */
const mostKept = 500;

/** The same estimate for many texts that have paragraphs in common: each of them is measured once. */
export const createEstimate = (): typeof estimateTokens => {
  const counts = createMemo<number>(mostKept);
  const count = (paragraph: string): number => counts(paragraph, () => estimateTokenCount(paragraph));
  return (text) => withMargin(paragraphsOf(text).reduce((sum, paragraph) => sum + count(paragraph), 0));
};

const withMargin = (tokens: number): number => Math.ceil(tokens * margin);

/** Cut where a blank line ends: tokenx looks at what stands before a break, never at what stands before a word. */
const paragraphsOf = (text: string): readonly string[] => {
  const paragraphs: string[] = [];
  const space = /\s+/y;
  for (let from = 0; from < text.length;) {
    space.lastIndex = text.indexOf("\n\n", from);
    const end = space.lastIndex >= 0 && space.test(text) ? space.lastIndex : text.length;
    paragraphs.push(text.slice(from, end));
    from = end;
  }
  return paragraphs;
};
