import { expect, test } from "vitest";
import { guardedModel } from "#src/llm/guarded.ts";
import { withRareDrafts } from "#src/llm/rare-drafts.ts";
import type { Model, ModelRequest } from "#src/ports.ts";
import { manualClock } from "../fakes/manual-clock.ts";

const request: ModelRequest = {
  key: "p-abc234:1:1",
  about: { project: "p-abc234", agent: "analyst", stage: "analyze", step: "plan", attempt: 1 },
  system: "",
  documents: [],
  prompt: "",
  schema: { name: "answer", json: {} },
  maxTokens: 500,
};
const never = new AbortController().signal;

/** A model that writes one more letter every 10 milliseconds. */
const writing = (letters: number) => {
  const clock = manualClock();
  const model: Model = {
    name: "writing",
    complete: async ({ onText }) => {
      for (let length = 1; length <= letters; length++) {
        onText?.("x".repeat(length));
        await clock.pass(10);
      }
      return {
        text: "x".repeat(letters),
        model: "a/b",
        usage: { calls: 1, tokensIn: 1, tokensOut: 1, usd: 0 },
      };
    },
  };
  return { model, now: () => clock.now() };
};

test("a draft is told four times a second, from its first piece on, and the answer is whole", async () => {
  const told: number[] = [];
  const { model, now } = writing(100);
  const rare = withRareDrafts(model, now);
  const { text } = await rare.complete({ ...request, onText: (draft) => told.push(draft.length) }, never);
  expect([told, text.length]).toEqual([[1, 26, 51, 76], 100]);
});

test("a long draft is scrubbed as often as it is shown, not as often as it grows", async () => {
  let scrubbed = 0;
  const { model, now } = writing(1_000);
  const safe = guardedModel(withRareDrafts(model, now), (text) => {
    scrubbed += text.length;
    return text;
  });
  await safe.complete({ ...request, onText: () => undefined }, never);
  // Every piece would be 500,500 characters; the 40 drafts are 19,540, and the answer 1,000.
  expect(scrubbed).toBe(20_540);
});

test("who asks for no draft gets none made", async () => {
  const { model, now } = writing(3);
  const seen: unknown[] = [];
  const spied: Model = {
    ...model,
    complete: (asked, signal) => {
      seen.push("onText" in asked);
      return model.complete(asked, signal);
    },
  };
  await withRareDrafts(spied, now).complete(request, never);
  expect(seen).toEqual([false]);
});
