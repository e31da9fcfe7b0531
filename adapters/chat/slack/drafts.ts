import type { Block } from "#src/project/message.ts";
import { blockPieces, picturePieces } from "../block-pieces.ts";
import { cleaned, oneLine } from "../clean.ts";
import { line, type Piece, type RichPiece } from "../pieces.ts";
import { tablePieces } from "../table-pieces.ts";
import { buttonBlocks, choiceBlocks } from "./actions.ts";
import type { SlackLimits } from "./limits.ts";
import { richBlocks } from "./rich-text.ts";
import { tableBlock } from "./tables.ts";
import { plainText, type SlackBlock, type TableBlock } from "./wire.ts";

/** A piece of a message as blocks. `table` says the same as one table block, where one is allowed. */
export interface Draft {
  readonly blocks: readonly SlackBlock[];
  readonly table: TableBlock | null;
}

/** Columns of text that a code block of Slack shows without breaking lines, on a laptop. */
const widest = 90;

/** Neutral blocks as drafts, in order. Files in a row share a block. */
export const draftsOf = (blocks: readonly Block[], limits: SlackLimits): readonly Draft[] => {
  const drafts: Draft[] = [];
  let files: Piece[] = [];
  const flush = (): void => {
    drafts.push(...pieceDrafts(files, limits));
    files = [];
  };
  for (const block of blocks) {
    if (block.type === "file") {
      files.push(...blockPieces(block));
      continue;
    }
    flush();
    drafts.push(...blockDrafts(block, limits));
  }
  flush();
  return drafts;
};

/** Pieces as drafts: text shares blocks, tables and rules stand beside it. */
export const pieceDrafts = (all: readonly Piece[], limits: SlackLimits): readonly Draft[] => {
  const drafts: Draft[] = [];
  let pieces: RichPiece[] = [];
  for (const piece of all) {
    if (piece.type !== "table" && piece.type !== "rule") {
      pieces.push(piece);
      continue;
    }
    drafts.push(...rich(pieces, limits), standing(piece, limits));
    pieces = [];
  }
  return [...drafts, ...rich(pieces, limits)];
};

const blockDrafts = (block: Block, limits: SlackLimits): readonly Draft[] => {
  switch (block.type) {
    case "heading":
      return headingDrafts(oneLine(block.text), limits);
    case "actions":
      return [plain(choiceBlocks(block, limits))];
    case "context":
      return contextDrafts(block.text, limits);
    case "picture":
      return rich(picturePieces(block), limits);
    case "buttons":
      return [plain(buttonBlocks(block, limits))];
    case "prose":
    case "facts":
    case "table":
    case "code":
    case "quote":
    case "file":
    case "divider":
    case "progress":
    case "tree":
      return pieceDrafts(blockPieces(block), limits);
  }
};

const plain = (blocks: readonly SlackBlock[]): Draft => ({ blocks, table: null });

const rich = (pieces: readonly RichPiece[], limits: SlackLimits): readonly Draft[] =>
  pieces.length === 0 ? [] : [plain(richBlocks(pieces, limits))];

const standing = (piece: Exclude<Piece, RichPiece>, limits: SlackLimits): Draft =>
  piece.type === "rule"
    ? plain([{ type: "divider" }])
    : { blocks: richBlocks(tablePieces(piece, widest), limits), table: tableBlock(piece, limits) };

const headingDrafts = (text: string, limits: SlackLimits): readonly Draft[] => {
  if (text === "") return [];
  if (text.length > limits.header) return rich([line([{ text, bold: true }])], limits);
  return [plain([{ type: "header", text: plainText(text) }])];
};

/** Small and grey, unless it is longer than Slack allows there. */
export const contextDrafts = (text: string, limits: SlackLimits): readonly Draft[] => {
  const clean = cleaned(text).trim();
  if (clean.length > limits.contextText) return rich([line([{ text: clean }])], limits);
  return clean === "" ? [] : [plain([{ type: "context", elements: [plainText(clean)] }])];
};
