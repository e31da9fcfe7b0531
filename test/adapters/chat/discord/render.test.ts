import { describe, expect, test } from "vitest";
import { discordLimits } from "#adapters/chat/discord/limits.ts";
import { containerId } from "#adapters/chat/discord/nonce.ts";
import { renderMessage, renderPrivate } from "#adapters/chat/discord/render.ts";
import type { Block } from "#src/project/message.ts";
import { problemsOf } from "./component-rules.ts";
import { only, say } from "./rendered.ts";
import { seen } from "./seen.ts";

const words = (count: number): Block => ({ type: "prose", text: "word ".repeat(count) });
const stop: Block = {
  type: "buttons",
  project: null,
  buttons: [{ label: "Stop", says: "stop", intent: "danger", confirm: null }],
};

test("a message is one container in the colour of its tone, known again by its key, and notifies only whom it names", () => {
  const part = only(
    say([{ type: "heading", text: "May we?" }, stop], {
      kind: "escalation",
      tone: "warning",
      from: { id: "architect", name: "Ann · Architect", badge: "🏛" },
      mentions: ["80351110224678912", "&165511591545143296", "80351110224678912", "you"],
    }),
  );
  expect(part).toEqual({
    components: [
      {
        type: 17,
        id: containerId("p-3f9k2m7q:4:1"),
        accent_color: 0xfee75c,
        components: [
          { type: 10, content: "-# 🏛 Ann · Architect" },
          { type: 10, content: "## ⚠️ May we?" },
          { type: 10, content: "<@80351110224678912> <@&165511591545143296> you" },
          { type: 1, components: [{ type: 2, style: 4, label: "Stop", custom_id: "s|-|stop" }] },
        ],
      },
    ],
    flags: 32_772,
    allowedMentions: { parse: [], users: ["80351110224678912"], roles: ["165511591545143296"] },
    key: "p-3f9k2m7q:4:1",
    pictures: [],
  });
});

test("a message with nothing to show says its fallback", () => {
  expect(seen(only(say([], { fallback: "# Done" })))).toBe("# Done");
});

describe("a longer message", () => {
  test("is in parts of which the last has the buttons, the mentions and the key", () => {
    const message = say([words(1_200), stop], { mentions: ["80351110224678912"] });
    const { parts, overflow } = renderMessage(message, discordLimits, "k");
    expect(overflow).toBeNull();
    expect(parts.map((part) => part.key)).toEqual(["k#1", "k"]);
    expect(parts.map((part) => part.components[0].id)).toEqual([containerId("k#1"), containerId("k")]);
    expect(parts.map((part) => part.allowedMentions.users)).toEqual([[], ["80351110224678912"]]);
    expect(parts.map((part) => part.components[0].components.some(({ type }) => type === 1))).toEqual([
      false,
      true,
    ]);
  });

  test("is in a file when it is too long for three, and begins in the one part that has the buttons", () => {
    const { parts, overflow } = renderMessage(say([words(3_900), stop]), discordLimits, "k");
    expect(overflow?.name).toBe("notice.md");
    expect(overflow?.text).toContain("word ".repeat(3_899));
    expect(parts).toHaveLength(1);
    expect(parts.map(seen).join("")).toMatch(
      /^word .*There is more: the whole message is in the file notice\.md Stop$/,
    );
  });

  test("of a status is in one part", () => {
    expect(renderMessage(say([words(1_200)], { kind: "status" }), discordLimits, "k").parts).toHaveLength(1);
  });

  test("in Chinese is cut before Discord would fail", () => {
    const { parts } = renderMessage(
      say([{ type: "prose", text: "汉字。".repeat(1_200) }]),
      discordLimits,
      "k",
    );
    expect(parts).toHaveLength(2);
    expect(parts.flatMap((part) => problemsOf(part))).toEqual([]);
  });
});

test("an edit keeps the container that is there", () => {
  const { parts } = renderMessage(say([words(1)]), discordLimits, { container: 7 });
  expect(parts.map((part) => [part.key, part.components[0].id])).toEqual([[null, 7]]);
});

test("a private reply is for one person's eyes, notifies nobody and is never looked for", () => {
  const { parts } = renderPrivate(say([words(1)], { mentions: ["80351110224678912"] }), discordLimits);
  expect(parts).toEqual([
    {
      components: [{ type: 17, components: [{ type: 10, content: "word" }] }],
      flags: 32_836,
      allowedMentions: { parse: [], users: [], roles: [] },
      key: null,
      pictures: [],
    },
  ]);
});
