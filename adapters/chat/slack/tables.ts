import { evened, type TablePiece } from "../table-pieces.ts";
import type { SlackLimits } from "./limits.ts";
import { sizeOf, type TableBlock } from "./wire.ts";

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
