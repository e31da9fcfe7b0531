import { emitKeypressEvents } from "node:readline";
import type { Key } from "./editor.ts";

/** Something a person did on the keyboard: one key, or a whole paste. */
export type Stroke =
  | { readonly type: "key"; readonly key: Key }
  | { readonly type: "paste"; readonly text: string };

/** A terminal's keyboard, or a stream that behaves like one. */
export type Keyboard = NodeJS.ReadableStream & {
  readonly isTTY?: boolean;
  setRawMode?(raw: boolean): unknown;
};

/** Reads single keys; a paste arrives as one stroke, so that its line ends do not send anything. Returns how to stop. */
export const readKeys = (input: Keyboard, on: (stroke: Stroke) => void): (() => void) => {
  let paste: string[] | null = null;
  const onKey = (text: string | undefined, key: Key): void => {
    if (key.name === "paste-start") paste = [];
    else if (key.name === "paste-end" && paste !== null) {
      const whole = paste.join("");
      paste = null;
      on({ type: "paste", text: whole });
    } else if (paste !== null) paste.push(text ?? key.sequence ?? "");
    else on({ type: "key", key });
  };
  emitKeypressEvents(input);
  input.setRawMode?.(true);
  input.on("keypress", onKey);
  input.resume();
  return () => {
    input.off("keypress", onKey);
    input.setRawMode?.(false);
    input.pause();
  };
};
