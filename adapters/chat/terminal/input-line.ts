import { emptyLine, insert, press, type Editing, type Key } from "./editor.ts";
import { createHistory } from "./history.ts";
import type { Stroke } from "./keys.ts";
import type { Ask } from "./threads.ts";

/** What a stroke means beyond editing the line. `ask` is the question that was shown when a bare number was typed. */
export type Meaning =
  | { readonly type: "edited" }
  | { readonly type: "submitted"; readonly text: string; readonly ask: Ask | undefined }
  | { readonly type: "interrupt" | "end" | "next" | "back" | "clear" };

/** The line a person types at, with its history. */
export interface InputLine {
  /** Takes a stroke; `shown` is the question on the screen now. */
  take(stroke: Stroke, shown: Ask | undefined): Meaning;
  editing(): Editing;
  /** The question that Enter would answer with the number in the line. */
  armed(): Ask | undefined;
}

export const createInputLine = (): InputLine => {
  const history = createHistory();
  let line = emptyLine;
  let armed: Ask | undefined;

  const set = (text: string | undefined): void => {
    if (text !== undefined) line = { text, cursor: text.length };
  };
  const edit = (stroke: Stroke): void => {
    if (stroke.type === "paste") line = insert(line, stroke.text);
    else if (stroke.key.name === "up") set(history.older(line.text));
    else if (stroke.key.name === "down") set(history.newer());
    else line = press(line, stroke.key);
  };
  const submit = (): Meaning => {
    const text = line.text;
    const ask = armed;
    history.add(text);
    line = emptyLine;
    armed = undefined;
    return { type: "submitted", text, ask };
  };

  return {
    take: (stroke, shown) => {
      const command = stroke.type === "key" ? commandOf(stroke.key, line) : undefined;
      if (command === "submit") return submit();
      if (command === "discard") line = emptyLine;
      else if (command !== undefined) return { type: command };
      else edit(stroke);
      armed = /^[1-9]\d?$/.test(line.text.trim()) ? (armed ?? shown) : undefined;
      return { type: "edited" };
    },
    editing: () => line,
    armed: () => armed,
  };
};

/** Ctrl-C empties a line before it interrupts, and Ctrl-D ends only at an empty one, as in a shell. */
const commandOf = (
  key: Key,
  line: Editing,
): "submit" | "discard" | Exclude<Meaning["type"], "edited" | "submitted"> | undefined => {
  if (key.name === "return" || key.name === "enter") return "submit";
  if (key.name === "tab") return "next";
  if (key.name === "escape") return "back";
  if (key.ctrl !== true) return undefined;
  if (key.name === "c") return line.text === "" ? "interrupt" : "discard";
  if (key.name === "d") return line.text === "" ? "end" : undefined;
  return key.name === "l" ? "clear" : undefined;
};
