import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { outlineOf, sectionNamed } from "#src/agent/sections.ts";

const markdown = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "# A",
        "## B b",
        "### C",
        "- x\n  - y",
        "> q",
        "```\n# no\n```",
        "",
        "\t",
        "Title\n=====",
        "a | b\n--|--\n1 | 2",
      ),
      fc.string(),
      fc.string({ unit: "grapheme" }),
    ),
  )
  .chain((lines) => fc.constantFrom("\n", "\r\n", "\r", "\n\n").map((border) => lines.join(border)));

describe("outlineOf", () => {
  it("finds headings and blocks at their exact places, whatever ends a line", () => {
    const text = "# One\r\n\r\nfirst\r\n\r\n## 1.1 Two *words*\r\nsecond\r\n\r\n# Three\r\n";
    const { sections, blocks } = outlineOf(text);
    expect(sections.map(({ level, title, from, to }) => [level, title, text.slice(from, to)])).toEqual([
      [1, "One", "# One\r\n\r\nfirst\r\n\r\n## 1.1 Two *words*\r\nsecond"],
      [2, "1.1 Two *words*", "## 1.1 Two *words*\r\nsecond"],
      [1, "Three", "# Three"],
    ]);
    expect(blocks.map(({ from, to }) => text.slice(from, to))).toEqual(["first", "second"]);
  });

  it("takes no comment in a code block for a heading", () => {
    expect(outlineOf("```sh\n# install\n```\n").sections).toEqual([]);
  });

  it("loses no visible character of any text", () => {
    fc.assert(
      fc.property(markdown, (text) => {
        const { sections, blocks } = outlineOf(text);
        const spans = [...blocks, ...sections.map(({ from, bodyFrom }) => ({ from, to: bodyFrom }))];
        const kept = spans.toSorted((a, b) => a.from - b.from).map(({ from, to }) => text.slice(from, to));
        expect(kept.join("").replace(/\s/g, "")).toBe(text.replace(/\s/g, ""));
        for (const { from, to } of [...sections, ...blocks])
          expect(text.slice(from, to)).toBe(text.slice(from, to).trim());
      }),
    );
  });

  it("survives a line with thousands of nested quotes", () => {
    const text = `# A\n\n${"> ".repeat(20_000)}x\n\n# B\n`;
    expect(outlineOf(text).sections.map(({ title }) => title)).toEqual(["A", "B"]);
  });
});

describe("sectionNamed", () => {
  const text = "# T\n\n## Out of scope\n\nx\n\n## 2. Scope\n\ny\n";

  it.each([
    ["scope", "2. Scope"],
    ["Scope:", "2. Scope"],
    ["OUT OF SCOPE", "Out of scope"],
    ["out", "Out of scope"],
  ])("finds %s as %s", (wanted, title) => {
    expect(sectionNamed(outlineOf(text), wanted)?.title).toBe(title);
  });

  it("finds nothing for words that are not in a title", () => {
    expect(sectionNamed(outlineOf(text), "cop")).toBeUndefined();
    expect(sectionNamed(outlineOf(text), "…")).toBeUndefined();
  });
});
