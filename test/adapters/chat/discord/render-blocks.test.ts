import { describe, expect, test } from "vitest";
import type { Block } from "#src/project/message.ts";
import { plan } from "../samples.ts";
import { slabsOf, textsOf } from "./rendered.ts";

describe("blocks", () => {
  test("a heading, a line between and small print are markup of ours", () => {
    expect(
      slabsOf(
        { type: "heading", text: "A  *title*\n:tada:" },
        { type: "divider" },
        { type: "context", text: "e3 · high\n# not a heading" },
      ),
    ).toEqual([
      { type: 10, content: "## A \\*title\\* \\:tada:" },
      { type: 14, divider: true, spacing: 1 },
      { type: 10, content: "-# e3 · high\n-# \\# not a heading" },
    ]);
  });

  test("a heading that Discord would shorten is bold text", () => {
    expect(textsOf({ type: "heading", text: "Learn C#" })).toEqual(["**Learn C#**"]);
  });

  test("prose is Discord's Markdown: headings, lists by indentation, quotes with a bar, code as it is", () => {
    const more = "\n\n## *Then* `x`\n- a ~~b~~\n\n  c\n\n```md\n<@1> `x`\n```";
    expect(textsOf({ type: "prose", text: plan + more })).toEqual([
      [
        "## Plan",
        "We **ship**.",
        "",
        "Then:",
        "3. one",
        "  - ☐ deep",
        "  - ☑ `done`",
        "4. two",
        "> said",
        "> - so",
        "```ts",
        "let a;",
        "```",
        "### *Then* `x`",
        "- a ~~b~~",
        "  c",
        "```md",
        "<@1> `x`",
        "```",
      ].join("\n"),
    ]);
  });

  test("what would ping or deceive in a text stays text, and an address is seen", () => {
    const prose =
      "@everyone <@80351110224678912> <@&165511591545143296> <t:1618953630:R> </start:816437322781949972> [bank](https://evil.example/b) https://a.example/x_y_z";
    expect(textsOf({ type: "prose", text: prose })).toEqual([
      "\\@everyone \\<@80351110224678912> \\<@&165511591545143296> \\<t\\:1618953630:R> \\</start:816437322781949972> bank (<https://evil.example/b>) <https://a.example/x_y_z>",
    ]);
  });

  test("facts have bold names", () => {
    expect(
      textsOf({
        type: "facts",
        facts: [
          { name: "Status", value: "planning" },
          { name: "", value: "- $1" },
        ],
      }),
    ).toEqual(["**Status:** planning\n\\- $1"]);
  });

  test("code with a fence in it is text, letter by letter", () => {
    expect(textsOf({ type: "code", language: "md", text: "```\nx\n```\n  # y" })).toEqual([
      "\\`\\`\\`\nx\n\\`\\`\\`\n  \\# y",
    ]);
  });

  test("a quote has its source, and markup in it is text", () => {
    expect(textsOf({ type: "quote", text: "**No**\nnever", source: "Architect" })).toEqual([
      "> *\\*\\*No\\*\\**\n> *never*\n> — Architect",
    ]);
  });

  test("files in a row share a text", () => {
    expect(
      textsOf(
        { type: "file", path: "requirements/spec_v2.md", bytes: 3_100, version: 2 },
        { type: "file", path: "b.md", bytes: 12, version: 1 },
      ),
    ).toEqual(["📎 `requirements/spec_v2.md` (v2, 3.1 kB)\n📎 `b.md` (v1, 12 B)"]);
  });

  test("progress is a bar and a line for each item", () => {
    expect(
      textsOf({
        type: "progress",
        done: 2,
        total: 6,
        items: [
          { label: "Plan · Ann", state: "done", note: "" },
          { label: "Build · Bob", state: "running", note: "writing" },
          { label: "Ship · Dan", state: "waiting", note: "" },
        ],
      }),
    ).toEqual(["▰▰▰▰▱▱▱▱▱▱▱▱ 2/6\n✔ Plan · Ann\n**▶ Build · Bob**: writing\n○ Ship · Dan"]);
  });

  test("a tree is drawn", () => {
    expect(
      textsOf({
        type: "tree",
        nodes: [
          { depth: 0, label: "sdlc", note: "" },
          { depth: 1, label: "plan", note: "done" },
          { depth: 1, label: "build", note: "" },
        ],
      }),
    ).toEqual(["```\nsdlc\n├─ plan  done\n└─ build\n```"]);
  });

  test("a picture is shown below its title, and says what it shows; an empty one is told", () => {
    const picture: Block = {
      type: "picture",
      title: "Costs",
      alt: "Costs by agent: Ann $1",
      png: "iVBORw0KGgo=",
    };
    expect(slabsOf(picture, { ...picture, png: "" })).toEqual([
      { type: 10, content: "🖼 **Costs**" },
      {
        type: 12,
        items: [{ media: { url: "attachment://picture-1.png" }, description: "Costs by agent: Ann $1" }],
      },
      { type: 10, content: "🖼 **Costs**\nCosts by agent: Ann $1" },
    ]);
  });
});

describe("tables", () => {
  const table = (columns: readonly string[], rows: readonly string[][]): Block => ({
    type: "table",
    columns: [...columns],
    rows: [...rows],
  });

  test("are aligned by the width of what is shown", () => {
    expect(textsOf(table(["name", "tokens"], [["Ann", "12"], ["日本語", "7"], ["Bob"]]))).toEqual([
      "```\nname    tokens\n──────  ──────\nAnn     12\n日本語  7\nBob\n```",
    ]);
  });

  test("that are too wide for that are lists of their rows", () => {
    const long = "a".repeat(40);
    expect(textsOf(table(["x", "y"], [[long, long]]))).toEqual([`- **x:** ${long}\n  **y:** ${long}`]);
  });
});
