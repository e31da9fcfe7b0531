import type { Block } from "#src/project/message.ts";
import { cleaned, oneLine } from "../clean.ts";
import { fileFacts } from "../file-words.ts";
import { readMarkdown, type MarkdownBlock } from "../markdown.ts";
import { treeText } from "../text-tree.ts";
import { buttonBlocks, choiceBlocks } from "./actions.ts";
import type { SlackLimits } from "./limits.ts";
import { codePieces, line, piecesOf, type Piece, type RichPiece } from "./pieces.ts";
import { progressPieces } from "./progress.ts";
import { richBlocks } from "./rich-text.ts";
import { tableBlock, tablePieces } from "./tables.ts";
import { plainText, type SlackBlock, type TableBlock } from "./wire.ts";

/** A piece of a message as blocks. `table` says the same as one table block, where one is allowed. */
export interface Draft {
  readonly blocks: readonly SlackBlock[];
  readonly table: TableBlock | null;
}

/** Neutral blocks as drafts, in order. Files in a row share a block. */
export const draftsOf = (blocks: readonly Block[], limits: SlackLimits): readonly Draft[] => {
  const drafts: Draft[] = [];
  let files: RichPiece[] = [];
  const flush = (): void => {
    drafts.push(...rich(files, limits));
    files = [];
  };
  for (const block of blocks) {
    if (block.type === "file") {
      files.push(...filePieces(block));
      continue;
    }
    flush();
    drafts.push(...blockDrafts(block, limits));
  }
  flush();
  return drafts;
};

/** CommonMark as drafts. */
export const markdownDrafts = (tree: readonly MarkdownBlock[], limits: SlackLimits): readonly Draft[] => {
  const drafts: Draft[] = [];
  let pieces: RichPiece[] = [];
  for (const piece of piecesOf(tree)) {
    if (piece.type !== "table" && piece.type !== "rule") {
      pieces.push(piece);
      continue;
    }
    drafts.push(...rich(pieces, limits), standing(piece, limits));
    pieces = [];
  }
  return [...drafts, ...rich(pieces, limits)];
};

const blockDrafts = (block: Exclude<Block, { type: "file" }>, limits: SlackLimits): readonly Draft[] => {
  switch (block.type) {
    case "heading":
      return headingDrafts(oneLine(block.text), limits);
    case "prose":
      return markdownDrafts(readMarkdown(block.text), limits);
    case "facts":
      return rich(block.facts.flatMap(factPieces), limits);
    case "table":
      return [standing({ ...block, quoted: false }, limits)];
    case "code":
      return rich(codePieces({ ...block, text: cleaned(block.text) }, false), limits);
    case "quote":
      return rich(quotePieces(block), limits);
    case "divider":
      return [plain([{ type: "divider" }])];
    case "progress":
      return rich(progressPieces(block), limits);
    case "actions":
      return [plain(choiceBlocks(block, limits))];
    case "context":
      return contextDrafts(block.text, limits);
    case "tree":
      return rich(treePieces(block), limits);
    case "picture":
      return rich(picturePieces(block), limits);
    case "buttons":
      return [plain(buttonBlocks(block, limits))];
  }
};

const plain = (blocks: readonly SlackBlock[]): Draft => ({ blocks, table: null });

const rich = (pieces: readonly RichPiece[], limits: SlackLimits): readonly Draft[] =>
  pieces.length === 0 ? [] : [plain(richBlocks(pieces, limits))];

/** A table or a rule, which stand beside rich text. */
const standing = (piece: Exclude<Piece, RichPiece>, limits: SlackLimits): Draft =>
  piece.type === "rule"
    ? plain([{ type: "divider" }])
    : { blocks: richBlocks(tablePieces(piece), limits), table: tableBlock(piece, limits) };

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

const factPieces = (fact: { readonly name: string; readonly value: string }): readonly RichPiece[] => {
  const name = oneLine(fact.name);
  const value = cleaned(fact.value).trim();
  if (name === "" && value === "") return [];
  return [line([{ text: name === "" ? "" : `${name}: `, bold: true }, { text: value }])];
};

const quotePieces = (quote: { readonly text: string; readonly source: string }): readonly RichPiece[] => {
  const text = cleaned(quote.text).trim();
  const source = oneLine(quote.source);
  const quoted = { type: "text" as const, quoted: true, close: true };
  return [
    ...(text === "" ? [] : [{ ...quoted, runs: [{ text, italic: true as const }] }]),
    ...(source === "" ? [] : [{ ...quoted, runs: [{ text: `— ${source}` }] }]),
  ];
};

const filePieces = (file: Extract<Block, { type: "file" }>): readonly RichPiece[] => [
  line([
    { text: "📎 " },
    { text: oneLine(file.path) || "file", code: true },
    { text: ` (${fileFacts(file)})` },
  ]),
];

const treePieces = (tree: Extract<Block, { type: "tree" }>): readonly RichPiece[] => {
  const nodes = tree.nodes.map((node) => ({
    depth: node.depth,
    label: oneLine(node.label),
    note: oneLine(node.note),
  }));
  return nodes.length === 0 ? [] : [{ type: "code", text: treeText(nodes), quoted: false }];
};

const picturePieces = (picture: Extract<Block, { type: "picture" }>): readonly RichPiece[] => {
  const title = oneLine(picture.title);
  const alt = cleaned(picture.alt).trim();
  return [
    line([{ text: "🖼 " }, { text: title, bold: true }]),
    ...(alt === "" || alt === title ? [] : [line([{ text: alt }])]),
  ];
};
