import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMemo } from "#src/llm/memo.ts";
import { createEstimate, estimateTokens } from "#src/llm/tokens.ts";

const words = fc.constantFrom("word", "Überlänge", "да", "東京、", "{}();", "12345", "#E1", "—", "🙂");
const gaps = fc.constantFrom(" ", "\n", "\n\n", "\n\n\n", "\n\n  ", " \n\t\n", "\r\n\r\n", "");
const text = fc
  .array(fc.tuple(words, gaps), { maxLength: 30 })
  .map((parts) => parts.map(([word, gap]) => word + gap).join(""));

describe("an estimate that remembers paragraphs", () => {
  it("is the plain estimate of every text, the first time and again", () => {
    const estimate = createEstimate();
    fc.assert(
      fc.property(text, (given) => {
        const plain = estimateTokens(given);
        expect([estimate(given), estimate(given)]).toEqual([plain, plain]);
      }),
    );
  });
});

describe("a memo", () => {
  it("makes a value once for as long as it is among the newest", () => {
    const made: string[] = [];
    const memo = createMemo<string>(2);
    const get = (key: string): string =>
      memo(key, () => {
        made.push(key);
        return key.toUpperCase();
      });
    expect(["a", "b", "a", "c", "a"].map(get)).toEqual(["A", "B", "A", "C", "A"]);
    expect(made).toEqual(["a", "b", "c"]);
  });

  it("forgets the oldest values, so that it never holds more than twice its limit", () => {
    const made: string[] = [];
    const memo = createMemo<string>(2);
    for (const key of ["a", "b", "c", "d", "e", "a"])
      memo(key, () => {
        made.push(key);
        return key;
      });
    expect(made).toEqual(["a", "b", "c", "d", "e", "a"]);
  });
});
