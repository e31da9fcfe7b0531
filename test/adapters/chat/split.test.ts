import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cutAt, shortened } from "#adapters/chat/split.ts";
import { hostile, markdown, word } from "../../support/arbitrary-messages.ts";

const pieces = (text: string, most: number): readonly string[] => {
  const at = cutAt(text, most);
  return at === text.length ? [text] : [text.slice(0, at), ...pieces(text.slice(at), most)];
};

describe("a text that is too long", () => {
  test("is cut between paragraphs, else lines, else sentences, else words", () => {
    expect(pieces("one two\n\nthree\nfour", 12)).toEqual(["one two\n\n", "three\nfour"]);
    expect(pieces("one two three\nfour five", 16)).toEqual(["one two three\n", "four five"]);
    expect(pieces("One is. Two are many.", 14)).toEqual(["One is. ", "Two are many."]);
    expect(pieces("one two three", 9)).toEqual(["one two ", "three"]);
  });

  test("is cut between words rather than at a paragraph that leaves little", () => {
    expect(pieces("a\n\nbcd efg hij klm", 12)).toEqual(["a\n\nbcd efg ", "hij klm"]);
  });

  test("is cut inside a word between characters as people see them", () => {
    expect(pieces("👩‍👩‍👧👩‍👩‍👧", 10)).toEqual(["👩‍👩‍👧", "👩‍👩‍👧"]);
    expect(pieces("e\u0301e\u0301", 3)).toEqual(["e\u0301", "e\u0301"]);
    expect(pieces("🇩🇪🇫🇷", 6)).toEqual(["🇩🇪", "🇫🇷"]);
  });

  test("is cut inside a character only when that alone is too long, and never inside a pair", () => {
    expect(pieces("👩‍👩‍👧", 3)).toEqual(["👩\u200d", "👩\u200d", "👧"]);
    expect(pieces(`e${"\u0301".repeat(5)}`, 4).join("")).toBe(`e${"\u0301".repeat(5)}`);
  });

  test("loses nothing, whatever it is", () => {
    const text = fc.oneof(
      markdown,
      fc.string({ unit: "binary", maxLength: 200 }),
      fc.array(fc.oneof(word, hostile)).map((all) => all.join("")),
    );
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 60 }), (any, most) => {
        const all = pieces(any, most);
        expect(all.join("")).toBe(any);
        for (const piece of all) expect(piece.length).toBeLessThanOrEqual(most);
        expect(all.every((piece) => piece.isWellFormed())).toBe(any.isWellFormed());
      }),
      { numRuns: 500 },
    );
  });
});

test("a text is shortened with an ellipsis, at most to its length", () => {
  expect(shortened("one two", 7)).toBe("one two");
  expect(shortened("one two", 6)).toBe("one t…");
  expect(shortened("one two", 5)).toBe("one…");
  expect(shortened("ab👩‍👩‍👧", 6)).toBe("ab…");
});
