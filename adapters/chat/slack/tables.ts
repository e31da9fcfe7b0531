import { oneLine } from "../clean.ts";
import { alignedTable } from "../text-table.ts";
import type { SlackLimits } from "./limits.ts";
import type { Piece, RichPiece } from "./pieces.ts";
import { sizeOf, type TableBlock } from "./wire.ts";

type TablePiece = Pick<Extract<Piece, { type: "table" }>, "columns" | "rows" | "quoted">;

/** Columns of text that a code block of Slack shows without breaking lines, on a laptop. */
const widest = 90;

/** A table as Slack's own block; null when it is beyond a limit, or has nothing in it. */
export const tableBlock = (table: TablePiece, limits: SlackLimits): TableBlock | null => {
  const { columns, rows } = evened(table);
  const all = columns.some((name) => name !== "") ? [columns, ...rows] : rows;
  const characters = all.flat().reduce((sum, cell) => sum + Math.max(1, cell.length), 0);
  const { table: most } = limits;
  if (columns.length === 0 || columns.length > most.columns || all.length === 0) return null;
  if (all.length > most.rows || characters > most.characters) return null;
  const block: TableBlock = {
    type: "table",
    rows: all.map((row) => row.map((cell) => ({ type: "raw_text", text: cell === "" ? " " : cell }))),
    column_settings: columns.map(() => ({ align: "left", is_wrapped: true })),
  };
  return sizeOf(block) <= most.size ? block : null;
};

/** The same as aligned text, or as a list of rows when it is too wide for that. */
export const tablePieces = (table: TablePiece): readonly RichPiece[] => {
  const { columns, rows } = evened(table);
  const { quoted } = table;
  if (columns.length === 0) return [];
  const text = alignedTable(columns, rows, widest);
  if (text !== null) return text.trim() === "" ? [] : [{ type: "code", text, quoted }];
  const listed = rows.length === 0 ? [columns] : rows;
  const names = rows.length === 0 ? [] : columns;
  return listed.map((row) => ({
    type: "item",
    runs: row.flatMap((cell, i) => [
      { text: `${i === 0 ? "" : "\n"}${nameOf(names[i])}`, bold: true },
      { text: cell },
    ]),
    quoted,
    number: null,
    indent: 0,
  }));
};

const nameOf = (name: string | undefined): string => (name === undefined || name === "" ? "" : `${name}: `);

/** Cells on one line each, as many in every row. */
const evened = ({ columns, rows }: TablePiece) => {
  const count = Math.max(columns.length, ...rows.map((row) => row.length));
  const even = (row: readonly string[]) => Array.from({ length: count }, (_, i) => oneLine(row[i] ?? ""));
  return { columns: even(columns), rows: rows.map(even) };
};
