import { describe, expect, it } from "vitest";
import { z } from "zod";
import { ProviderError } from "#src/errors.ts";
import { ask, type Question } from "#src/llm/ask.ts";
import { readBy } from "#src/llm/reading.ts";
import type { Model, ModelRequest, ModelResponse } from "#src/ports.ts";
import type { Usage } from "#src/project/words.ts";
import { memoryCalls } from "../fakes/memory-calls.ts";
import { responseWith } from "../fakes/scripted-model.ts";

const request: ModelRequest = {
  key: "p-abc234:1:1",
  about: { project: "p-abc234", agent: "analyst", stage: "analyze", step: "plan", attempt: 1 },
  system: "system",
  documents: [],
  prompt: "prompt",
  schema: { name: "number", json: {} },
  maxTokens: 100,
};

/** A question of which all calls together may use so many tokens; each uses 110. */
const questionWithin = (tokens: number): Question<{ n: number }> => ({
  request,
  read: (json) => readBy(z.strictObject({ n: z.number() }), json),
  repair: (_, problem) => ({ ...request, key: `${request.key}:repair`, prompt: problem }),
  room: (spent: Usage) => tokens - spent.tokensIn - spent.tokensOut,
});

type Answer = string | Error | { readonly text: string; readonly stop: NonNullable<ModelResponse["stop"]> };

/** A model that answers in turn, and has other providers to ask when `hasOthers`. */
const modelWith = (answers: readonly Answer[], hasOthers = false) => {
  const requests: ModelRequest[] = [];
  const model: Model = {
    name: "test",
    complete: async (asked) => {
      const answer = answers[requests.length];
      requests.push(asked);
      if (answer === undefined) throw new Error("asked too often");
      if (answer instanceof Error) throw answer;
      const named = { model: asked.avoid === undefined ? "one/model-1" : "two/model-2" };
      return typeof answer === "string"
        ? { ...responseWith(answer), ...named }
        : { ...responseWith(answer.text), ...named, stop: answer.stop };
    },
    others: () => hasOthers,
  };
  return { parts: { model, calls: memoryCalls() }, requests };
};

const never = new AbortController().signal;
const cutOff = { text: '{"n": 1', stop: "max-tokens" } as const;

describe("an answer that was cut off", () => {
  it("is asked for again with twice the length, not repaired by words", async () => {
    const { parts, requests } = modelWith([cutOff, '{"n":1}']);
    expect(await ask(parts, questionWithin(1_000), never)).toMatchObject({ type: "ok", usage: { calls: 2 } });
    expect(requests[1]).toEqual({ ...request, key: `${request.key}:repair`, maxTokens: 200 });
  });

  it("is asked for again with what is left when that is less than twice", async () => {
    const { parts, requests } = modelWith([cutOff, '{"n":1}']);
    await ask(parts, questionWithin(260), never);
    expect(requests[1]?.maxTokens).toBe(150);
  });

  it("is not asked for again when a longer answer has no room, and says why it is no use", async () => {
    const { parts, requests } = modelWith([cutOff]);
    const answer = await ask(parts, questionWithin(210), never);
    expect(answer).toMatchObject({ type: "invalid", usage: { calls: 1 } });
    expect(answer.type === "invalid" && answer.problem).toContain("token limit");
    expect(requests).toHaveLength(1);
  });

  it("is taken when nothing is missing", async () => {
    const { parts } = modelWith([{ text: '{"n":1}\n', stop: "max-tokens" }]);
    expect(await ask(parts, questionWithin(1_000), never)).toMatchObject({ type: "ok", usage: { calls: 1 } });
  });
});

describe("a refusal", () => {
  it("is an answer of its own, with the beginning of what was said", async () => {
    const { parts, requests } = modelWith([{ text: ` ${"no ".repeat(200)}`, stop: "refusal" }], true);
    const answer = await ask(parts, questionWithin(1_000), never);
    expect(answer).toMatchObject({ type: "refused", usage: { calls: 1 }, model: "one/model-1" });
    expect(answer.type === "refused" && answer.reason).toHaveLength(300);
    expect(requests).toHaveLength(1);
  });

  it("is one also when the repair is refused, and when it looks like an answer", async () => {
    const { parts } = modelWith(["nonsense", { text: '{"n":1}', stop: "refusal" }]);
    expect(await ask(parts, questionWithin(1_000), never)).toMatchObject({
      type: "refused",
      usage: { calls: 2 },
    });
  });
});

describe("the other provider", () => {
  it("is asked the first question once, when the repair is no better", async () => {
    const { parts, requests } = modelWith(["nonsense", "nonsense", '{"n":3}'], true);
    expect(await ask(parts, questionWithin(1_000), never)).toMatchObject({
      type: "ok",
      value: { n: 3 },
      usage: { calls: 3 },
      model: "two/model-2",
    });
    expect(requests[2]).toEqual({ ...request, key: `${request.key}:other`, avoid: "one/model-1" });
    expect(await parts.calls.keys("p-abc234")).toEqual(
      ["", ":repair", ":other"].map((suffix) => request.key + suffix),
    );
  });

  it("is not asked when there is none, or no room for its answer", async () => {
    const alone = modelWith(["nonsense", "nonsense"]);
    expect(await ask(alone.parts, questionWithin(1_000), never)).toMatchObject({ type: "invalid" });
    const poor = modelWith(["nonsense", "nonsense"], true);
    expect(await ask(poor.parts, questionWithin(220), never)).toMatchObject({ type: "invalid" });
    expect([alone.requests.length, poor.requests.length]).toEqual([2, 2]);
  });

  it("has the last word when its answer cannot be used either", async () => {
    const { parts } = modelWith(["nonsense", "nonsense", '{"n":"x"}'], true);
    const answer = await ask(parts, questionWithin(1_000), never);
    expect(answer).toMatchObject({ type: "invalid", usage: { calls: 3 }, model: "two/model-2" });
    expect(answer.type === "invalid" && answer.problem).toContain("n: Invalid input");
  });

  it("leaves the first problem standing when it cannot be reached, and counts what it cost", async () => {
    const usage = { calls: 1, tokensIn: 5, tokensOut: 0, usd: 0.5 };
    const down = new ProviderError("down", { kind: "server", retryable: true, usage });
    const { parts } = modelWith(["nonsense", "nonsense", down], true);
    const answer = await ask(parts, questionWithin(1_000), never);
    expect(answer).toMatchObject({ type: "invalid", model: "one/model-1", usage: { calls: 3, usd: 0.52 } });
  });
});

describe("a call that failed but was charged", () => {
  it("counts in the usage of the outage", async () => {
    const usage = { calls: 1, tokensIn: 5, tokensOut: 7, usd: 0.5 };
    const { parts } = modelWith([new ProviderError("cut", { kind: "connection", retryable: true, usage })]);
    expect(await ask(parts, questionWithin(1_000), never)).toMatchObject({ type: "outage", usage });
  });
});
