import { describe, expect, test } from "vitest";
import { renderConfirm } from "#adapters/chat/discord/components-confirm.ts";
import { readClick } from "#adapters/chat/discord/ids.ts";
import { discordLimits } from "#adapters/chat/discord/limits.ts";
import type { Block } from "#src/project/message.ts";
import { actions, choice, threeChoices } from "../samples.ts";
import { problemsOf } from "./component-rules.ts";
import { slabsOf } from "./rendered.ts";

describe("choices", () => {
  test("are buttons; a final danger asks back, one that wants words says so", () => {
    expect(slabsOf(threeChoices)).toEqual([
      {
        type: 1,
        components: [
          { type: 2, style: 3, label: "Approve", custom_id: "d|p-3f9k2m7q|e3|2|approve" },
          { type: 2, style: 2, label: "Modify…", custom_id: "d|p-3f9k2m7q|e3|2|modify" },
          { type: 2, style: 4, label: "Stop", custom_id: "D|p-3f9k2m7q|e3|2|stop" },
        ],
      },
    ]);
  });

  test("are a menu when there are more than five", () => {
    const all = ["a", "b", "c", "d", "e"].map((id) => choice(id, `Do ${id}`));
    expect(slabsOf(actions(...all, choice("f", "End", { intent: "danger" })))).toEqual([
      {
        type: 1,
        components: [
          {
            type: 3,
            custom_id: "d|p-3f9k2m7q|e3|2|",
            placeholder: "Choose…",
            options: [
              ...["a", "b", "c", "d", "e"].map((id) => ({ label: `Do ${id}`, value: `.${id}` })),
              { label: "End", value: "?f" },
            ],
          },
        ],
      },
    ]);
  });

  test("that mean the same are one option, and their labels are said", () => {
    const [said, menu] = slabsOf(actions(choice("a", "Yes"), choice("a", "Sure")));
    expect(said).toEqual({ type: 10, content: "• Yes\n• Sure" });
    expect(menu).toMatchObject({ components: [{ options: [{ label: "Yes", value: ".a" }] }] });
  });

  test("with ids that Discord does not take are said in words", () => {
    expect(slabsOf({ ...actions(choice("a", "Yes")), escalation: "e".repeat(100) })).toEqual([
      { type: 10, content: "• Yes (a)" },
    ]);
  });
});

describe("buttons", () => {
  const button = (label: string, says: string, confirm: string | null = null) => ({
    label,
    says,
    intent: "neutral" as const,
    confirm,
  });
  const buttons = (...all: readonly ReturnType<typeof button>[]): Block => ({
    type: "buttons",
    project: null,
    buttons: [...all],
  });

  test("say their words, five in a row, those of the same words by a number", () => {
    const rows = slabsOf(buttons(...["a", "b", "c", "d", "e", "a"].map((each) => button(each, each))));
    expect(rows.map((row) => (row.type === 1 ? row.components.map((each) => each.custom_id) : []))).toEqual([
      ["s|-|a", "s|-|b", "s|-|c", "s|-|d", "s|-|e"],
      ["s2|-|a"],
    ]);
  });

  test("are a menu when words are too long for a button, and text when they are too long for that", () => {
    const long = `say ${"x".repeat(93)}`;
    expect(slabsOf(buttons(button("Long", long), button("Short", "help", "Sure?")))).toMatchObject([
      {
        components: [
          {
            custom_id: "s|-|",
            options: [
              { label: "Long", value: `.${long}` },
              { label: "Short", value: "?help" },
            ],
          },
        ],
      },
    ]);
    expect(slabsOf(buttons(button("Longer", `${long}xxx`)))).toEqual([
      { type: 10, content: `• Longer (${long}xxx)` },
    ]);
  });

  test("ask back in their own words where these fit, with a button that does it", () => {
    const [row] = slabsOf(buttons(button("Stop", "stop", "Stop “Shop” for good?")));
    const id = row?.type === 1 ? (row.components[0]?.custom_id ?? "") : "";
    expect(id).toBe("S|-|stop|Stop “Shop” for good?");
    const click = readClick({ custom_id: id });
    if (click === null) throw new Error("not ours");
    const asked = renderConfirm(click, "Stop", discordLimits);
    expect(problemsOf(asked)).toEqual([]);
    expect(asked).toMatchObject({ flags: 32_836, allowedMentions: { users: [] } });
    expect(asked.components[0].components).toEqual([
      { type: 10, content: "Stop “Shop” for good?" },
      { type: 1, components: [{ type: 2, style: 4, label: "Stop", custom_id: "s0|-|stop" }] },
    ]);
  });
});
