import { oneLine } from "./clean.ts";
import type { ListItem, MarkdownBlock } from "./markdown.ts";
import type { Run } from "./runs.ts";

/** What formatted text is made of. `quoted` pieces have a bar beside them; a `close` one has no blank line above it. */
export type Piece =
  | {
      readonly type: "text";
      readonly runs: readonly Run[];
      readonly quoted: boolean;
      readonly close: boolean;
      /** 1 to 6 when it is a heading, whose runs are bold. */
      readonly level?: number;
    }
  | {
      readonly type: "item";
      readonly runs: readonly Run[];
      readonly quoted: boolean;
      /** Its number in a numbered list; null for a bullet. */
      readonly number: number | null;
      /** 0 for a list that is in no other. */
      readonly indent: number;
    }
  | { readonly type: "code"; readonly text: string; readonly quoted: boolean; readonly language?: string }
  | {
      readonly type: "table";
      readonly columns: readonly string[];
      readonly rows: readonly (readonly string[])[];
      readonly quoted: boolean;
    }
  | { readonly type: "rule" };

/** The pieces that are text; the others stand beside it. */
export type RichPiece = Extract<Piece, { type: "text" | "item" | "code" }>;

interface Inside {
  readonly quoted: boolean;
  readonly indent: number;
}

/** A line of its own, right below the one before it. */
export const line = (runs: readonly Run[]): RichPiece => ({ type: "text", runs, quoted: false, close: true });

/** CommonMark as pieces, in reading order: lists nest by indentation only, and nothing else does. */
export const piecesOf = (blocks: readonly MarkdownBlock[]): readonly Piece[] =>
  blocksPieces(blocks, { quoted: false, indent: 0 });

const blocksPieces = (blocks: readonly MarkdownBlock[], inside: Inside): readonly Piece[] =>
  blocks.flatMap((block, i) => blockPieces(block, { ...inside, close: blocks[i - 1]?.type === "heading" }));

const blockPieces = (
  block: MarkdownBlock,
  inside: Inside & { readonly close: boolean },
): readonly Piece[] => {
  const { quoted, close } = inside;
  switch (block.type) {
    case "heading":
      return [{ type: "text", runs: bold(block.runs), quoted, close, level: block.level }];
    case "paragraph":
      return [{ type: "text", runs: block.runs, quoted, close }];
    case "list":
      return block.items.flatMap((item, i) =>
        itemPieces(item, block.start === null ? null : block.start + i, inside),
      );
    case "quote":
      return blocksPieces(block.blocks, { ...inside, quoted: true });
    case "code":
      return codePieces(block, quoted);
    case "table":
      return [
        {
          type: "table",
          columns: block.columns.map(textOf),
          rows: block.rows.map((row) => row.map(textOf)),
          quoted,
        },
      ];
    case "rule":
      return [{ type: "rule" }];
  }
};

/** Code as it is. Words beside the fence that are no name of a language stand above it. */
export const codePieces = (
  code: { readonly text: string; readonly language: string },
  quoted: boolean,
): readonly RichPiece[] => {
  const language = oneLine(code.language);
  const isName = /^[\w+#.-]*$/.test(language);
  const label: readonly RichPiece[] = isName
    ? []
    : [{ type: "text", runs: [{ text: language, italic: true }], quoted, close: false }];
  return code.text.trim() === ""
    ? label
    : [
        ...label,
        { type: "code", text: code.text, quoted, ...(isName && language !== "" ? { language } : {}) },
      ];
};

/** The paragraphs an item begins with are in it; what else it has follows, lists indented. */
const itemPieces = (item: ListItem, number: number | null, inside: Inside): readonly Piece[] => {
  const next = item.blocks.findIndex((block) => block.type !== "paragraph" && block.type !== "heading");
  const own = next === -1 ? item.blocks : item.blocks.slice(0, next);
  const rest = next === -1 ? [] : item.blocks.slice(next);
  const box = item.task === null ? [] : [{ text: item.task ? "☑ " : "☐ " }];
  const runs = own.flatMap((block, i) => [...(i === 0 ? [] : [{ text: "\n" }]), ...runsIn(block)]);
  const { quoted, indent } = inside;
  return [
    { type: "item", runs: [...box, ...runs], quoted, number, indent },
    ...blocksPieces(rest, { quoted, indent: indent + 1 }),
  ];
};

const runsIn = (block: MarkdownBlock): readonly Run[] => {
  if (block.type === "paragraph") return block.runs;
  return block.type === "heading" ? bold(block.runs) : [];
};

const bold = (runs: readonly Run[]): readonly Run[] => runs.map((run) => ({ ...run, bold: true }));

const textOf = (runs: readonly Run[]): string => runs.map((run) => run.text).join("");
