import { describe, expect, it } from "vitest";
import { createBreaker } from "#src/llm/breaker.ts";
import { healthOf, isLively, ModelHealth } from "#src/llm/health.ts";
import { createPace } from "#src/llm/pace.ts";
import { manualClock } from "../fakes/manual-clock.ts";

const limits = { requestsPerMinute: 60, tokensPerMinute: 100_000, concurrent: 1 };
const never = new AbortController().signal;

const setUp = () => {
  const clock = manualClock();
  const guards = { breaker: createBreaker({ clock }), pace: createPace({ limits, clock }), limits };
  return { clock, ...guards, health: () => healthOf("openai/gpt-6-sol", guards) };
};

describe("a model's health", () => {
  it("counts what runs, what waits and what the last minute used", async () => {
    const { clock, pace, health } = setUp();
    const permit = await pace.take({ project: "a", tokens: 20_000 }, never);
    const second = pace.take({ project: "b", tokens: 1_000 }, never);
    expect(health().pace).toMatchObject({ running: 1, waiting: 1, tokens: 20_000 });
    permit.settle(5_000);
    (await second).settle(0);
    expect(health().pace).toMatchObject({ running: 0, waiting: 0, tokens: 5_000 });
    expect(isLively(health())).toBe(true);
    await clock.pass(61_000);
    expect(isLively(health())).toBe(false);
  });

  it("is the same after it was written as JSON and read again, also when nobody knows until when it is closed off", () => {
    const { clock, breaker, pace, health } = setUp();
    breaker.hold("quota", 1_000.5);
    pace.penalise(clock.now() + 0.5);
    const read = () => ModelHealth.parse(JSON.parse(JSON.stringify(health())));
    expect(read()).toEqual(health());
    expect(read().breaker).toEqual({
      state: "open",
      until: clock.now() + 1_001,
      reason: "quota",
      failures: 0,
    });
    breaker.hold("auth", Number.POSITIVE_INFINITY);
    expect(read().breaker).toMatchObject({ state: "open", until: null, reason: "auth" });
  });
});
