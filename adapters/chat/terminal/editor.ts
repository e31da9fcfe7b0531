import { clean } from "./clean.ts";
import { graphemes, widthOf } from "./width.ts";

/** The text of the input line and the place in it, in UTF-16 units, always between two graphemes. */
export interface Editing {
  readonly text: string;
  readonly cursor: number;
}

export const emptyLine: Editing = { text: "", cursor: 0 };

/** A key as `node:readline` names it. */
export interface Key {
  readonly name?: string | undefined;
  readonly sequence?: string | undefined;
  readonly ctrl?: boolean | undefined;
  readonly meta?: boolean | undefined;
}

/** The line after a key; the same object when the key means nothing here. */
export const press = (line: Editing, key: Key): Editing => {
  const edit = edits[nameOf(key)];
  if (edit !== undefined) return edit(line);
  const isText = key.ctrl !== true && key.meta !== true && key.sequence !== undefined;
  return isText ? insert(line, key.sequence ?? "") : line;
};

/** The line with text put in at the cursor; escape sequences and control characters are left out. */
export const insert = (line: Editing, text: string): Editing => {
  const safe = clean(text);
  if (safe === "") return line;
  return {
    text: line.text.slice(0, line.cursor) + safe + line.text.slice(line.cursor),
    cursor: line.cursor + safe.length,
  };
};

/** The part of the line around the cursor that fits `width` columns, and the cursor's column in it. Line feeds are shown as `feed`. */
export const visible = (line: Editing, width: number, feed: string): { text: string; column: number } => {
  const show = (text: string): string[] =>
    graphemes(text).map((grapheme) => (grapheme === "\n" ? feed : grapheme));
  const before = show(line.text.slice(Math.max(0, line.cursor - far), line.cursor)).toReversed();
  const left = taking(before, width - 1);
  const right = taking(show(line.text.slice(line.cursor, line.cursor + far)), width - left.columns);
  return { text: left.taken.toReversed().join("") + right.taken.join(""), column: left.columns };
};

/** More UTF-16 units than any screen is wide: keeps drawing a pasted document cheap. */
const far = 2_000;

const taking = (parts: readonly string[], width: number): { taken: string[]; columns: number } => {
  const taken: string[] = [];
  let columns = 0;
  for (const part of parts) {
    const more = widthOf(part);
    if (columns + more > width) break;
    taken.push(part);
    columns += more;
  }
  return { taken, columns };
};

const nameOf = (key: Key): string =>
  `${key.ctrl === true ? "ctrl-" : ""}${key.meta === true ? "meta-" : ""}${key.name ?? ""}`;

const start = (line: Editing): Editing => ({ ...line, cursor: 0 });
const end = (line: Editing): Editing => ({ ...line, cursor: line.text.length });
const left = (line: Editing): Editing => ({ ...line, cursor: line.cursor - before(line).length });
const right = (line: Editing): Editing => ({ ...line, cursor: line.cursor + after(line).length });
const wordLeft = (line: Editing): Editing => ({ ...line, cursor: line.cursor - wordBefore(line).length });
const wordRight = (line: Editing): Editing => {
  const word = /^\s*\S*/.exec(line.text.slice(line.cursor))?.[0] ?? "";
  return { ...line, cursor: line.cursor + word.length };
};
const cutBefore = (line: Editing, length: number): Editing => ({
  text: line.text.slice(0, line.cursor - length) + line.text.slice(line.cursor),
  cursor: line.cursor - length,
});
const cutAfter = (line: Editing, length: number): Editing => ({
  text: line.text.slice(0, line.cursor) + line.text.slice(line.cursor + length),
  cursor: line.cursor,
});

const before = (line: Editing): string =>
  graphemes(line.text.slice(Math.max(0, line.cursor - 64), line.cursor)).at(-1) ?? "";
const after = (line: Editing): string => graphemes(line.text.slice(line.cursor, line.cursor + 64))[0] ?? "";
const wordBefore = (line: Editing): string => /\S*\s*$/.exec(line.text.slice(0, line.cursor))?.[0] ?? "";

const edits: Readonly<Record<string, (line: Editing) => Editing>> = {
  left,
  right,
  home: start,
  end,
  "ctrl-a": start,
  "ctrl-e": end,
  "ctrl-b": left,
  "ctrl-f": right,
  "meta-b": wordLeft,
  "meta-f": wordRight,
  "ctrl-left": wordLeft,
  "ctrl-right": wordRight,
  backspace: (line) => cutBefore(line, before(line).length),
  "ctrl-h": (line) => cutBefore(line, before(line).length),
  delete: (line) => cutAfter(line, after(line).length),
  "ctrl-u": (line) => cutBefore(line, line.cursor),
  "ctrl-k": (line) => cutAfter(line, line.text.length - line.cursor),
  "ctrl-w": (line) => cutBefore(line, wordBefore(line).length),
  "meta-backspace": (line) => cutBefore(line, wordBefore(line).length),
};
