import { describe, expect, test } from "vitest";
import { modelAt, never, reply, request, said, serve, ways } from "./models.ts";

describe.each(ways)("$wire, $way", ({ wire, streaming }) => {
  const answerTo = async (spoken: Partial<typeof said>, asked = request()) => {
    const server = await serve(() => reply(wire, streaming, { ...said, ...spoken }));
    return await modelAt(wire, server.url, { streaming }).complete(asked, never);
  };

  test("an answer comes with the model that gave it and every token, cached ones told apart", async () => {
    expect(await answerTo({})).toEqual({
      text: said.text,
      model: "here/answered-by-1",
      usage: { calls: 1, tokensIn: 120, tokensOut: 30, usd: null },
      tokensCached: 100,
      tokensWritten: wire === "chat" ? 0 : 15,
      stop: "end",
    });
  });

  test("an answer that was cut off for length says so, and keeps its text and its tokens", async () => {
    expect(await answerTo({ stop: "max-tokens", text: '{"summ' })).toMatchObject({
      text: '{"summ',
      stop: "max-tokens",
      usage: { tokensIn: 120, tokensOut: 30 },
    });
  });

  test("a refusal is an answer and not an error", async () => {
    expect(await answerTo({ stop: "refusal", text: "I will not." })).toMatchObject({
      text: "I will not.",
      stop: "refusal",
      usage: { tokensIn: 120, tokensOut: 30 },
    });
  });

  test("an answer may be as long as the models allow, streamed or not", async () => {
    expect(await answerTo({}, request({ maxTokens: 128_000 }))).toMatchObject({ text: said.text });
  });

  test("partial text is told while it grows, when it streams", async () => {
    const heard: string[] = [];
    await answerTo({}, request({ onText: (text) => heard.push(text) }));
    expect(heard.length > 2).toBe(streaming);
    expect(heard.at(-1) ?? said.text).toBe(said.text);
    for (const [index, text] of heard.entries()) expect(text.startsWith(heard[index - 1] ?? "")).toBe(true);
  });
});

test("a server that counts no tokens gets an estimate, never nothing", async () => {
  const body = { model: "m", choices: [{ message: { content: "{}" }, finish_reason: "stop" }] };
  const server = await serve(() => ({ body: JSON.stringify(body) }));
  const { usage } = await modelAt("chat", server.url).complete(request(), never);
  expect(usage.tokensIn).toBeGreaterThan(50);
  expect(usage.tokensOut).toBe(1);
});

test("what a model thinks is not part of its answer", async () => {
  const { body = "" } = reply("anthropic", false);
  const thinking = { type: "thinking", thinking: "hm", signature: "s" };
  const message = String(body).replace('"content":[', `"content":[${JSON.stringify(thinking)},`);
  const server = await serve(() => ({ body: message }));
  expect((await modelAt("anthropic", server.url).complete(request(), never)).text).toBe(said.text);
});

test("a chat whose stream ends after its reason, but before its count, is whole, with an estimate", async () => {
  const { headers = {}, body = "" } = reply("chat", true);
  const server = await serve(() => ({ headers, body: body.slice(0, -2) }));
  const response = await modelAt("chat", server.url, { streaming: true }).complete(request(), never);
  expect(response).toMatchObject({ text: said.text, stop: "end" });
  expect(response.usage.tokensIn).toBeGreaterThan(50);
});
