import { describe, expect, test } from "vitest";
import { readConfig } from "#src/config.ts";
import { configuredProviders } from "#src/config/providers.ts";
import { BotArmyError } from "#src/errors.ts";

const problemsOf = (file: unknown): readonly string[] => {
  try {
    readConfig(file, {});
    return [];
  } catch (error) {
    if (!(error instanceof BotArmyError)) throw error;
    expect(error.code).toBe("config-invalid");
    return error.message.replace(/^.*?environment: /, "").split("; ");
  }
};

describe("what botarmy.yml may say about models", () => {
  test("is limits, streaming and prices, each as far as somebody knows it", () => {
    const models = {
      limits: { openai: { requestsPerMinute: 500 } },
      streaming: { vllm: false },
      prices: {
        "openai/gpt-6-sol": { input: 2, output: 8 },
        "openrouter/meta/llama-5": { input: 0.2, cached: 0.02, output: 0.6, cacheWrite: 0 },
      },
    };
    const config = readConfig({ models }, {});
    expect(config.models).toEqual({ agents: {}, ...models });
    const providers = configuredProviders(
      { OPENAI_API_KEY: "key", VLLM_BASE_URL: "http://localhost:1/v1" },
      config.models,
    );
    expect(providers).toMatchObject([
      {
        name: "openai",
        limits: { requestsPerMinute: 500, tokensPerMinute: 400_000, concurrent: 8 },
        streaming: true,
      },
      { name: "vllm", limits: { requestsPerMinute: 50 }, streaming: false },
    ]);
  });

  test("is nothing when it says nothing", () => {
    expect(readConfig(null, {}).models).toEqual({ agents: {}, limits: {}, streaming: {}, prices: {} });
  });

  test("is refused with every problem at once", () => {
    const problems = problemsOf({
      models: {
        limits: { opnai: { concurrent: 1 }, openai: { requestsPerMinute: 0, perDay: 9 }, toString: {} },
        streaming: { vllm: "no" },
        prices: {
          "openai/gpt-6-sol": { input: -1 },
          "gpt-6-sol": { input: 1, output: 1 },
          "acme/model": { input: 1, output: 1 },
          "vllm/": { input: 1, output: 1 },
          "vllm/llama-5": { input: 20_000, output: "1" },
        },
      },
    });
    for (const start of [
      "models.limits.opnai: no provider has this name (possible are anthropic, openai, gemini, ",
      "models.limits.toString: no provider has this name",
      "models.limits.openai.requestsPerMinute: ",
      "models.limits.openai: Unrecognized key",
      "models.streaming.vllm: ",
      "models.prices.openai/gpt-6-sol.input: ",
      "models.prices.openai/gpt-6-sol.output: ",
      "models.prices.gpt-6-sol: write it as PROVIDER/MODEL",
      "models.prices.acme/model: no provider has this name",
      "models.prices.vllm/: write it as PROVIDER/MODEL",
      "models.prices.vllm/llama-5.input: ",
      "models.prices.vllm/llama-5.output: ",
    ])
      expect(problems).toContainEqual(expect.stringContaining(start));
    expect(problems).toHaveLength(12);
  });
});
