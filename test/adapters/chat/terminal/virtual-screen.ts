import { graphemes, graphemeWidth } from "#adapters/chat/terminal/width.ts";
import { escape } from "./colors.ts";

interface Row {
  readonly cells: readonly string[];
  /** It goes on in the next row, because the terminal wrapped it. */
  readonly wrapped: boolean;
}

/** The part of a terminal that the live view relies on: it keeps what scrolled away and folds long lines anew when it is resized. */
export interface VirtualScreen {
  write(text: string): void;
  resize(columns: number, rows: number): void;
  /** Every line since the beginning, without spaces at the end; wrapped rows are separate lines. */
  lines(): readonly string[];
  cursor(): { readonly row: number; readonly column: number };
  columns(): number;
  rows(): number;
}

const sequence = new RegExp(`${escape}\\[(\\??)([\\d;]*)([A-Za-z])|\\r|\\n|[^${escape}\\r\\n]+`, "g");

export const virtualScreen = (size: { columns: number; rows: number }): VirtualScreen => {
  let { columns, rows: height } = size;
  let rows: Row[] = [empty];
  let row = 0;
  let column = 0;
  let autowrap = true;

  const current = (): Row => rows[row] ?? empty;
  const set = (cells: readonly string[], wrapped = current().wrapped): void => {
    rows[row] = { cells, wrapped };
  };
  const down = (): void => {
    row += 1;
    if (row === rows.length) rows.push(empty);
  };
  const put = (grapheme: string): void => {
    const width = graphemeWidth(grapheme);
    if (width === 0) return;
    if (column + width > columns) {
      if (autowrap) {
        set(current().cells, true);
        down();
        column = 0;
      } else column = columns - width;
    }
    const cells = [...current().cells];
    while (cells.length < column) cells.push(" ");
    cells.splice(column, width, grapheme, ...(width === 2 ? [""] : []));
    set(cells);
    column = Math.min(column + width, autowrap ? columns : columns - 1);
  };
  const control = (mark: string, count: number, letter: string): void => {
    if (letter === "A") row = Math.max(row - count, Math.max(0, rows.length - height));
    else if (letter === "C") column = Math.min(columns - 1, column + count);
    else if (letter === "K") set(current().cells.slice(0, column), false);
    else if (letter === "J") {
      set(current().cells.slice(0, column), false);
      rows = rows.slice(0, row + 1);
    } else if (mark === "?" && count === 7) autowrap = letter === "h";
  };

  return {
    write: (text) => {
      for (const [whole, mark = "", count = "", letter] of text.matchAll(sequence)) {
        if (letter !== undefined) control(mark, Number(count === "" ? 1 : count), letter);
        else if (whole === "\r") column = 0;
        else if (whole === "\n") down();
        else graphemes(whole).forEach(put);
      }
    },
    resize: (newColumns, newRows) => {
      const { folded, at } = fold(rows, { row, column }, newColumns);
      rows = folded;
      ({ row, column } = at);
      columns = newColumns;
      height = newRows;
    },
    lines: () => rows.map(({ cells }) => cells.join("").trimEnd()),
    cursor: () => ({ row, column }),
    columns: () => columns,
    rows: () => height,
  };
};

const empty: Row = { cells: [], wrapped: false };

/** Joins what was wrapped and wraps it anew, as VTE, kitty, iTerm and tmux do; the cursor stays on its character. */
const fold = (
  rows: readonly Row[],
  cursor: { readonly row: number; readonly column: number },
  columns: number,
) => {
  const folded: Row[] = [];
  const at = { row: 0, column: 0 };
  let line: string[] = [];
  let cursorIn = -1;
  for (const [i, { cells, wrapped }] of rows.entries()) {
    if (i === cursor.row) cursorIn = line.length + cursor.column;
    line.push(...cells);
    if (wrapped) continue;
    const start = folded.length;
    folded.push(...split(line, columns));
    if (cursorIn >= 0) {
      at.row = start + Math.floor(cursorIn / columns);
      at.column = cursorIn % columns;
      while (folded.length <= at.row) folded.push(empty);
    }
    line = [];
    cursorIn = -1;
  }
  return { folded, at };
};

/** Rows of at most `columns` cells; a wide character is never cut in two. */
const split = (cells: readonly string[], columns: number): Row[] => {
  const parts: string[][] = [[]];
  for (const [i, cell] of cells.entries()) {
    const last = parts.at(-1) ?? [];
    const isWide = cells[i + 1] === "" && cell !== "";
    if (last.length + (isWide ? 2 : 1) > columns && cell !== "") parts.push([cell]);
    else last.push(cell);
  }
  return parts.map((part, i) => ({ cells: part, wrapped: i < parts.length - 1 }));
};
