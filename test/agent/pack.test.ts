import { describe, expect, it } from "vitest";
import { largestPrefix, pack } from "#src/agent/pack.ts";

describe("pack", () => {
  it("keeps the order of what is kept and drops the last of equals first", () => {
    const pieces = ["a", "b", "c"].map((label) => ({ label, priority: label === "a" ? 1 : 2 }));
    const byCount = ({ kept }: { kept: readonly unknown[] }): number => kept.length;
    expect(pack(pieces, 2, byCount)).toEqual({ kept: pieces.slice(1), dropped: pieces.slice(0, 1) });
    expect(pack(pieces, 1, byCount)).toEqual({ kept: pieces.slice(1, 2), dropped: [pieces[0], pieces[2]] });
    expect(pack(pieces, 0, byCount).kept).toEqual([]);
  });
});

describe("largestPrefix", () => {
  const upTo = (limit: number) => (length: number) => length <= limit;

  it.each([
    ["a paragraph", "one two\n\nthree four\n\nfive", 20, "one two\n\nthree four"],
    ["a line when paragraphs are too long", "a\n\nb\nc d e f\ng h i j k", 14, "a\n\nb\nc d e f"],
    ["a word when lines are too long", "one two three four", 12, "one two"],
    ["nothing when nothing fits", "one two", 2, ""],
  ])("cuts at %s", (_, ...[text, limit, kept]) => {
    expect(text.slice(0, largestPrefix(text, upTo(limit)))).toBe(kept);
  });
});
