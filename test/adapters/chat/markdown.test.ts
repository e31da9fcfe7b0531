import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readMarkdown, type MarkdownBlock } from "#adapters/chat/markdown.ts";
import { markdown } from "../../support/arbitrary-messages.ts";

const paragraph = (...runs: readonly object[]) => ({ type: "paragraph", runs });

describe("CommonMark", () => {
  test("is read as styled runs", () => {
    expect(readMarkdown("Ship **it *now* `v1`** ~~later~~")).toEqual([
      paragraph(
        { text: "Ship " },
        { text: "it ", bold: true },
        { text: "now", bold: true, italic: true },
        { text: " ", bold: true },
        { text: "v1", bold: true, code: true },
        { text: " " },
        { text: "later", strike: true },
      ),
    ]);
  });

  test("is read as blocks inside each other", () => {
    expect(
      readMarkdown("# Plan\n\n1. one\n   - [x] deep\n2. two\n\n> said\n\n---\n\n```ts\nlet a;\n```"),
    ).toEqual([
      { type: "heading", level: 1, runs: [{ text: "Plan" }] },
      {
        type: "list",
        start: 1,
        items: [
          {
            task: null,
            blocks: [
              paragraph({ text: "one" }),
              { type: "list", start: null, items: [{ task: true, blocks: [paragraph({ text: "deep" })] }] },
            ],
          },
          { task: null, blocks: [paragraph({ text: "two" })] },
        ],
      },
      { type: "quote", blocks: [paragraph({ text: "said" })] },
      { type: "rule" },
      { type: "code", language: "ts", text: "let a;" },
    ]);
  });

  test("has tables, and code in place of a table that would lose a cell", () => {
    expect(readMarkdown("| a | b |\n|---|---|\n| 1 | **2** |")).toEqual([
      {
        type: "table",
        columns: [[{ text: "a" }], [{ text: "b" }]],
        rows: [[[{ text: "1" }], [{ text: "2", bold: true }]]],
      },
    ]);
    expect(readMarkdown("| a |\n|---|\n| 1 | lost |")).toEqual([
      { type: "code", language: "", text: "| a |\n|---|\n| 1 | lost |" },
    ]);
  });

  test("never hides where a link leads, and links only to the web", () => {
    expect(readMarkdown("[bank](https://evil.example/a)")).toEqual([
      paragraph(
        { text: "bank (" },
        { text: "https://evil.example/a", url: "https://evil.example/a" },
        { text: ")" },
      ),
    ]);
    expect(readMarkdown("see https://a.example")).toEqual([
      paragraph({ text: "see " }, { text: "https://a.example", url: "https://a.example" }),
    ]);
    expect(readMarkdown("[x](javascript:alert(1)) ![cat](data:abc)")).toEqual([
      paragraph({ text: "x (javascript:alert(1)) cat (data:abc)" }),
    ]);
  });

  test("keeps HTML and link definitions as text", () => {
    expect(readMarkdown("<div>*bold*</div> <!channel>")).toEqual([
      paragraph({ text: "<div>" }, { text: "bold", italic: true }, { text: "</div> <!channel>" }),
    ]);
    expect(readMarkdown("[a]: https://a.example 'b'")).toEqual([
      paragraph({ text: "[a]: " }, { text: "https://a.example", url: "https://a.example" }, { text: " 'b'" }),
    ]);
  });

  test("has no character that hides, reorders or is half", () => {
    expect(readMarkdown("a\u202eb\u200b\u0000\ud83d\r\nc")).toEqual([paragraph({ text: "ab\ufffd\nc" })]);
  });
});

describe("text that is hostile to parsers", () => {
  const size = 20_000;
  const cases = {
    "nested quotes": "> ".repeat(size / 2),
    "nested quotes without spaces": ">".repeat(size),
    "nested lists on a line": "- ".repeat(size / 2),
    "nested numbers": "1. ".repeat(size / 3),
    "nested lists by indentation": Array.from({ length: 140 }, (_, i) => `${" ".repeat(i * 2)}- a`).join(
      "\n",
    ),
    "open emphasis": "*a **b ".repeat(size / 7),
    "emphasis opened and closed": `${"*a **b ".repeat(1_400)}${"c** d*".repeat(1_600)}`,
    underscores: "_a".repeat(size / 2),
    tildes: "~~a".repeat(size / 3),
    brackets: "[".repeat(size),
    "open links": "[a](".repeat(size / 4),
    ticks: "`a``b```".repeat(size / 8),
    "open comments": "<!--".repeat(size / 4),
    "half addresses": `${"a.".repeat(size / 2 - 1)}@`,
    pipes: `${"|a".repeat(size / 4)}\n${"|-".repeat(size / 4)}`,
    "a word": "a".repeat(size),
  };

  test.each(Object.entries(cases))("keeps its words and its reader's time: %s", (_, text) => {
    const start = process.cpuUsage();
    const blocks = readMarkdown(text);
    const { user } = process.cpuUsage(start);
    const count = (of: string): number => of.match(/[a-d]/g)?.length ?? 0;
    expect(count(blocks.map(textOf).join(""))).toBe(count(text));
    expect(depthOf(blocks)).toBeLessThanOrEqual(18);
    expect(user / 1_000).toBeLessThan(2_000);
  });
});

test("every word of any text is in its tree, in order", () => {
  const letters = (of: string): string => of.replaceAll(/[^\p{L}\p{M}\p{Extended_Pictographic}]/gu, "");
  fc.assert(
    fc.property(markdown, (source) => {
      expect(letters(readMarkdown(source).map(textOf).join(" "))).toBe(letters(source));
    }),
    { numRuns: 400 },
  );
});

const textOf = (block: MarkdownBlock): string => {
  switch (block.type) {
    case "heading":
    case "paragraph":
      return block.runs.map((run) => run.text).join("");
    case "list":
      return block.items.map((item) => item.blocks.map(textOf).join(" ")).join(" ");
    case "quote":
      return block.blocks.map(textOf).join(" ");
    case "code":
      return `${block.language} ${block.text}`;
    case "table":
      return [block.columns, ...block.rows]
        .flat(2)
        .map((run) => run.text)
        .join(" ");
    case "rule":
      return "";
  }
};

const depthOf = (blocks: readonly MarkdownBlock[]): number =>
  Math.max(0, ...blocks.map((block) => 1 + depthInside(block)));

const depthInside = (block: MarkdownBlock): number => {
  if (block.type === "quote") return depthOf(block.blocks);
  return block.type === "list" ? Math.max(0, ...block.items.map((item) => depthOf(item.blocks))) : 0;
};
