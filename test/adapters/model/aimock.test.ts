import { LLMock, type ChaosConfig } from "@copilotkit/aimock";
import { describe, expect, onTestFinished, test } from "vitest";
import { modelAt, never, request, said, ways } from "./models.ts";

/** An independent stand-in for the providers: what our own server gets wrong, it need not get wrong too. */
const aimock = async (chaos: ChaosConfig = {}): Promise<LLMock> => {
  const mock = await LLMock.create({ port: 0, logLevel: "silent" });
  onTestFinished(() => mock.stop());
  mock.setChaos(chaos);
  return mock;
};

const answer = {
  content: said.text,
  usage: { input_tokens: 120, output_tokens: 30, prompt_tokens: 120, completion_tokens: 30 },
};

describe.each(ways)("$wire, $way", ({ wire, streaming }) => {
  test("an answer comes through whole, with its tokens", async () => {
    const mock = await aimock();
    mock.on({ userMessage: "Write the requirements." }, answer);
    const response = await modelAt(wire, mock.url, { streaming }).complete(request(), never);
    expect(response).toMatchObject({
      text: said.text,
      stop: "end",
      usage: { tokensIn: 120, tokensOut: 30 },
    });
  });

  const errors = [
    { status: 429, type: "rate_limit_error", code: undefined, kind: "rate" },
    { status: 529, type: "overloaded_error", code: undefined, kind: "overloaded" },
    { status: 500, type: "api_error", code: undefined, kind: "server" },
    { status: 401, type: "authentication_error", code: undefined, kind: "auth" },
    { status: 400, type: "invalid_request_error", code: undefined, kind: "bad-request" },
    { status: 413, type: "request_too_large", code: undefined, kind: "too-large" },
    { status: 402, type: "billing_error", code: undefined, kind: "quota" },
  ] as const;

  test.each(errors)("$status is $kind, and is asked once", async ({ status, type, kind }) => {
    const mock = await aimock();
    mock.on({ userMessage: /./ }, { error: { message: "no", type }, status });
    await expect(modelAt(wire, mock.url, { streaming }).complete(request(), never)).rejects.toMatchObject({
      kind,
    });
    expect(mock.getRequests().length).toBe(1);
  });

  test("malformed and broken-off answers are faults that may be tried again", async () => {
    for (const chaos of [{ malformedRate: 1 }, { disconnectRate: 1 }]) {
      const mock = await aimock(chaos);
      mock.on({ userMessage: /./ }, answer);
      await expect(modelAt(wire, mock.url, { streaming }).complete(request(), never)).rejects.toMatchObject({
        name: "ProviderError",
        retryable: true,
      });
    }
  });

  test("a hundred calls at once do not mix", async () => {
    const mock = await aimock();
    mock.on({ userMessage: /./ }, ({ messages }) => ({
      content: `to ${JSON.stringify(messages.at(-1)?.content).slice(-20)}`,
    }));
    const model = modelAt(wire, mock.url, { streaming, deadlineMs: 15_000 });
    const asked = Array.from({ length: 100 }, (_, index) => `question ${1_000 + index}`);
    const answers = await Promise.all(asked.map((prompt) => model.complete(request({ prompt }), never)));
    for (const [index, { text }] of answers.entries()) expect(text).toContain(asked[index]);
  });
});
