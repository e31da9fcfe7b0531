import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { renderMessage } from "#adapters/chat/terminal/render.ts";
import { widthOf } from "#adapters/chat/terminal/width.ts";
import { say } from "../../../contracts/chat.ts";
import { look, markdown, message, word } from "./arbitrary-messages.ts";
import { escape, withoutColors } from "./colors.ts";

describe("any message", () => {
  test("fits the width", () => {
    fc.assert(
      fc.property(message, look, (any, at) => {
        for (const line of renderMessage(any, at))
          expect(widthOf(withoutColors(line))).toBeLessThanOrEqual(at.width);
      }),
      { numRuns: 400 },
    );
  });

  test("can do nothing to the terminal but colour its own lines", () => {
    fc.assert(
      fc.property(message, look, (any, at) => {
        for (const line of renderMessage(any, at)) {
          expect(withoutColors(line)).not.toMatch(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u);
          expect(at.color || !line.includes(escape)).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });

  test("keeps every word of its prose", () => {
    const letters = (of: string): string => of.replaceAll(/[^\p{L}\p{M}\p{Extended_Pictographic}]/gu, "");
    fc.assert(
      fc.property(markdown, look, (source, at) => {
        const shown = letters(
          renderMessage(
            { ...say(""), blocks: [{ type: "prose", text: source }] },
            { ...at, color: false },
          ).join(""),
        );
        for (const each of source.split(/[^\p{L}\p{M}\p{Extended_Pictographic}\u200d]+/u))
          expect(shown).toContain(letters(each));
        expect(shown.length).toBeGreaterThanOrEqual(letters(source).length);
      }),
      { numRuns: 600 },
    );
  });

  test("keeps every word of its other blocks", () => {
    const letters = (of: string): string => of.replaceAll(/[^a-z]/g, "");
    const table = fc.record({
      columns: fc.array(word, { maxLength: 6 }),
      rows: fc.array(fc.array(word, { maxLength: 7 }), { maxLength: 6 }),
    });
    fc.assert(
      fc.property(table, fc.integer({ min: 20, max: 100 }), ({ columns, rows }, width) => {
        const count = (of: string): number => letters(of).length;
        const shown = count(
          renderMessage(
            { ...say(""), blocks: [{ type: "table", columns, rows }] },
            { width, color: false, unicode: true },
          ).join(""),
        );
        expect(shown).toBeGreaterThanOrEqual(count([...columns, ...rows.flat()].join("")));
      }),
    );
  });
});
