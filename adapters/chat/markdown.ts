import type { MarkedToken, Token, Tokens } from "marked";
import { cleaned } from "./clean.ts";
import { runsOf } from "./markdown-inline.ts";
import { lex } from "./markdown-lexer.ts";
import type { Run } from "./runs.ts";

export interface ListItem {
  /** Whether a task is done; null for an item that is no task. */
  readonly task: boolean | null;
  readonly blocks: readonly MarkdownBlock[];
}

/** CommonMark with tables and tasks by meaning. HTML is text. */
export type MarkdownBlock =
  | { readonly type: "heading"; readonly level: number; readonly runs: readonly Run[] }
  | { readonly type: "paragraph"; readonly runs: readonly Run[] }
  | {
      readonly type: "list";
      /** The first number; null for bullets. */
      readonly start: number | null;
      readonly items: readonly ListItem[];
    }
  | { readonly type: "quote"; readonly blocks: readonly MarkdownBlock[] }
  | { readonly type: "code"; readonly language: string; readonly text: string }
  | {
      readonly type: "table";
      readonly columns: readonly (readonly Run[])[];
      readonly rows: readonly (readonly (readonly Run[])[])[];
    }
  | { readonly type: "rule" };

/** Blocks inside each other beyond this are shown as written: nobody can read them, and deep trees exhaust stacks. */
const deepest = 8;

/** Reads CommonMark. Every word of the text is in the tree, which is at most nine blocks deep; text that is hostile to the parser becomes one paragraph. */
export const readMarkdown = (text: string): readonly MarkdownBlock[] => {
  const clean = cleaned(text);
  const tokens = lex(clean);
  if (tokens === null) return clean.trim() === "" ? [] : [{ type: "paragraph", runs: [{ text: clean }] }];
  return blocksOf(tokens, 0);
};

const blocksOf = (tokens: readonly Token[], depth: number): readonly MarkdownBlock[] =>
  tokens.flatMap((token) => blockOf(token, depth));

const blockOf = (generic: Token, depth: number): readonly MarkdownBlock[] => {
  // as: no extension is installed, so the lexer makes only its own tokens.
  const token = generic as MarkedToken;
  switch (token.type) {
    case "space":
    case "checkbox":
      return [];
    case "heading":
      return [{ type: "heading", level: token.depth, runs: runsOf(token.tokens) }];
    case "paragraph":
      return paragraph(runsOf(token.tokens));
    case "code":
      return [{ type: "code", language: token.lang ?? "", text: token.text }];
    case "blockquote":
      if (depth >= deepest) return paragraph([{ text: token.raw }]);
      return [{ type: "quote", blocks: blocksOf(token.tokens, depth + 1) }];
    case "list":
      if (depth >= deepest) return paragraph([{ text: token.raw }]);
      return [listOf(token, depth)];
    case "table":
      return [tableOf(token)];
    case "hr":
      return [{ type: "rule" }];
    default:
      return paragraph(runsOf([token]));
  }
};

const paragraph = (runs: readonly Run[]): readonly MarkdownBlock[] =>
  runs.some((run) => run.text.trim() !== "") ? [{ type: "paragraph", runs: trimmed(runs) }] : [];

/** Without the line feeds at the end that the source had. */
const trimmed = (runs: readonly Run[]): readonly Run[] => {
  const last = runs.at(-1);
  if (last === undefined || !last.text.endsWith("\n")) return runs;
  const text = last.text.trimEnd();
  return trimmed(text === "" ? runs.slice(0, -1) : [...runs.slice(0, -1), { ...last, text }]);
};

const listOf = (list: Tokens.List, depth: number): MarkdownBlock => ({
  type: "list",
  start: list.ordered ? Number(list.start) : null,
  items: list.items.map((item) => ({
    task: item.task ? item.checked === true : null,
    blocks: blocksOf(item.tokens, depth + 1),
  })),
});

/** The parser drops cells beyond the header; a table that would lose words is shown as it was written. */
const tableOf = (table: Tokens.Table): MarkdownBlock => {
  const cells = [table.header, ...table.rows].flatMap((row) => row.map((cell) => cell.text));
  if (letters(table.raw) !== letters(cells.join("")))
    return { type: "code", language: "", text: table.raw.trimEnd() };
  const rowOf = (row: readonly Tokens.TableCell[]) => row.map((cell) => runsOf(cell.tokens));
  return { type: "table", columns: rowOf(table.header), rows: table.rows.map(rowOf) };
};

const letters = (text: string): string => text.replaceAll(/[\s|:\\-]/g, "");
