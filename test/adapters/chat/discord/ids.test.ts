import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { customId, optionValue, readClick, type DiscordClick } from "#adapters/chat/discord/ids.ts";

const part = fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom("-", "|", "%7C", "a|b", "%"));
const asks = fc.option(part);

describe("what a button is about", () => {
  test("comes back from its id", () => {
    const click: fc.Arbitrary<DiscordClick> = fc.oneof(
      fc.record({
        type: fc.constant("decision" as const),
        project: fc.option(part),
        escalation: part,
        rev: fc.integer({ min: 1, max: 999 }),
        choice: part.filter((each) => each !== ""),
        asks,
      }),
      fc.record({
        type: fc.constant("button" as const),
        project: fc.option(part),
        says: part.filter((each) => each !== ""),
        asks,
      }),
    );
    fc.assert(
      fc.property(
        click.filter(({ project }) => project !== ""),
        (any) => {
          expect(readClick({ custom_id: customId(any) ?? "" })).toEqual(any);
        },
      ),
    );
  });

  test("comes back from a menu's option", () => {
    const menu = {
      type: "decision",
      project: "p-1",
      escalation: "e3",
      rev: 2,
      choice: "",
      asks: null,
    } as const;
    const custom_id = customId(menu) ?? "";
    expect(readClick({ custom_id, values: [optionValue("approve", false) ?? ""] })).toEqual({
      ...menu,
      choice: "approve",
    });
    expect(readClick({ custom_id, values: [optionValue("stop", true) ?? ""] })).toEqual({
      ...menu,
      choice: "stop",
      asks: "",
    });
  });

  test("keeps to a hundred characters: first its question goes, then it is none", () => {
    const click = { type: "button", project: "p-1", says: "stop", asks: "x".repeat(100) } as const;
    expect(customId(click)).toBe("S|p-1|stop");
    expect(customId({ ...click, says: "x".repeat(93) })).toBeNull();
    expect(optionValue("x".repeat(100), false)).toBeNull();
  });

  test.each([
    "",
    "d",
    "d|p-1",
    "d|p-1|e3|0|a",
    "d|p-1|e3|x|a",
    "d|p-1|e3|2|",
    "s|-|",
    "s||a",
    "x|-|a",
    "f|start",
  ])("%j is none of ours, or says nothing", (custom_id) => {
    expect(readClick({ custom_id })).toBeNull();
  });
});
