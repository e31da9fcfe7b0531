import { Marked, type MarkedToken, type Token, type Tokens } from "marked";
import { inlineSpans } from "./inline.ts";
import { behind, dim, span, styled, type Line, type Look } from "./style.ts";
import { tableLines } from "./table.ts";
import { cut, wrap } from "./wrap.ts";

/** Link definitions are shown as written: CommonMark would take them out of the text. */
const parser = new Marked({ tokenizer: { def: () => undefined } });

/** Indentation stops growing when less than this is left of the line. */
const narrowest = 12;

/** CommonMark with tables and tasks, lowered to lines. Every word of the text is in them. Expects clean text. */
export const markdownLines = (text: string, look: Look): Line[] => {
  try {
    return blocksOf(parser.lexer(text), look, true);
  } catch (error) {
    // Thousands of nested quotes or lists exhaust the stack; such a text is shown as it was written.
    if (!(error instanceof RangeError)) throw error;
    return wrap([span(text)], look.width);
  }
};

/** Lines of code, kept as they are and cut where they are too wide. */
export const codeLines = (text: string, language: string, look: Look): Line[] => {
  const edge = [dim(look.unicode ? "│ " : "| ")];
  const label = language === "" ? [] : wrap([dim(language)], look.width - 2);
  return behind([...label, ...text.split("\n").flatMap((line) => cut([span(line)], look.width - 2))], edge);
};

const blocksOf = (tokens: readonly Token[], look: Look, spaced: boolean): Line[] => {
  const lines: Line[] = [];
  for (const token of tokens) {
    const block = blockLines(token, look);
    if (block.length === 0) continue;
    if (lines.length > 0 && spaced) lines.push([]);
    lines.push(...block);
  }
  return lines;
};

const blockLines = (generic: Token, look: Look): Line[] => {
  // as: no extension is installed, so the lexer makes only its own tokens.
  const token = generic as MarkedToken;
  switch (token.type) {
    case "space":
    case "checkbox":
      return [];
    case "heading":
      return wrap(
        styled(inlineSpans(token.tokens, look), { bold: true, underline: token.depth === 1 }),
        look.width,
      );
    case "paragraph":
      return wrap(inlineSpans(token.tokens, look), look.width);
    case "code":
      return codeLines(token.text, token.lang ?? "", look);
    case "blockquote":
      return behind(blocksOf(token.tokens, inside(look, 2), true), bar(look));
    case "list":
      return listLines(token, look);
    case "table":
      return markdownTable(token, look);
    case "hr":
      return [[dim((look.unicode ? "─" : "-").repeat(Math.min(look.width, 24)))]];
    default:
      return wrap(inlineSpans([token], look), look.width);
  }
};

/** The look for something indented by `columns`; see `narrowest`. */
const inside = (look: Look, columns: number): Look => ({
  ...look,
  width: Math.max(narrowest, look.width - columns),
});

/** The bar of a quote, left out when there is no room to indent further. */
const bar = (look: Look): Line => (look.width - 2 < narrowest ? [] : [dim(look.unicode ? "│ " : "> ")]);

const listLines = (list: Tokens.List, look: Look): Line[] =>
  list.items.flatMap((item, i) => {
    const mark = markOf(list, i, look);
    const fits = look.width - mark.length >= narrowest;
    const inner = fits ? inside(look, mark.length) : look;
    const lines = blocksOf(item.tokens, inner, list.loose);
    if (!fits) return lines;
    const gap = list.loose && i > 0 ? [[]] : [];
    return [
      ...gap,
      ...behind(lines.length === 0 ? [[]] : lines, [dim(mark)], [span(" ".repeat(mark.length))]),
    ];
  });

/** A number, a bullet, or a task's box. */
const markOf = (list: Tokens.List, i: number, look: Look): string => {
  const item = list.items[i];
  if (list.ordered) return `${Number(list.start) + i}. `;
  if (item?.task === true)
    return item.checked === true ? (look.unicode ? "☑ " : "[x] ") : look.unicode ? "☐ " : "[ ] ";
  return look.unicode ? "• " : "- ";
};

/** The parser drops cells beyond the header; a table that would lose words is shown as it was written. */
const markdownTable = (table: Tokens.Table, look: Look): Line[] => {
  const cells = [table.header, ...table.rows].flatMap((row) => row.map((cell) => cell.text));
  if (letters(table.raw) !== letters(cells.join(""))) return codeLines(table.raw.trimEnd(), "", look);
  const [head = [], ...rows] = [table.header, ...table.rows].map((row) =>
    row.map((cell) => inlineSpans(cell.tokens, look)),
  );
  return tableLines(head, rows, look);
};

const letters = (text: string): string => text.replaceAll(/[\s|:\\-]/g, "");
