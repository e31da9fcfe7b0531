import { describe, expect, it } from "vitest";
import { createPrices } from "#src/llm/prices.ts";

const november = Date.UTC(2026, 10, 1);
const million = { tokensIn: 1_000_000, tokensOut: 0 };
const prices = createPrices({ free: ["ollama"] });

describe("the price of a model", () => {
  it.each([
    ["anthropic", "claude-opus-5-5", { input: 4, cached: 0.2, output: 20 }],
    ["anthropic", "claude-haiku-5-5", { input: 0.1, cached: 0.01, output: 0.5 }],
    ["openai", "gpt-6.1-terra", { input: 1, cached: 0.05, output: 5 }],
    ["openai", "gpt-6-luna", { input: 0.1, cached: 0.01, output: 0.5 }],
    ["gemini", "gemini-3.1-flash-lite", { input: 0.25, cached: 0.025, output: 1.5 }],
    ["openrouter", "anthropic/claude-opus-5", { input: 5, cached: 0.5, output: 25 }],
  ])("of %s %s is found", (provider, model, price) => {
    expect(prices.priceOf(provider, model, november)).toMatchObject({ model, ...price });
  });

  it("is that of this very model, never of one whose name begins the same", () => {
    expect(prices.priceOf("anthropic", "claude-sonnet-5-5", november)).toMatchObject({
      model: "claude-sonnet-5-5",
      cached: 0.1,
    });
    expect(prices.priceOf("anthropic", "claude-sonnet-5-9", november)).toBeNull();
    expect(prices.priceOf("anthropic", "claude-fable-5-2", november)).toBeNull();
  });

  it.each([
    ["anthropic", "claude-sonnet-4-5-20250929", "claude-sonnet-4-5"],
    ["anthropic", "claude-haiku-5-5-20261007", "claude-haiku-5-5"],
    ["openai", "gpt-6.1-sol-2026-09-30", "gpt-6.1-sol"],
    ["openai", "gpt-5.5-2026-04-23", "gpt-5.5"],
    ["gemini", "models/gemini-3.8-flash", "gemini-3.8-flash"],
  ])("is found under a dated name: %s %s", (provider, model, plain) => {
    expect(prices.priceOf(provider, model, november)?.model).toBe(plain);
  });

  it("changes on its day", () => {
    const cached = { tokensIn: 1_000_000, tokensCached: 1_000_000, tokensOut: 0 };
    const sonnet = (day: number) =>
      prices.costOf(cached, "anthropic/claude-sonnet-5-5", Date.UTC(2026, 9, day)).usd;
    expect([sonnet(6), sonnet(7)]).toEqual([0.2, 0.1]);
    const flash = (year: number, month: number, day: number) =>
      prices.costOf(million, "gemini/gemini-3.8-flash", Date.UTC(year, month, day)).usd;
    expect([flash(2026, 11, 31), flash(2027, 0, 1)]).toEqual([0.75, 1.5]);
  });
});

describe("the cost of a call", () => {
  it("counts cached, written and other input, and output, each at its rate", () => {
    const tokens = { tokensIn: 50_000, tokensCached: 30_000, tokensWritten: 10_000, tokensOut: 2_000 };
    // 10,000 at 4, 30,000 at 0.2, 10,000 at 5, 2,000 at 20 dollars for a million.
    expect(prices.costOf(tokens, "anthropic/claude-opus-5-5", november).usd).toBeCloseTo(0.136, 9);
  });

  it("is higher for the whole request when the prompt is long", () => {
    const cost = (tokensIn: number) =>
      prices.costOf({ tokensIn, tokensOut: 1_000 }, "anthropic/claude-haiku-5-5", november).usd;
    expect(cost(100_000)).toBeCloseTo(0.0105, 9);
    expect(cost(100_001)).toBeCloseTo(0.0525005, 9);
  });

  it("survives more cached tokens than there is input", () => {
    const tokens = { tokensIn: 1_000, tokensCached: 5_000, tokensOut: 0 };
    expect(prices.costOf(tokens, "anthropic/claude-opus-5-5", november).usd).toBeCloseTo(0.0002, 9);
  });

  it.each(["anthropic/claude-fable-5-2", "openai/gpt-9", "vllm/llama-5", "nonsense"])(
    "of %s, which nobody knows, is that of the most expensive model, and says so",
    (name) => {
      const tokens = { tokensIn: 10_000, tokensOut: 10_000 };
      const cost = prices.costOf(tokens, name, november);
      expect(cost.known).toBe(false);
      for (const known of ["anthropic/claude-fable-5-1", "openai/gpt-6-astra", "openai/gpt-5.5-pro"])
        expect(cost.usd).toBeGreaterThanOrEqual(prices.costOf(tokens, known, november).usd);
    },
  );

  it("is nothing only where that was declared", () => {
    expect(prices.costOf(million, "ollama/llama-5", november)).toEqual({ usd: 0, known: true });
    expect(prices.priceOf("ollama", "llama-5", november)).toMatchObject({ input: 0, output: 0 });
    expect(createPrices({ free: [] }).costOf(million, "ollama/llama-5", november).usd).toBeGreaterThan(0);
  });

  it("follows the prices that people declare", () => {
    const rates = { input: 7, cached: 7, written: 7, output: 7 };
    const own = { from: null, rates, above: null, source: "contract" };
    const declared = createPrices({
      free: [],
      own: [
        { ...own, provider: "vllm", model: "llama-5" },
        { ...own, provider: "anthropic", model: "claude-sonnet-5-5" },
      ],
    });
    expect(declared.costOf(million, "vllm/llama-5", november)).toEqual({ usd: 7, known: true });
    expect(declared.costOf(million, "anthropic/claude-sonnet-5-5", november)).toEqual({
      usd: 7,
      known: true,
    });
  });
});

describe("a price that people declare", () => {
  const rates = { input: 1, cached: 0.1, written: 1.25, output: 2 };
  const own = { provider: "ollama", model: "llama-5", from: null, rates, above: null, source: "contract" };
  const declared = createPrices({ free: ["ollama"], own: [own] });

  it("wins over a provider that costs nothing, for this model only", () => {
    expect(declared.costOf(million, "ollama/llama-5", november)).toEqual({ usd: 1, known: true });
    expect(declared.costOf(million, "ollama/llama-5-2026-10-07", november).usd).toBe(1);
    expect(declared.priceOf("ollama", "llama-5", november)).toMatchObject({ input: 1, output: 2 });
    expect(declared.costOf(million, "ollama/qwen-4", november)).toEqual({ usd: 0, known: true });
  });

  it("counts the worst case at its rate for writing", () => {
    const tokens = { inputTokens: 1_000_000, outputTokens: 1_000_000 };
    expect(declared.worstCase("ollama/llama-5", tokens, november)).toBeCloseTo(3.25, 9);
  });
});

describe("the worst case", () => {
  it("writes all input to the cache and uses the whole answer", () => {
    const worst = prices.worstCase(
      "anthropic/claude-opus-5-5",
      { inputTokens: 10_000, outputTokens: 1_000 },
      november,
    );
    expect(worst).toBeCloseTo(0.07, 9);
  });

  it("is never below what such a call can cost", () => {
    for (const tokensCached of [0, 5_000, 10_000]) {
      const real = prices.costOf(
        { tokensIn: 10_000, tokensCached, tokensWritten: 10_000 - tokensCached, tokensOut: 900 },
        "openai/gpt-6.1-sol",
        november,
      );
      const worst = prices.worstCase(
        "openai/gpt-6.1-sol",
        { inputTokens: 10_000, outputTokens: 1_000 },
        november,
      );
      expect(worst).toBeGreaterThanOrEqual(real.usd);
    }
  });
});
