import { cleaned } from "../clean.ts";
import { line, type Piece, type RichPiece } from "../pieces.ts";
import type { Run } from "../runs.ts";
import { groupPieces, type Measure } from "../split-pieces.ts";
import { tablePieces } from "../table-pieces.ts";
import { sizeOf } from "./components-size.ts";
import type { Slab, TextDisplay } from "./components-wire.ts";
import type { DiscordLimits } from "./limits.ts";
import { piecesText, smallText } from "./markdown-text-pieces.ts";
import { runsText } from "./markdown-text.ts";

/** Columns of text that a code block in a container shows without breaking lines, on a laptop. */
const widest = 56;

/** What stands around a line at most: indentation, the bar of a quote, a backslash. */
const aroundLine = 22;

/** Pieces as text displays of at most `limits.text` each, with separators for rules. Nothing of their text is lost but white space where it was cut. */
export const textSlabs = (pieces: readonly Piece[], limits: DiscordLimits): readonly Slab[] => {
  const slabs: Slab[] = [];
  let rich: RichPiece[] = [];
  for (const piece of pieces) {
    if (piece.type === "rule") {
      slabs.push(...displays(rich, limits), separator);
      rich = [];
    } else rich.push(...(piece.type === "table" ? tablePieces(piece, widest) : [piece]));
  }
  return [...slabs, ...displays(rich, limits)];
};

/** Small print, unless it is too long for that. */
export const smallSlabs = (text: string, limits: DiscordLimits): readonly Slab[] => {
  const clean = cleaned(text).trim();
  const small = smallText(clean);
  if (clean === "") return [];
  return sizeOf(small, limits) > limits.text
    ? textSlabs([line([{ text: clean }])], limits)
    : [display(small)];
};

export const display = (content: string): TextDisplay => ({ type: 10, content });

const separator: Slab = { type: 14, divider: true, spacing: 1 };

const displays = (pieces: readonly RichPiece[], limits: DiscordLimits): readonly TextDisplay[] =>
  groupPieces(pieces.map(asText), limits.text, measureOf(limits))
    .map((group) => display(piecesText(group).trimEnd()))
    .filter(({ content }) => content !== "");

/** Code that cannot stand in a block is text from the start, so that no fence is cut in two. */
const asText = (piece: RichPiece): RichPiece =>
  piece.type === "code" && piece.text.includes("```")
    ? { type: "text", runs: [{ text: piece.text }], quoted: piece.quoted, close: true }
    : piece;

const measureOf = (limits: DiscordLimits): Measure => ({
  around: 2 * aroundLine,
  run: (run: Run) => sizeOf(runsText([run]), limits) + aroundLine * (run.text.split("\n").length - 1) + 2,
});
