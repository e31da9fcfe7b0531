import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { actionId, readActionId, readClick, type ActionId } from "#adapters/chat/slack/ids.ts";

describe("the id of a button", () => {
  test("says what it is about", () => {
    const decide = {
      type: "decide",
      project: "p-3f9k2m7q",
      escalation: "e3",
      rev: 2,
      choice: "approve",
    } as const;
    expect(actionId(decide)).toBe("decide|p-3f9k2m7q|e3|2|approve");
    expect(actionId({ ...decide, project: null, choice: null })).toBe("decide|-|e3|2|");
    expect(actionId({ type: "says", project: null, n: 4 })).toBe("says|-|4");
  });

  test("is read back as it was", () => {
    const text = fc.oneof(fc.string({ maxLength: 30 }), fc.constantFrom("-", "|", "%7C", "%", "a|b"));
    const id: fc.Arbitrary<ActionId> = fc.oneof(
      fc.record({
        type: fc.constant("decide" as const),
        project: fc.option(text),
        escalation: text,
        rev: fc.integer({ min: 1 }),
        choice: fc.option(text.map((each) => each || "x")),
      }),
      fc.record({ type: fc.constant("says" as const), project: fc.option(text), n: fc.nat() }),
    );
    fc.assert(
      fc.property(id, (any) => {
        const written = actionId(any);
        expect(written === null ? any : readActionId(written)).toEqual(any);
        expect((written ?? "").length).toBeLessThanOrEqual(255);
      }),
    );
  });

  test("is not made when Slack would refuse it", () => {
    expect(actionId({ type: "says", project: "p".repeat(260), n: 0 })).toBeNull();
  });

  test.each([
    "",
    "decide",
    "decide|-|e3|0|x",
    "decide|-|e3|2",
    "decide|-|e3|-1|x",
    "decide|-|e3|2|x|y",
    "says|-",
    "says|-|x",
    "other|-|1",
  ])("is none of ours: %s", (text) => {
    expect(readActionId(text)).toBeNull();
    expect(readClick({ action_id: text, value: "pause" })).toBeNull();
  });
});

describe("a click", () => {
  test("on a choice is a decision", () => {
    expect(readClick({ action_id: "decide|p-3f9k2m7q|e3|2|approve" })).toEqual({
      type: "decision",
      project: "p-3f9k2m7q",
      escalation: "e3",
      rev: 2,
      choice: "approve",
    });
  });

  test("in a menu is the option's decision, and none without one", () => {
    expect(readClick({ action_id: "decide|-|e3|2|", selected_option: { value: "stop" } })).toEqual({
      type: "decision",
      project: null,
      escalation: "e3",
      rev: 2,
      choice: "stop",
    });
    expect(readClick({ action_id: "decide|-|e3|2|", selected_option: null })).toBeNull();
  });

  test("on other buttons says their words, and nothing without words", () => {
    expect(readClick({ action_id: "says|p-3f9k2m7q|0", value: "pause" })).toEqual({
      type: "button",
      project: "p-3f9k2m7q",
      says: "pause",
    });
    expect(readClick({ action_id: "says|-|0" })).toBeNull();
  });
});
