import { describe, expect, it } from "vitest";
import { z } from "zod";
import { ProviderError } from "#src/errors.ts";
import { ask, type Question } from "#src/llm/ask.ts";
import { readBy } from "#src/llm/reading.ts";
import type { ModelRequest } from "#src/ports.ts";
import { memoryCalls } from "../fakes/memory-calls.ts";
import { responseWith, scriptedModel, type ScriptedStep } from "../fakes/scripted-model.ts";

const request: ModelRequest = {
  key: "p-abc234:1:1",
  about: { project: "p-abc234", agent: "analyst", stage: "analyze", step: "plan", attempt: 1 },
  system: "system",
  documents: [],
  prompt: "prompt",
  schema: { name: "number", json: {} },
  maxTokens: 100,
};

const question: Question<{ n: number }> = {
  request,
  read: (json) => readBy(z.strictObject({ n: z.number() }), json),
  repair: (response, problem) => ({
    ...request,
    key: `${request.key}:repair`,
    prompt: `${problem}|${response.text}`,
  }),
  room: () => 0,
};

const setUp = (steps: readonly ScriptedStep[]) => ({ model: scriptedModel(steps), calls: memoryCalls() });
const never = new AbortController().signal;
const once = { calls: 1, tokensIn: 100, tokensOut: 10, usd: 0.01 };
const twice = { calls: 2, tokensIn: 200, tokensOut: 20, usd: 0.02 };

describe("ask", () => {
  it.each([
    ["plain JSON", '{"n":1}'],
    ["JSON in a fence", '```json\n{"n":1}\n```'],
    ["JSON in a fence without a language and with white space around", '\n```\r\n{"n":1}\r\n```\n'],
  ])("reads %s", async (_, text) => {
    const answer = await ask(setUp([text]), question, never);
    expect(answer).toEqual({ type: "ok", value: { n: 1 }, usage: once, model: "scripted-1" });
  });

  it.each([
    ["no JSON", "Sure! Here it is.", "not valid JSON"],
    ["words around the JSON", 'Here: {"n":1}', "not valid JSON"],
    ["a wrong field", '{"n":"x","m":1}', "n: Invalid input"],
    ["nothing", "  ", "empty"],
    ["JSON that was cut off", '{"n": [1, 2', "cut off"],
  ])("asks once more, with the problem and the answer, after %s", async (_, text, problem) => {
    const parts = setUp([text, '{"n":2}']);
    const answer = await ask(parts, question, never);
    expect(answer).toEqual({ type: "ok", value: { n: 2 }, usage: twice, model: "scripted-1" });
    expect(parts.model.requests[1]?.key).toBe("p-abc234:1:1:repair");
    expect(parts.model.requests[1]?.prompt).toContain(problem);
    expect(parts.model.requests[1]?.prompt).toContain(text);
  });

  it("gives up after one repair and says what is wrong with the second answer", async () => {
    const answer = await ask(setUp(["first", '{"n":"second"}']), question, never);
    expect(answer).toMatchObject({ type: "invalid", usage: twice });
    expect(answer.type === "invalid" && answer.problem).toContain("n: Invalid input");
  });

  it("does not repair when there is no room for it", async () => {
    const answer = await ask(setUp(["first"]), { ...question, repair: () => null }, never);
    expect(answer).toMatchObject({ type: "invalid", usage: once });
  });

  it("uses a recorded call instead of paying for it again", async () => {
    const parts = setUp([]);
    await parts.calls.put(request.key, responseWith('{"n":7}'));
    expect(await ask(parts, question, never)).toEqual({
      type: "ok",
      value: { n: 7 },
      usage: once,
      model: "scripted-1",
    });
    expect(parts.model.requests).toHaveLength(0);
  });

  it("goes on with the repair when only the faulty first call was recorded", async () => {
    const parts = setUp(['{"n":8}']);
    await parts.calls.put(request.key, responseWith("broken"));
    expect(await ask(parts, question, never)).toMatchObject({ type: "ok", value: { n: 8 }, usage: twice });
    expect(parts.model.requests.map(({ key }) => key)).toEqual(["p-abc234:1:1:repair"]);
  });

  it("records each call before its answer is read", async () => {
    const parts = setUp(["broken", "broken again"]);
    await ask(parts, question, never);
    expect(await parts.calls.keys("p-abc234")).toEqual(["p-abc234:1:1", "p-abc234:1:1:repair"]);
  });

  it("answers an outage as data, with what was already paid", async () => {
    const fault = new ProviderError("503", { retryable: true, retryAfterMs: 5 });
    expect(await ask(setUp([fault]), question, never)).toMatchObject({
      type: "outage",
      error: fault,
      usage: { calls: 0 },
    });
    expect(await ask(setUp(["broken", fault]), question, never)).toMatchObject({
      type: "outage",
      error: fault,
      usage: once,
    });
  });

  it("answers an abort as data, also when the model reports it as a fault", async () => {
    const stop = new AbortController();
    const parts = setUp([
      () => {
        stop.abort("shutdown");
        throw new ProviderError("socket closed", { retryable: true });
      },
    ]);
    expect(await ask(parts, question, stop.signal)).toMatchObject({ type: "aborted", reason: "shutdown" });
  });

  it("makes no call once it is aborted, and keeps a call that was paid before", async () => {
    const stop = new AbortController();
    const parts = setUp([
      () => {
        stop.abort("late");
        return "broken";
      },
    ]);
    expect(await ask(parts, question, stop.signal)).toMatchObject({
      type: "aborted",
      reason: "late",
      usage: once,
    });
    expect(await parts.calls.keys("p-abc234")).toHaveLength(1);
  });

  it("throws what is a fault of ours", async () => {
    await expect(ask(setUp([new TypeError("bug")]), question, never)).rejects.toThrow("bug");
  });

  it("keeps what is known of the price when one part has none", async () => {
    const parts = setUp(['{"n":1}']);
    await parts.calls.put(request.key, { ...responseWith("broken"), usage: { ...once, usd: null } });
    expect(await ask(parts, question, never)).toMatchObject({ type: "ok", usage: { calls: 2, usd: 0.01 } });
  });
});
