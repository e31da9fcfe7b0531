import { describe, expect, test } from "vitest";
import { renderHome } from "#adapters/chat/slack/home-view.ts";
import { slackLimits } from "#adapters/chat/slack/limits.ts";
import { renderMessage, renderPrivate } from "#adapters/chat/slack/render.ts";
import type { Block } from "#src/project/message.ts";
import { problemsOf, problemsOfView } from "./block-rules.ts";
import { only, plain, rich, say, section, text } from "./rendered.ts";
import { seen } from "./seen.ts";

describe("a message", () => {
  test("of an agent begins with its name, and its heading with the sign of its tone", () => {
    const from = { id: "qa", name: "Quinn", badge: "🔍" };
    expect(only(say([{ type: "heading", text: "Tests fail" }], { from, tone: "bad" })).blocks).toEqual([
      { type: "context", elements: [plain("🔍 Quinn")] },
      { type: "header", text: plain("❌ Tests fail") },
    ]);
  });

  test("without a heading has the sign before its words, unless they begin with markup", () => {
    const warning = (prose: string) =>
      seen(only(say([{ type: "prose", text: prose }], { tone: "warning" })).blocks);
    expect(warning("Careful")).toBe("⚠️ Careful");
    expect(warning("- a list")).toBe("a list");
  });

  test("in which nothing can be seen says its fallback", () => {
    expect(only(say([{ type: "prose", text: "\u200b \n" }])).blocks).toEqual([
      rich(section(text("In short"))),
    ]);
  });

  test("has its pictures beside it, told in words", () => {
    const picture: Block = { type: "picture", title: "Costs", alt: "Costs rise", png: "iVBORw0KGgo=" };
    const { parts, pictures } = renderMessage(say([picture, { ...picture, png: "" }]), slackLimits);
    expect(seen(parts[0]?.blocks[0])).toBe("🖼  Costs \nCosts rise");
    expect(pictures).toEqual([
      {
        name: "picture-1.png",
        title: "Costs",
        alt: "Costs rise",
        bytes: Buffer.from("iVBORw0KGgo=", "base64"),
      },
    ]);
  });

  test("keeps its notification within the bytes of an edit", () => {
    const { text: short } = only(say([{ type: "divider" }], { fallback: "語".repeat(4_000) }));
    expect(Buffer.byteLength(short)).toBeLessThanOrEqual(3_000);
    expect(short.endsWith("語…")).toBe(true);
  });
});

describe("a long message", () => {
  const lines = Array.from({ length: 3_000 }, (_, i) => `line ${i}`);

  test("of code goes on in a code block of its own", () => {
    const { parts } = renderMessage(
      say([{ type: "code", language: "", text: lines.slice(0, 1_200).join("\n") }]),
      slackLimits,
    );
    expect(parts.length).toBe(2);
    const elements = parts.flatMap((part) =>
      part.blocks.flatMap((block) => (block.type === "rich_text" ? block.elements : [])),
    );
    expect(new Set(elements.map((element) => element.type))).toEqual(new Set(["rich_text_preformatted"]));
    expect(elements.map(seen).join("\n").split("\n")).toEqual(lines.slice(0, 1_200));
  });

  test("of a single word of 20,000 letters is cut, whole, and in order", () => {
    const word = Array.from({ length: 20_000 }, (_, i) => String.fromCodePoint(97 + (i % 26))).join("");
    const { parts, overflow } = renderMessage(say([{ type: "prose", text: word }]), slackLimits);
    expect(overflow).toBeNull();
    expect(parts.flatMap((part) => part.blocks.map(seen)).join("")).toBe(word);
  });

  test("does not leave a heading at the end of a part", () => {
    const filler: Block = { type: "prose", text: "word ".repeat(2_300) };
    const { parts } = renderMessage(
      say([filler, { type: "heading", text: "Next" }, { type: "prose", text: "word ".repeat(700) }]),
      slackLimits,
    );
    expect(parts.map((part) => part.blocks[0]?.type)).toEqual(["rich_text", "header"]);
  });

  test("of more than its parts is a file, and one part that begins it, says so, and can be clicked", () => {
    const blocks: Block[] = [
      { type: "heading", text: "All lines!" },
      { type: "code", language: "", text: lines.join("\n").slice(0, 20_000) },
      { type: "prose", text: `${"word ".repeat(3_000)}end` },
      { type: "prose", text: `${"word ".repeat(3_000)}end` },
      {
        type: "buttons",
        project: null,
        buttons: [{ label: "Next", says: "next", intent: "neutral", confirm: null }],
      },
    ];
    const { parts, overflow } = renderMessage(say(blocks), slackLimits);
    expect(parts.length).toBe(1);
    expect(problemsOf(parts[0])).toEqual([]);
    const shown = seen(parts[0]?.blocks);
    expect(shown.startsWith("All lines! line 0\nline 1\n")).toBe(true);
    expect(shown).toContain("There is more: the whole message is in the file all-lines.md");
    expect(parts[0]?.blocks.at(-1)?.type).toBe("actions");
    expect(overflow?.name).toBe("all-lines.md");
    expect(overflow?.text).toBe(
      `# All lines!\n\n\`\`\`\n${lines.join("\n").slice(0, 20_000)}\n\`\`\`\n\n${"word ".repeat(3_000)}end\n\n${"word ".repeat(3_000)}end\n\n- Next\n`,
    );
  });

  test("may have more parts for one person, whom it does not notify", () => {
    const long: Block = { type: "prose", text: "word ".repeat(3_000) };
    const message = say([long, long, long], { mentions: ["U0ANNA"] });
    expect(renderMessage(message, slackLimits).overflow).not.toBeNull();
    const { parts, overflow } = renderPrivate(message, slackLimits);
    expect([parts.length, overflow]).toEqual([4, null]);
    for (const part of parts) expect(problemsOf(part)).toEqual([]);
  });
});

test("a status with forty stages is one part", () => {
  const item = {
    label: "A stage with quite a long name · Somebody",
    state: "running" as const,
    note: "writing, attempt 12",
  };
  const message = say(
    [
      { type: "heading", text: "A project" },
      { type: "progress", done: 20, total: 80, items: Array.from({ length: 40 }, () => item) },
      {
        type: "facts",
        facts: Array.from({ length: 4 }, () => ({
          name: "Now",
          value: "somebody writes something".repeat(4),
        })),
      },
      { type: "context", text: "p-3f9k2m7q · Software" },
    ],
    { kind: "status" },
  );
  expect(only(message).blocks.length).toBeLessThanOrEqual(6);
});

test("an App Home that is too long says how much is left", () => {
  const blocks: Block[] = Array.from({ length: 60 }, () => ({ type: "prose", text: "word ".repeat(3_000) }));
  const home = renderHome(say(blocks), slackLimits);
  expect(problemsOfView(home)).toEqual([]);
  expect(home.blocks.length).toBeLessThanOrEqual(100);
  expect(seen(home.blocks.at(-1))).toMatch(/^\d+ more blocks do not fit here: /);
});
