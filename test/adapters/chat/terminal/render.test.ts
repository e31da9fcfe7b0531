import { describe, expect, test } from "vitest";
import { agentColor } from "#adapters/chat/terminal/marks.ts";
import { renderMessage } from "#adapters/chat/terminal/render.ts";
import type { Block, Message } from "#src/project/message.ts";
import { say } from "../../../contracts/chat.ts";
import { analyst, spoken, status } from "./samples.ts";

const plain = { width: 60, color: false, unicode: true } as const;

/** The lines of one block, without the margin of its message. */
const render = (block: Block, width = 60): string[] =>
  renderMessage({ ...say(""), blocks: [block] }, { ...plain, width }).map((line) => line.slice(3));

const prose = (text: string, width = 60): string[] => render({ type: "prose", text }, width);

describe("hostile text", () => {
  test.each([
    ["moves the cursor", "a\x1b[2J\x1b[Hb", "ab"],
    ["sets the title", "a\x1b]0;owned\x07b", "ab"],
    ["hides a link", "a\x1b]8;;http://evil\x1b\\b", "ab"],
    ["uses C1 controls", "a\u009b2Jb", "ab"],
    ["rings and returns", "a\x07\x08b", "ab"],
    ["reorders text", "a\u202eb\u2066c\u200f", "abc"],
    ["hides text", "a\u200bb\ufeffc\u{e0041}d", "abcd"],
  ])("that %s is shown as its letters", (_, hostile, shown) => {
    expect(render({ type: "context", text: hostile })).toEqual([shown]);
    expect(render({ type: "code", language: "", text: hostile })).toEqual([`│ ${shown}`]);
    expect(prose(hostile)).toEqual([shown]);
  });

  test("in the name of an agent or a file is harmless too", () => {
    const lines = renderMessage(
      {
        ...spoken("hi"),
        from: { id: "\x1b[31m", name: "Ana\x1b[2Jlyst", badge: "\x1b[H" },
        blocks: [{ type: "file", path: "a\x1b]0;x\x07.md", bytes: 1, version: 1 }],
      },
      plain,
    );
    expect(lines).toEqual(["Analyst", "   📎 a.md (v1, 1 B)"]);
  });

  test("nested ten thousand deep is shown as it was written", () => {
    expect(prose(`${">".repeat(10_000)} end`).join("")).toContain("end");
    expect(prose(`${"1. ".repeat(6_000)} end`).join("")).toContain("end");
  });
});

describe("prose", () => {
  test("is lowered to what a terminal shows", () => {
    expect(
      prose(
        "# Title\n\nSome **bold** and *soft* `code` &amp; [a link](https://x.org).\n\n> quoted\n> text\n\n```js\nlet a;\n```",
      ),
    ).toEqual([
      "Title",
      "",
      "Some bold and soft `code` & a link (https://x.org).",
      "",
      "│ quoted",
      "│ text",
      "",
      "│ js",
      "│ let a;",
    ]);
  });

  test("keeps lists in shape", () => {
    expect(
      prose("- one that is long enough to be folded here\n  1. inner\n  2. more\n- [x] done\n- [ ] open", 36),
    ).toEqual([
      "• one that is long enough to be",
      "  folded here",
      "  1. inner",
      "  2. more",
      "☑ done",
      "☐ open",
    ]);
  });

  test("shows where a link leads, and an address only once", () => {
    expect(prose("[safe](https://evil.org) <https://x.org> https://y.org")).toEqual([
      "safe (https://evil.org) https://x.org https://y.org",
    ]);
  });

  test("cuts a word only when it is wider than a line", () => {
    expect(prose("short abcdefghijklmnopqrstuvwxyz end", 23)).toEqual([
      "short",
      "abcdefghijklmnopqrst",
      "uvwxyz end",
    ]);
  });

  test("breaks between wide characters", () => {
    expect(prose("数据库数据库数据库数据库数据库", 23)).toEqual(["数据库数据库数据库数", "据库数据库"]);
  });
});

describe("a table", () => {
  const rows = [
    ["Add a todo", "New todo", "must"],
    ["Count them in every language there is", "Counter", "should"],
  ];
  const table: Block = { type: "table", columns: ["What", "Where", "How"], rows };

  test("is a box when it fits", () => {
    expect(render(table, 70)).toEqual([
      "┌───────────────────────────────────────┬──────────┬────────┐",
      "│ What                                  │ Where    │ How    │",
      "├───────────────────────────────────────┼──────────┼────────┤",
      "│ Add a todo                            │ New todo │ must   │",
      "│ Count them in every language there is │ Counter  │ should │",
      "└───────────────────────────────────────┴──────────┴────────┘",
    ]);
  });

  test("shrinks its widest columns first", () => {
    expect(render(table, 46).slice(4)).toEqual([
      "│ Count them in every │ Counter  │ should │",
      "│ language there is   │          │        │",
      "└─────────────────────┴──────────┴────────┘",
    ]);
  });

  test("is a list when it would be too narrow to read", () => {
    expect(render(table, 30)).toEqual([
      "• What: Add a todo",
      "  Where: New todo",
      "  How: must",
      "• What: Count them in every",
      "  language there is",
      "  Where: Counter",
      "  How: should",
    ]);
  });

  test("with more cells than columns keeps them", () => {
    expect(prose("| a | b |\n|---|---|\n| 1 | 2 | three |").join("\n")).toContain("three");
    expect(render({ type: "table", columns: ["a"], rows: [["1", "two"]] }).join("\n")).toContain("two");
  });
});

describe("the other blocks", () => {
  test("facts stand in columns", () => {
    expect(
      render({
        type: "facts",
        facts: [
          { name: "Confidence", value: "86 %" },
          { name: "Try", value: "1" },
        ],
      }),
    ).toEqual(["Confidence  86 %", "Try         1"]);
  });

  test("stages with notes stand one a line", () => {
    const items = [
      { label: "Analyze", state: "done" as const, note: "2 files" },
      { label: "Design", state: "running" as const, note: "" },
    ];
    expect(render({ type: "progress", done: 5, total: 10, items })).toEqual([
      `${"━".repeat(12)}${"─".repeat(12)}  5/10`,
      "✓ Analyze  2 files",
      "◐ Design",
    ]);
  });

  test("choices carry the number to type", () => {
    const choice = (label: string, wantsNote: boolean) => ({
      id: "x",
      label,
      intent: "neutral" as const,
      wantsNote,
    });
    expect(
      render({
        type: "actions",
        escalation: "e1",
        rev: 1,
        choices: [choice("Approve", false), choice("Modify…", true), choice("Reject", true)],
      }),
    ).toEqual(["[1] Approve   [2] Modify…   [3] Reject…"]);
  });

  test("quotes name their source, files their version and size", () => {
    expect(render({ type: "quote", text: "Must work offline.", source: "brief.md, line 3" })).toEqual([
      "│ Must work offline.",
      "│ — brief.md, line 3",
    ]);
    expect(render({ type: "file", path: "design/design.md", bytes: 3_120, version: 2 })).toEqual([
      "📎 design/design.md (v2, 3.1 kB)",
    ]);
  });
});

describe("the head of a message", () => {
  const head = (heading: string, from: Message["from"] = analyst): string | undefined =>
    renderMessage({ ...spoken(""), from, blocks: [{ type: "heading", text: heading }] }, plain)[0];

  test("names the speaker once", () => {
    expect(head("Analyst → Architect")).toBe("🔍 Analyst → Architect");
    expect(head("🔍 Analyst → 📐 Architect")).toBe("🔍 Analyst → 📐 Architect");
    expect(head("Plan done")).toBe("🔍 Analyst · Plan done");
    expect(head("Paused", null)).toBe(" · Paused");
  });

  test("says the tone of BotArmy's own notices by a sign", () => {
    const signs = (["neutral", "good", "warning", "bad"] as const).map(
      (tone) => renderMessage({ ...say("so"), tone }, plain)[0],
    );
    expect(signs).toEqual([" · so", " ✓ so", " ! so", " ✗ so"]);
  });

  test("is all there is to show when there are no blocks", () => {
    expect(renderMessage({ ...say("only this"), blocks: [] }, plain)).toEqual([" · only this"]);
  });

  test("has one colour per agent, and another for each of the team", () => {
    const team = ["analyst", "architect", "developer", "tester", "deployer"];
    expect(new Set(team.map(agentColor)).size).toBe(team.length);
    expect(renderMessage(spoken("x"), { ...plain, color: true })[0]).toBe("🔍 \x1b[1;33mAnalyst\x1b[0m");
  });

  test("of a status card is its title", () => {
    expect(renderMessage(status("Bird diary", 3, ["running"]), plain)[0]).toBe(" · Bird diary");
  });
});
