import fc from "fast-check";
import type { Form } from "#src/project/form.ts";
import type { Block, Message } from "#src/project/message.ts";

/** Words of letters in a few scripts, so that no sign of Markdown is one of them. */
export const word = fc.oneof(
  fc.stringMatching(/^[a-z]{1,30}$/),
  fc.constantFrom("日本語", "naïve", "Größe", "héllo", "👩‍👩‍👧", "🇩🇪", "नमस्ते", "مرحبا", "한국어"),
);

/** What people and models write to ping, link, style or break things. */
export const hostile = fc.constantFrom(
  "<!channel>",
  "<!here|here>",
  "<@U0STRANGER>",
  "<#C0GENERAL|general>",
  "<!subteam^S0ADMINS>",
  "@here",
  "@channel",
  "#general",
  "<https://evil.example|bank>",
  "[bank](https://evil.example)",
  "javascript:alert(1)",
  "&lt;!channel&gt;",
  ":tada:",
  "\u202egnp.exe",
  "\ud83d",
  "\u0000",
  "z̷̢̛̩̖̠͔͈̪̼̐̀̔͆͊̑̽̕͘",
  "```",
  "|",
  '"\\"\\',
);

const pieces = fc.oneof(
  { weight: 6, arbitrary: word },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      " ",
      "\n",
      "\n\n",
      "\n- ",
      "\n    - ",
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
      "](https://example.org/a",
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

/** CommonMark, well formed and not; its words are separated by spaces. */
export const markdown = fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join(" "));

const long = fc.oneof(
  fc
    .tuple(word, fc.integer({ min: 100, max: 20_000 }))
    .map(([one, times]) => one.repeat(times).slice(0, 20_000)),
  fc
    .tuple(markdown, fc.integer({ min: 2, max: 60 }))
    .map(([one, times]) => `${one}\n\n`.repeat(times).slice(0, 20_000)),
);
const dirty = fc.string({ unit: "binary", maxLength: 80 });
const text = fc.oneof(
  { weight: 5, arbitrary: markdown },
  { weight: 2, arbitrary: dirty },
  { weight: 2, arbitrary: hostile },
  { weight: 1, arbitrary: long },
);
const upTo = (most: number) =>
  fc
    .oneof(
      word,
      hostile,
      fc.string({ unit: "binary", maxLength: 40 }),
      fc.array(word, { maxLength: 60 }).map((all) => all.join(" ")),
    )
    .map((each) => each.slice(0, most));
const filled = (most: number) => upTo(most).map((each) => (each === "" ? "x" : each));
const words = upTo(2_000);
const intent = fc.constantFrom("primary" as const, "danger" as const, "neutral" as const);

/** Any block that the schema allows, in sizes from none to far too much. */
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ type: fc.constant("heading" as const), text: upTo(300) }),
  fc.record({ type: fc.constant("prose" as const), text }),
  fc.record({
    type: fc.constant("facts" as const),
    facts: fc.array(fc.record({ name: words, value: words }), { maxLength: 20 }),
  }),
  fc.record({
    type: fc.constant("table" as const),
    columns: fc.array(words, { maxLength: 10 }),
    rows: fc.array(fc.array(words, { maxLength: 12 }), { maxLength: 20 }),
  }),
  fc.record({
    type: fc.constant("table" as const),
    columns: fc.array(word, { minLength: 1, maxLength: 10 }),
    rows: fc
      .tuple(fc.array(word, { maxLength: 10 }), fc.integer({ min: 1, max: 200 }))
      .map(([row, times]) => Array.from({ length: times }, () => row)),
  }),
  fc.record({ type: fc.constant("code" as const), language: upTo(20), text }),
  fc.record({ type: fc.constant("quote" as const), text, source: upTo(300) }),
  fc.record({
    type: fc.constant("file" as const),
    path: words,
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
        label: words,
        state: fc.constantFrom("waiting" as const, "running" as const, "blocked" as const, "done" as const),
        note: words,
      }),
      { maxLength: 40 },
    ),
  }),
  fc.record(
    {
      type: fc.constant("actions" as const),
      escalation: fc.oneof(fc.constant("e1"), words),
      rev: fc.integer({ min: 1, max: 99 }),
      choices: fc.array(fc.record({ id: filled(40), label: filled(80), intent, wantsNote: fc.boolean() }), {
        minLength: 1,
        maxLength: 10,
      }),
      project: fc.oneof(fc.constant("p-3f9k2m7q"), words),
    },
    { requiredKeys: ["type", "escalation", "rev", "choices"] },
  ),
  fc.record({ type: fc.constant("context" as const), text: upTo(1_000) }),
  fc.record({
    type: fc.constant("tree" as const),
    nodes: fc.array(fc.record({ depth: fc.integer({ min: 0, max: 10 }), label: words, note: words }), {
      maxLength: 200,
    }),
  }),
  fc.record({
    type: fc.constant("picture" as const),
    title: upTo(200),
    alt: filled(1_000),
    png: fc.constantFrom("", "iVBORw0KGgo="),
  }),
  fc.record({
    type: fc.constant("buttons" as const),
    project: fc.option(fc.oneof(fc.constant("p-3f9k2m7q"), words)),
    buttons: fc.array(
      fc.record({ label: filled(75), says: filled(200), intent, confirm: fc.option(upTo(200)) }),
      { minLength: 1, maxLength: 25 },
    ),
  }),
);

const kinds = ["status", "handoff", "escalation", "artifact", "notice", "view"] as const;

/** Any message that the schema allows. */
export const message: fc.Arbitrary<Message> = fc.record({
  kind: fc.constantFrom(...kinds),
  tone: fc.constantFrom("neutral" as const, "good" as const, "warning" as const, "bad" as const),
  from: fc.option(
    fc.record({
      id: word,
      name: fc.oneof(words, fc.constant("n".repeat(5_000))),
      badge: fc.constantFrom("🔍", "AB", "", "\x1b[2J"),
    }),
  ),
  blocks: fc.oneof(
    { weight: 9, arbitrary: fc.array(block, { maxLength: 6 }) },
    { weight: 1, arbitrary: fc.array(block, { minLength: 20, maxLength: 60 }) },
  ),
  mentions: fc.array(fc.constantFrom("U0ANNA", "W0BERT", "S0TEAM", "you", "<!channel>", ""), {
    maxLength: 20,
  }),
  fallback: fc.oneof(
    filled(4_000),
    long.map((each) => each.slice(0, 4_000)),
  ),
});

const base = (n: number) => ({ id: fc.constant(`field-${n}`), label: filled(45), optional: fc.boolean() });
const field = (n: number): fc.Arbitrary<Form["fields"][number]> =>
  fc.oneof(
    fc.record({
      ...base(n),
      type: fc.constant("text" as const),
      long: fc.boolean(),
      hint: upTo(100),
      initial: upTo(3_000),
      most: fc.integer({ min: 1, max: 3_000 }),
    }),
    fc.record({
      ...base(n),
      type: fc.constant("choice" as const),
      options: fc.array(fc.record({ id: filled(75), label: filled(75) }), { minLength: 1, maxLength: 25 }),
      initial: fc.option(filled(75)),
    }),
    fc.record({
      ...base(n),
      type: fc.constant("people" as const),
      initial: fc.array(fc.constantFrom("U0ANNA", "W0BERT", "S0TEAM", "you"), { maxLength: 10 }),
    }),
    fc.record({ ...base(n), type: fc.constant("files" as const), most: fc.integer({ min: 1, max: 10 }) }),
  );

/** Any form that the schema allows, with ids of its own. */
export const form: fc.Arbitrary<Form> = fc.record({
  kind: fc.constant("form" as const),
  id: fc.constantFrom("start", "decide p-3f9k2m7q e3 2 modify"),
  title: filled(24),
  submit: filled(24),
  intro: fc.oneof(
    markdown.map((each) => each.slice(0, 2_000)),
    upTo(2_000),
  ),
  fields: fc
    .integer({ min: 1, max: 10 })
    .chain((count) => fc.tuple(...Array.from({ length: count }, (_, n) => field(n)))),
  fallback: filled(1_000),
});
