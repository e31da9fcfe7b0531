import { describe, expect, it, onTestFinished } from "vitest";
import { configuredProviders, type ProviderSettings } from "#src/config/providers.ts";
import type { OwnPrice } from "#src/llm/prices.data.ts";
import type { Attempt } from "#src/llm/route.ts";
import { openModels } from "#src/main/models.ts";
import { manualClock } from "../fakes/manual-clock.ts";
import { request as anyRequest } from "../llm/routing.ts";
import { startRawServer } from "../support/provider-servers/raw-server.ts";
import { wires } from "../support/provider-servers/wires.ts";

const never = new AbortController().signal;
const name = "openai/gpt-6-sol";
const schema = {
  type: "object",
  properties: { title: { type: "string" } },
  required: ["title"],
  additionalProperties: false,
};
const request = { ...anyRequest, schema: { name: "title", json: schema } };

/** One agent on one model of a provider that has no money until the test gives it some. */
const setUp = async (settings: ProviderSettings = {}, prices: readonly OwnPrice[] = []) => {
  let hasMoney = false;
  const server = await startRawServer(() =>
    hasMoney
      ? {
          body: JSON.stringify(
            wires.responses.plain({
              model: "gpt-6-sol",
              text: '{"title":"T"}',
              tokens: { input: 1_000_000, output: 0 },
            }),
          ),
        }
      : {
          status: 429,
          body: JSON.stringify(wires.responses.error("insufficient_quota", "insufficient_quota")),
        },
  );
  onTestFinished(() => server.close());
  const clock = manualClock(Date.UTC(2026, 10, 1));
  const attempts: Attempt[] = [];
  const models = openModels({
    providers: configuredProviders(
      { OPENAI_API_KEY: "key-for-tests-0123456789", OPENAI_BASE_URL: `${server.url}/v1` },
      settings,
    ),
    agents: { analyst: { routes: [{ provider: "openai", model: "gpt-6-sol" }], temperature: null } },
    prices,
    clock,
    random: () => 0.5,
    onAttempt: async (attempt) => void attempts.push(attempt),
  });
  const ask = () => models.model.complete(request, never);
  return { ...models, server, clock, attempts, ask, topUp: () => (hasMoney = true) };
};

const plain: ProviderSettings = { streaming: { openai: false } };

describe("a model without money", () => {
  it("is left alone for an hour, and says so", async () => {
    const { server, clock, ask, health, topUp } = await setUp(plain);
    expect(health()).toEqual([]);
    await expect(ask()).rejects.toMatchObject({ kind: "quota", retryable: false });
    topUp();
    await expect(ask()).rejects.toMatchObject({ kind: "quota" });
    expect(server.arrived).toHaveLength(1);
    expect(health()).toMatchObject([
      {
        name,
        breaker: { state: "open", reason: "quota", until: clock.now() + 3_600_000 },
        limits: { requestsPerMinute: 50 },
      },
    ]);
  });

  it("is asked at once when a person says to try again, by one call, and is healthy when that is answered", async () => {
    const { server, model, ask, health, topUp } = await setUp(plain);
    await expect(ask()).rejects.toMatchObject({ kind: "quota" });
    model.tryAgain?.({ agent: "analyst" });
    await expect(ask()).rejects.toMatchObject({ kind: "quota" });
    await expect(ask()).rejects.toMatchObject({ kind: "quota" });
    expect(server.arrived).toHaveLength(2);
    topUp();
    model.tryAgain?.({ agent: "analyst" });
    expect((await ask()).text).toBe('{"title":"T"}');
    expect(health()).toMatchObject([{ breaker: { state: "closed", reason: null } }]);
  });
});

describe("what people set", () => {
  it("reaches the provider: limits in part, and answers that are not streamed", async () => {
    const { server, ask, health, topUp } = await setUp({ ...plain, limits: { openai: { concurrent: 2 } } });
    topUp();
    await ask();
    expect(health()[0]?.limits).toEqual({ requestsPerMinute: 50, tokensPerMinute: 400_000, concurrent: 2 });
    expect(server.arrived[0]?.body).not.toMatchObject({ stream: true });
  });

  it("is the price of a call, in the ledger and in what it may cost at most", async () => {
    const rates = { input: 7, cached: 7, written: 8, output: 9 };
    const own = {
      provider: "openai",
      model: "gpt-6-sol",
      from: null,
      rates,
      above: null,
      source: "contract",
    };
    const { attempts, ask, topUp, worstOf } = await setUp(plain, [own]);
    topUp();
    await ask();
    expect(attempts).toMatchObject([{ usd: 7, known: true }]);
    const worst = worstOf({ ...request, maxTokens: 1_000_000 });
    expect(worst.usd).toBeCloseTo(9 + (worst.tokensIn * 8) / 1_000_000, 6);
  });
});
