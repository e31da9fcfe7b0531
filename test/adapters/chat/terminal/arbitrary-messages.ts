import fc from "fast-check";
import type { Block, Message } from "#src/project/message.ts";

/** Words of letters in a few scripts, so that no sign of Markdown is one of them. */
export const word = fc.oneof(
  fc.stringMatching(/^[a-z]{1,30}$/),
  fc.constantFrom("日本語", "naïve", "Größe", "héllo", "👩‍👩‍👧", "🇩🇪", "नमस्ते", "مرحبا", "한국어"),
);
const piece = fc.oneof(
  { weight: 6, arbitrary: word },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      " ",
      "\n",
      "\n\n",
      "\n- ",
      "\n1. ",
      "\n# ",
      "\n> ",
      "\n```\n",
      "\n| ",
      " | ",
      " |\n|---|---|\n| ",
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      "**",
      "*",
      "`",
      "~~",
      "[",
      "](",
      ")",
      "]: ",
      "<b>",
      "<!--",
      "\n    ",
      "---",
      "\n- [ ] ",
    ),
  },
);
export const markdown = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(" "));
const dirty = fc.string({ unit: "binary", maxLength: 80 });
const text = fc.oneof(markdown, dirty);
const short = fc.oneof(word, fc.string({ unit: "binary", maxLength: 40 }));

const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ type: fc.constant("heading" as const), text: short }),
  fc.record({ type: fc.constant("prose" as const), text }),
  fc.record({
    type: fc.constant("facts" as const),
    facts: fc.array(fc.record({ name: short, value: short }), { maxLength: 5 }),
  }),
  fc.record({
    type: fc.constant("table" as const),
    columns: fc.array(short, { maxLength: 5 }),
    rows: fc.array(fc.array(short, { maxLength: 6 }), { maxLength: 5 }),
  }),
  fc.record({ type: fc.constant("code" as const), language: word.map((each) => each.slice(0, 10)), text }),
  fc.record({ type: fc.constant("quote" as const), text, source: short }),
  fc.record({
    type: fc.constant("file" as const),
    path: short,
    bytes: fc.nat(),
    version: fc.integer({ min: 1, max: 99 }),
  }),
  fc.record({ type: fc.constant("divider" as const) }),
  fc.record({
    type: fc.constant("progress" as const),
    done: fc.nat({ max: 12 }),
    total: fc.integer({ min: 1, max: 10 }),
    items: fc.array(
      fc.record({
        label: short,
        state: fc.constantFrom("waiting" as const, "running" as const, "blocked" as const, "done" as const),
        note: short,
      }),
      { maxLength: 8 },
    ),
  }),
  fc.record({
    type: fc.constant("actions" as const),
    escalation: fc.constant("e1"),
    rev: fc.constant(1),
    choices: fc.array(
      fc.record({
        id: fc.constant("x"),
        label: short.map((each) => each || "x"),
        intent: fc.constantFrom("primary" as const, "danger" as const, "neutral" as const),
        wantsNote: fc.boolean(),
      }),
      { minLength: 1, maxLength: 6 },
    ),
  }),
  fc.record({ type: fc.constant("context" as const), text: short }),
);

export const message: fc.Arbitrary<Message> = fc.record({
  kind: fc.constantFrom(
    "status" as const,
    "handoff" as const,
    "escalation" as const,
    "artifact" as const,
    "notice" as const,
    "view" as const,
  ),
  tone: fc.constantFrom("neutral" as const, "good" as const, "warning" as const, "bad" as const),
  from: fc.option(fc.record({ id: word, name: short, badge: fc.constantFrom("🔍", "AB", "", "\x1b[2J") })),
  blocks: fc.array(block, { maxLength: 6 }),
  mentions: fc.constant([]),
  fallback: short.map((each) => each || "x"),
});
export const look = fc.record({
  width: fc.integer({ min: 20, max: 120 }),
  color: fc.boolean(),
  unicode: fc.boolean(),
});
