import { describe, expect, test } from "vitest";
import { renderHome } from "#adapters/chat/slack/home-view.ts";
import { slackLimits } from "#adapters/chat/slack/limits.ts";
import type { Block } from "#src/project/message.ts";
import { plan } from "../samples.ts";
import { problemsOfView } from "./block-rules.ts";
import { blocksOf, code, plain, rich, say, section, text } from "./rendered.ts";
import { seen } from "./seen.ts";

describe("blocks", () => {
  test("heading, context and divider are Slack's own", () => {
    expect(
      blocksOf(
        { type: "heading", text: "A  *title*\n:tada:" },
        { type: "divider" },
        { type: "context", text: "e3 · high" },
      ),
    ).toEqual([
      { type: "header", text: plain("A *title* :tada:") },
      { type: "divider" },
      { type: "context", elements: [plain("e3 · high")] },
    ]);
  });

  test("a heading that Slack would refuse is bold text", () => {
    expect(blocksOf({ type: "heading", text: "a".repeat(151) })).toEqual([
      rich(section(text("a".repeat(151), "bold"))),
    ]);
  });

  test("prose is rich text: lists by indentation, quotes with a bar, code as it is", () => {
    expect(blocksOf({ type: "prose", text: plan })).toEqual([
      rich(
        section(text("Plan", "bold"), text("\nWe "), text("ship", "bold"), text(".\n\nThen:")),
        { type: "rich_text_list", style: "ordered", elements: [section(text("one"))], offset: 2 },
        {
          type: "rich_text_list",
          style: "bullet",
          elements: [section(text("☐ deep")), section(text("☑ "), text("done", "code"))],
          indent: 1,
        },
        { type: "rich_text_list", style: "ordered", elements: [section(text("two"))], offset: 3 },
        { type: "rich_text_quote", elements: [text("said")] },
        { type: "rich_text_list", style: "bullet", elements: [section(text("so"))], border: 1 },
        code("let a;"),
      ),
    ]);
  });

  test("what would ping or deceive in a text stays text", () => {
    const prose =
      "<!channel> <@U0STRANGER> @here #general <!subteam^S0ADMINS> <https://evil.example|bank> [bank](https://evil.example/b)";
    expect(blocksOf({ type: "prose", text: prose })).toEqual([
      rich(
        section(
          text(
            "<!channel> <@U0STRANGER> @here #general <!subteam^S0ADMINS> https://evil.example|bank bank (",
          ),
          { type: "link", url: "https://evil.example/b" },
          text(")"),
        ),
      ),
    ]);
  });

  test("facts are lines with bold names", () => {
    expect(
      blocksOf({
        type: "facts",
        facts: [
          { name: "Now", value: "planning" },
          { name: "Spent", value: "$1" },
        ],
      }),
    ).toEqual([
      rich(section(text("Now: ", "bold"), text("planning\n"), text("Spent: ", "bold"), text("$1"))),
    ]);
  });

  test("a quote has its source, and markup in it is text", () => {
    expect(blocksOf({ type: "quote", text: "**No**", source: "Architect" })).toEqual([
      rich({ type: "rich_text_quote", elements: [text("**No**", "italic"), text("\n— Architect")] }),
    ]);
  });

  test("files in a row share a block", () => {
    expect(
      blocksOf(
        { type: "file", path: "requirements/spec.md", bytes: 3_100, version: 2 },
        { type: "file", path: "b.md", bytes: 12, version: 1 },
      ),
    ).toEqual([
      rich(
        section(
          text("📎 "),
          text("requirements/spec.md", "code"),
          text(" (v2, 3.1 kB)\n📎 "),
          text("b.md", "code"),
          text(" (v1, 12 B)"),
        ),
      ),
    ]);
  });

  test("progress is a bar and a line for each item", () => {
    expect(
      blocksOf({
        type: "progress",
        done: 2,
        total: 6,
        items: [
          { label: "Plan · Ann", state: "done", note: "" },
          { label: "Build · Bob", state: "running", note: "writing" },
          { label: "Test · Cyd", state: "blocked", note: "waits for people" },
          { label: "Ship · Dan", state: "waiting", note: "" },
        ],
      }),
    ).toEqual([
      rich(
        section(
          text("▰▰▰▰▱▱▱▱▱▱▱▱ 2/6\n✔ Plan · Ann\n"),
          text("▶ Build · Bob", "bold"),
          text(": writing\n"),
          text("⏸ Test · Cyd", "bold"),
          text(": waits for people\n○ Ship · Dan"),
        ),
      ),
    ]);
  });

  test("a tree is drawn", () => {
    expect(
      blocksOf({
        type: "tree",
        nodes: [
          { depth: 0, label: "sdlc", note: "" },
          { depth: 1, label: "plan", note: "done" },
          { depth: 2, label: "spec", note: "" },
          { depth: 1, label: "build", note: "" },
          { depth: 2, label: "api", note: "" },
          { depth: 2, label: "ui", note: "now" },
        ],
      }),
    ).toEqual([rich(code("sdlc\n├─ plan  done\n│  └─ spec\n└─ build\n   ├─ api\n   └─ ui  now"))]);
  });
});

describe("tables", () => {
  const table: Block = { type: "table", columns: ["name", "tokens"], rows: [["Ann", "12"], ["Bob"]] };
  const aligned = "name  tokens\n────  ──────\nAnn   12\nBob";

  test("the first is Slack's own, others are aligned text", () => {
    const cell = (of: string) => ({ type: "raw_text", text: of });
    expect(blocksOf(table, table)).toEqual([
      {
        type: "table",
        rows: [
          [cell("name"), cell("tokens")],
          [cell("Ann"), cell("12")],
          [cell("Bob"), cell(" ")],
        ],
        column_settings: [
          { align: "left", is_wrapped: true },
          { align: "left", is_wrapped: true },
        ],
      },
      rich(code(aligned)),
    ]);
  });

  test("one of more rows than Slack takes is aligned text", () => {
    const rows = Array.from({ length: 200 }, (_, i) => [`row ${i}`]);
    const [block] = blocksOf({ type: "table", columns: ["a"], rows });
    expect(block?.type).toBe("rich_text");
    expect(seen(block)).toContain("row 199");
  });

  test("one that is too wide even for that is a list of its rows", () => {
    const long = "a".repeat(60);
    expect(blocksOf(table, { type: "table", columns: ["x", "y"], rows: [[long, long]] })[1]).toEqual(
      rich({
        type: "rich_text_list",
        style: "bullet",
        elements: [section(text("x: ", "bold"), text(long), text("\ny: ", "bold"), text(long))],
      }),
    );
  });

  test("one in an App Home is aligned text: Slack takes none there", () => {
    const home = renderHome(say([table]), slackLimits);
    expect(problemsOfView(home)).toEqual([]);
    expect(home).toEqual({ type: "home", blocks: [rich(code(aligned))] });
  });
});
