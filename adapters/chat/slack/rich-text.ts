import type { types } from "@slack/bolt";
import type { RichPiece } from "../pieces.ts";
import { joinRuns, type Run } from "../runs.ts";
import { groupPieces, type Measure } from "../split-pieces.ts";
import { elementOf } from "./elements.ts";
import type { SlackLimits } from "./limits.ts";
import { sizeOf, type RichTextBlock, type RichTextBlockElement } from "./wire.ts";

/** In JSON: the element around a piece is at most `{"type":"rich_text_list",…}` and a section, and a comma follows a run. */
const measure: Measure = { around: 140, run: (run) => sizeOf(elementOf(run)) + 1 };

/** Pieces as rich_text blocks, each within its limit. Nothing of their text is lost but white space where it was cut. */
export const richBlocks = (pieces: readonly RichPiece[], limits: SlackLimits): readonly RichTextBlock[] =>
  groupPieces(pieces, limits.richText, measure)
    .map((block) => ({ type: "rich_text" as const, elements: elementsOf(block, limits) }))
    .filter((block) => block.elements.length > 0);

const elementsOf = (pieces: readonly RichPiece[], limits: SlackLimits): RichTextBlockElement[] =>
  groups(pieces).flatMap((group) => elementsOfGroup(group, limits));

/** Neighbours that share an element: lines of text, items of a list. */
const groups = (pieces: readonly RichPiece[]): readonly (readonly RichPiece[])[] => {
  const result: RichPiece[][] = [];
  for (const piece of pieces) {
    const group = result.at(-1);
    const last = group?.at(-1);
    if (group !== undefined && last !== undefined && belong(last, piece)) group.push(piece);
    else result.push([piece]);
  }
  return result;
};

const belong = (last: RichPiece, piece: RichPiece): boolean => {
  if (last.quoted !== piece.quoted) return false;
  if (last.type === "text") return piece.type === "text";
  if (last.type === "code" || piece.type !== "item" || last.indent !== piece.indent) return false;
  return last.number === null ? piece.number === null : piece.number === last.number + 1;
};

const elementsOfGroup = (
  group: readonly RichPiece[],
  limits: SlackLimits,
): readonly RichTextBlockElement[] => {
  const [first] = group;
  if (first === undefined) return [];
  const border = first.quoted ? { border: 1 as const } : {};
  if (first.type === "code")
    return [{ type: "rich_text_preformatted", elements: [{ type: "text", text: first.text }], ...border }];
  if (first.type === "item") return [listOf(first, group, limits)];
  const elements = joinRuns(group.flatMap((piece, i) => textRuns(piece, i > 0))).map(elementOf);
  if (elements.length === 0) return [];
  return [{ type: first.quoted ? "rich_text_quote" : "rich_text_section", elements }];
};

const textRuns = (piece: RichPiece, follows: boolean): readonly Run[] => {
  if (piece.type !== "text") return [];
  return [...(follows ? [{ text: piece.close ? "\n" : "\n\n" }] : []), ...piece.runs];
};

/** Numbers count on from `offset`, which Slack's reference has and its types lack. */
const listOf = (
  first: Extract<RichPiece, { type: "item" }>,
  group: readonly RichPiece[],
  limits: SlackLimits,
): types.RichTextList & { readonly offset?: number } => ({
  type: "rich_text_list",
  style: first.number === null ? "bullet" : "ordered",
  elements: group.map((piece) => section(piece.type === "item" ? piece.runs : [])),
  ...(first.indent === 0 ? {} : { indent: Math.min(first.indent, limits.indent) }),
  ...(first.number === null || first.number <= 1 ? {} : { offset: first.number - 1 }),
  ...(first.quoted ? { border: 1 as const } : {}),
});

/** Slack refuses empty text. */
const section = (runs: readonly Run[]): types.RichTextSection => {
  const elements = joinRuns(runs).map(elementOf);
  return {
    type: "rich_text_section",
    elements: elements.length === 0 ? [{ type: "text", text: " " }] : elements,
  };
};
