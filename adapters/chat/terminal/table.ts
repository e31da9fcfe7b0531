import { behind, dim, lineWidth, padded, span, styled, type Line, type Look } from "./style.ts";
import { widthOf } from "./width.ts";
import { wrap } from "./wrap.ts";

/** Columns narrower than this, or than their longest word up to 16, are not readable; then a table becomes a list. */
const narrowest = 8;
const longWord = 16;

/** A table as a box that fits the width, or as a list of rows when it cannot. Cells beyond the header get a column of their own. */
export const tableLines = (head: readonly Line[], rows: readonly (readonly Line[])[], look: Look): Line[] => {
  const count = Math.max(head.length, ...rows.map((row) => row.length));
  if (count === 0) return [];
  const header = Array.from({ length: count }, (_, i) => head[i] ?? []);
  const room = look.width - 3 * count - 1;
  const columns = header.map((name, i) => [name, ...rows.map((row) => row[i] ?? [])]);
  const widths = fit(columns, room);
  if (widths === null) return listLines(header, rows, look);
  const edge = edges(look);
  return [
    rule(widths, edge, edge.top),
    ...rowLines(
      header.map((cell) => styled(cell, { bold: true })),
      widths,
      edge.side,
    ),
    rule(widths, edge, edge.middle),
    ...rows.flatMap((row) => rowLines(row, widths, edge.side)),
    rule(widths, edge, edge.bottom),
  ];
};

/** The columns' widths: what each would like, and what the table as a whole needs to stay readable. */
const fit = (columns: readonly (readonly Line[])[], room: number): number[] | null => {
  const natural = columns.map((cells) =>
    Math.max(1, ...cells.flatMap((cell) => wrap(cell, Number.POSITIVE_INFINITY).map(lineWidth))),
  );
  const least = Math.max(narrowest, ...columns.flat().map((cell) => Math.min(longWord, longestWord(cell))));
  const total = (cap: number): number => natural.reduce((sum, width) => sum + Math.min(width, cap), 0);
  let cap = Math.max(...natural);
  if (total(cap) <= room) return natural;
  cap = Math.min(cap, room);
  while (cap >= least && total(cap) > room) cap -= 1;
  return cap < least ? null : natural.map((width) => Math.min(width, cap));
};

const longestWord = (cell: Line): number => Math.max(0, ...textOf(cell).split(/\s+/).map(widthOf));

const textOf = (cell: Line): string => cell.map((part) => part.text).join("");

type Edges = ReturnType<typeof edges>;

const edges = (look: Look) =>
  look.unicode
    ? { side: "│", line: "─", top: "┌┬┐", middle: "├┼┤", bottom: "└┴┘" }
    : { side: "|", line: "-", top: "+++", middle: "+++", bottom: "+++" };

const rule = (widths: readonly number[], edge: Edges, joints: string): Line => {
  const [left = "", between = "", right = ""] = joints;
  return [dim(left + widths.map((width) => edge.line.repeat(width + 2)).join(between) + right)];
};

const rowLines = (row: readonly Line[], widths: readonly number[], side: string): Line[] => {
  const cells = widths.map((width, i) => wrap(row[i] ?? [], width));
  const height = Math.max(...cells.map((cell) => cell.length));
  return Array.from({ length: height }, (_, y) => [
    ...widths.flatMap((width, i) => [dim(`${side} `), ...padded(cells[i]?.[y] ?? [], width), span(" ")]),
    dim(side),
  ]);
};

const listLines = (header: readonly Line[], rows: readonly (readonly Line[])[], look: Look): Line[] => {
  const mark = look.unicode ? "• " : "* ";
  if (rows.length === 0) return header.flatMap((cell) => wrap(styled(cell, { bold: true }), look.width));
  return rows.flatMap((row) => {
    const lines = header.flatMap((name, i) => {
      const label = name.length === 0 ? [] : [...styled(name, { dim: true }), span(": ")];
      return wrap([...label, ...(row[i] ?? [])], look.width - 2);
    });
    return behind(lines, [dim(mark)], [span("  ")]);
  });
};
