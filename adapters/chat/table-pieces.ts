import { oneLine } from "./clean.ts";
import type { Piece, RichPiece } from "./pieces.ts";
import { alignedTable } from "./text-table.ts";

export type TablePiece = Pick<Extract<Piece, { type: "table" }>, "columns" | "rows" | "quoted">;

/** A table as aligned text, or as a list of its rows when it is wider than `widest` columns of a fixed-width font. */
export const tablePieces = (table: TablePiece, widest: number): readonly RichPiece[] => {
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

/** Cells on one line each, as many in every row. */
export const evened = ({ columns, rows }: TablePiece) => {
  const count = Math.max(columns.length, ...rows.map((row) => row.length));
  const even = (row: readonly string[]) => Array.from({ length: count }, (_, i) => oneLine(row[i] ?? ""));
  return { columns: even(columns), rows: rows.map(even) };
};

const nameOf = (name: string | undefined): string => (name === undefined || name === "" ? "" : `${name}: `);
