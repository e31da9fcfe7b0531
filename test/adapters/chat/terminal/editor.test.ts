import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { emptyLine, insert, press, visible, type Editing, type Key } from "#adapters/chat/terminal/editor.ts";
import { createInputLine } from "#adapters/chat/terminal/input-line.ts";
import { widthOf } from "#adapters/chat/terminal/width.ts";

const at = (text: string): Editing => ({ text: text.replace("|", ""), cursor: text.indexOf("|") });
const shown = (line: Editing): string => `${line.text.slice(0, line.cursor)}|${line.text.slice(line.cursor)}`;
const ctrl = (name: string): Key => ({ name, ctrl: true, sequence: "" });

describe("the line editor", () => {
  test.each<[string, Key, string, string]>([
    ["left", { name: "left" }, "ab|c", "a|bc"],
    ["left at the start", { name: "left" }, "|abc", "|abc"],
    ["left over a family", { name: "left" }, "a👩‍👩‍👧|", "a|👩‍👩‍👧"],
    ["right", { name: "right" }, "a|bc", "ab|c"],
    ["home", { name: "home" }, "ab|c", "|abc"],
    ["end", { name: "end" }, "a|bc", "abc|"],
    ["backspace", { name: "backspace" }, "ab|c", "a|c"],
    ["backspace over a flag", { name: "backspace" }, "a🇩🇪|", "a|"],
    ["delete", { name: "delete" }, "a|bc", "a|c"],
    ["Ctrl-U", ctrl("u"), "one two| three", "| three"],
    ["Ctrl-K", ctrl("k"), "one| two", "one|"],
    ["Ctrl-W", ctrl("w"), "one two |three", "one |three"],
    ["Ctrl-A", ctrl("a"), "ab|c", "|abc"],
    ["Ctrl-E", ctrl("e"), "ab|c", "abc|"],
    ["a letter", { name: "x", sequence: "x" }, "a|c", "ax|c"],
    ["a function key", { name: "f5", sequence: "\x1b[15~" }, "a|c", "a|c"],
    ["an unknown control", ctrl("t"), "a|c", "a|c"],
  ])("%s", (...[, key, before, after]) => {
    expect(shown(press(at(before), key))).toBe(after);
  });

  test("takes nothing from a paste that could move the cursor", () => {
    expect(insert(emptyLine, "a\x1b[2J\x07b\tc\r\nd").text).toBe("ab    c\nd");
  });

  test("shows no more than fits, with the cursor in it, wherever it is", () => {
    const text = fc.string({ unit: "grapheme", maxLength: 80 });
    fc.assert(
      fc.property(text, fc.nat(), fc.integer({ min: 4, max: 60 }), (typed, place, width) => {
        let line = insert(emptyLine, typed);
        for (let i = 0; i < place % 80; i++) line = press(line, { name: "left" });
        const { text: part, column } = visible(line, width, "⏎");
        expect(widthOf(part)).toBeLessThanOrEqual(width);
        expect(column).toBeLessThan(width);
      }),
    );
  });

  test("stays fast with a pasted document of a megabyte", () => {
    const line = insert(emptyLine, "some words ".repeat(100_000));
    const began = performance.now();
    for (let i = 0; i < 100; i++) visible(press(line, { name: "left" }), 80, "⏎");
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});

describe("the input line", () => {
  const type = (line: ReturnType<typeof createInputLine>, name: string) =>
    line.take({ type: "key", key: { name, sequence: name } }, undefined);

  test("gives Escape, Tab and Ctrl-C a meaning of their own", () => {
    const line = createInputLine();
    expect(type(line, "escape")).toEqual({ type: "back" });
    expect(type(line, "tab")).toEqual({ type: "next" });
    expect(line.take({ type: "key", key: ctrl("c") }, undefined)).toEqual({ type: "interrupt" });
    expect(line.take({ type: "key", key: ctrl("d") }, undefined)).toEqual({ type: "end" });
    type(line, "x");
    expect(line.take({ type: "key", key: ctrl("d") }, undefined)).toEqual({ type: "edited" });
    expect(line.take({ type: "key", key: ctrl("c") }, undefined)).toEqual({ type: "edited" });
    expect(line.editing().text).toBe("");
  });
});
