import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { renderHome } from "#adapters/chat/slack/home-view.ts";
import { slackLimits } from "#adapters/chat/slack/limits.ts";
import { renderForm } from "#adapters/chat/slack/modal.ts";
import { renderMessage, renderPrivate } from "#adapters/chat/slack/render.ts";
import { form, message } from "../../../support/arbitrary-messages.ts";
import { hasInOrder, letters, lettersOf } from "../letters.ts";
import { problemsOf, problemsOfView } from "./block-rules.ts";
import { seen } from "./seen.ts";

describe("any message", () => {
  test("is within all limits, in no more parts than allowed, and notifies nobody but its mentions", () => {
    fc.assert(
      fc.property(message, fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }), (any, most) => {
        const { parts, overflow } = renderMessage(any, slackLimits, most);
        for (const [i, part] of parts.entries())
          expect(problemsOf(part, i === parts.length - 1 ? any.mentions : [])).toEqual([]);
        expect(parts.length).toBeLessThanOrEqual(most ?? (any.kind === "status" ? 1 : 3));
        expect(overflow === null || parts.length === 1).toBe(true);
      }),
      { numRuns: 300, interruptAfterTimeLimit: 15_000 },
    );
  });

  test("loses no letter, in order, in its parts or its file", () => {
    fc.assert(
      fc.property(message, (any) => {
        const { parts, overflow } = renderMessage(any, slackLimits);
        const shown = letters(overflow?.text ?? parts.map((part) => seen(part.blocks)).join(" "));
        const wanted = lettersOf(any);
        expect(hasInOrder(shown, wanted) ? "" : `${wanted}\n---\n${shown}`).toBe("");
      }),
      { numRuns: 300, interruptAfterTimeLimit: 15_000 },
    );
  });

  test("is within all limits for one person, whom nobody is mentioned to", () => {
    fc.assert(
      fc.property(message, (any) => {
        for (const part of renderPrivate(any, slackLimits).parts) expect(problemsOf(part)).toEqual([]);
      }),
      { numRuns: 150, interruptAfterTimeLimit: 15_000 },
    );
  });

  test("is within all limits as an App Home, and says when it is not all", () => {
    fc.assert(
      fc.property(message, (any) => {
        const home = renderHome(any, slackLimits);
        expect(problemsOfView(home)).toEqual([]);
        const shown = seen(home.blocks);
        expect(
          /more blocks? do(?:es)? not fit/.test(shown) || hasInOrder(letters(shown), lettersOf(any)),
        ).toBe(true);
      }),
      { numRuns: 150, interruptAfterTimeLimit: 15_000 },
    );
  });
});

test("any form is within all limits as a modal", () => {
  fc.assert(
    fc.property(form, (any) => {
      expect(problemsOfView(renderForm(any, { channel: "C0TEAM", thread: "1.2" }, slackLimits))).toEqual([]);
    }),
    { numRuns: 200, interruptAfterTimeLimit: 15_000 },
  );
});
