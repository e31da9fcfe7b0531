import type { Block, Choice } from "#src/project/message.ts";
import { codeLines, markdownLines } from "./markdown.ts";
import { signsFor } from "./marks.ts";
import { flow, progressLines } from "./progress.ts";
import { behind, dim, padded, span, type Line, type Look } from "./style.ts";
import { tableLines } from "./table.ts";
import { widthOf } from "./width.ts";
import { wrap } from "./wrap.ts";

/** One block as lines no wider than the look. Expects clean text. */
export const blockLines = (block: Block, look: Look): Line[] => {
  switch (block.type) {
    case "heading":
      return wrap([span(block.text, { bold: true })], look.width);
    case "prose":
      return markdownLines(block.text, look);
    case "facts":
      return factLines(block.facts, look);
    case "table":
      return tableLines(plainRow(block.columns), block.rows.map(plainRow), look);
    case "code":
      return codeLines(block.text, block.language, look);
    case "quote":
      return quoteLines(block, look);
    case "file":
      return wrap(fileSpans(block, look), look.width);
    case "divider":
      return [[dim((look.unicode ? "─" : "-").repeat(Math.min(look.width, 24)))]];
    case "progress":
      return progressLines(block, look);
    case "actions":
      return choiceLines(block.choices, look);
    case "context":
      return wrap([dim(block.text)], look.width);
    case "tree":
      return treeLines(block.nodes, look);
    case "picture":
      return wrap([span(`${block.title} `, { bold: true }), dim(block.alt)], look.width);
    case "buttons":
      // What buttons say is typed here.
      return [];
  }
};

const treeLines = (
  nodes: readonly { readonly depth: number; readonly label: string; readonly note: string }[],
  look: Look,
): Line[] =>
  nodes.flatMap(({ depth, label, note }) => {
    const indent = [span("  ".repeat(Math.min(depth, Math.floor(look.width / 4))))];
    return behind(
      wrap([span(label), dim(note === "" ? "" : `  ${note}`)], look.width - widthOf(indent[0]?.text ?? "")),
      indent,
    );
  });

/** `📎 path (v2, 3.1 kB)` */
export const fileSpans = (
  file: { readonly path: string; readonly version: number; readonly bytes: number },
  look: Look,
): Line => [
  span(`${signsFor(look).file} `),
  span(file.path, { underline: look.color }),
  dim(` (v${file.version}, ${size(file.bytes)})`),
];

/** `[1] Approve   [2] Modify…   [3] Reject…`: the numbers are what a person types. */
export const choiceLines = (choices: readonly Choice[], look: Look): Line[] =>
  flow(
    choices.map((choice, i) => [dim(`[${i + 1}] `), span(labelOf(choice, look), choiceStyle[choice.intent])]),
    look.width,
  );

const choiceStyle = {
  primary: { color: "green", bold: true },
  danger: { color: "red", bold: true },
  neutral: { bold: true },
} as const;

const labelOf = (choice: Choice, look: Look): string => {
  const { more } = signsFor(look);
  return choice.wantsNote && !choice.label.endsWith("…") ? choice.label + more : choice.label;
};

const factLines = (
  facts: readonly { readonly name: string; readonly value: string }[],
  look: Look,
): Line[] => {
  const column = Math.min(
    Math.max(0, ...facts.map((fact) => widthOf(fact.name))),
    Math.floor(look.width / 3),
  );
  return facts.flatMap(({ name, value }) => {
    const lines = wrap([span(value)], look.width - column - 2);
    const names = wrap([dim(name)], Math.max(column, 2));
    const [last = [], ...earlier] = names.toReversed();
    return [
      ...earlier.toReversed(),
      ...behind(lines, [...padded(last, column), span("  ")], [span(" ".repeat(column + 2))]),
    ];
  });
};

const quoteLines = (quote: { readonly text: string; readonly source: string }, look: Look): Line[] => {
  const inner = look.width - 2;
  const source =
    quote.source === "" ? [] : wrap([dim(`${look.unicode ? "—" : "--"} ${quote.source}`)], inner);
  return behind(
    [...wrap([span(quote.text, { italic: true })], inner), ...source],
    [dim(look.unicode ? "│ " : "> ")],
  );
};

const plainRow = (row: readonly string[]): Line[] => row.map((cell) => [span(cell)]);

/** Decimal units, as file managers and chat platforms show them. */
const size = (bytes: number): string => {
  if (bytes < 1_000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${(bytes / 1_000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
};
