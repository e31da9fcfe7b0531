import type { Block } from "#src/project/message.ts";
import { cleaned, oneLine } from "./clean.ts";
import { fileFacts } from "./file-words.ts";
import { readMarkdown } from "./markdown.ts";
import { codePieces, line, piecesOf, type Piece, type RichPiece } from "./pieces.ts";
import { progressPieces } from "./progress-pieces.ts";
import { treeText } from "./text-tree.ts";

/** The blocks that are text: the others are shown by what a platform has for them. */
export type TextBlock = Extract<
  Block,
  { type: "prose" | "facts" | "table" | "code" | "quote" | "file" | "divider" | "progress" | "tree" }
>;

/** A block as pieces of formatted text, in reading order. */
export const blockPieces = (block: TextBlock): readonly Piece[] => {
  switch (block.type) {
    case "prose":
      return piecesOf(readMarkdown(block.text));
    case "facts":
      return block.facts.flatMap(factPieces);
    case "table":
      return [{ ...block, quoted: false }];
    case "code":
      return codePieces({ ...block, text: cleaned(block.text) }, false);
    case "quote":
      return quotePieces(block);
    case "file":
      return filePieces(block);
    case "divider":
      return [{ type: "rule" }];
    case "progress":
      return progressPieces(block);
    case "tree":
      return treePieces(block);
  }
};

/** A picture in words: its title, and what it shows unless that is the same. */
export const picturePieces = (picture: Extract<Block, { type: "picture" }>): readonly RichPiece[] => {
  const title = oneLine(picture.title);
  const alt = cleaned(picture.alt).trim();
  return [pictureTitle(title), ...(alt === "" || alt === title ? [] : [line([{ text: alt }])])];
};

/** A line that names a picture. */
export const pictureTitle = (title: string): RichPiece => line([{ text: "🖼 " }, { text: title, bold: true }]);

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
