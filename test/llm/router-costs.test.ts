import { describe, expect, it } from "vitest";
import { manualClock } from "../fakes/manual-clock.ts";
import { endOf, fault, opus, request, routing, sol, type Act } from "./routing.ts";

const never = new AbortController().signal;

describe("what a call costs", () => {
  it("is filled in from the prices", async () => {
    const clock = manualClock();
    const { router, attempts } = routing(clock, { [opus]: ["answer"] });
    const response = router.complete(request, never);
    await clock.pass(1_000);
    // 400,000 at 4, 100,000 cached at 0.2 and 50,000 out at 20 dollars for a million.
    expect((await response).usage).toMatchObject({ calls: 1, tokensIn: 500_000, tokensOut: 50_000 });
    expect((await response).usage.usd).toBeCloseTo(2.62, 9);
    expect(attempts).toMatchObject([
      {
        key: request.key,
        project: "p-abc234",
        agent: "analyst",
        stage: "analyze",
        step: "plan",
        attempt: 1,
        nth: 1,
        provider: "anthropic",
        model: "claude-opus-5-5",
        tokensIn: 500_000,
        tokensCached: 100_000,
        tokensOut: 50_000,
        known: true,
        ms: 1_000,
        outcome: "answered",
        reason: null,
      },
    ]);
  });

  it("counts what failed attempts used, in an answer and in an error", async () => {
    const clock = manualClock();
    const usage = { calls: 1, tokensIn: 1_000_000, tokensOut: 0, usd: null };
    const cut = fault("connection", { usage });
    const good = routing(clock, { [opus]: [cut, "answer"] });
    const response = good.router.complete(request, never);
    const bad = routing(clock, { [opus]: [cut], [sol]: [fault("quota")] });
    const ending = endOf(bad.router.complete(request, never));
    await clock.pass(60_000);
    expect((await response).usage).toMatchObject({ calls: 2, tokensIn: 1_500_000 });
    expect((await response).usage.usd).toBeCloseTo(6.62, 9);
    expect(await ending).toMatchObject({
      error: { usage: { calls: 2, tokensIn: 2_000_000, tokensOut: 0, usd: 8 } },
    });
    expect(bad.attempts).toMatchObject([
      { usd: 4, outcome: "connection", reason: "it said connection" },
      { usd: 4, nth: 2 },
      { usd: 0, known: true, outcome: "quota" },
    ]);
  });

  it("counts an attempt at its most when it was broken off, or given up before anything was told", async () => {
    const clock = manualClock();
    const silent: Act = async (_, signal) => {
      await clock.sleep(3_600_000, signal);
      throw new Error("too late");
    };
    const { router, attempts } = routing(
      clock,
      { [opus]: [silent], [sol]: ["answer"] },
      { deadlineMs: 20_000 },
    );
    const response = router.complete(request, never);
    await clock.pass(12_000);
    const most = { tokensOut: request.maxTokens, known: false, usd: expect.closeTo(0.02, 3) };
    expect(attempts).toMatchObject([{ outcome: "timeout", ...most }, { outcome: "answered" }]);
    const read = attempts[0]?.tokensIn ?? 0;
    expect(read).toBeGreaterThan(0);
    expect((await response).usage).toMatchObject({ calls: 2, tokensIn: 500_000 + read, tokensOut: 51_000 });
    const stop = new AbortController();
    const stopped = routing(clock, { [opus]: [silent] });
    const ending = endOf(stopped.router.complete(request, stop.signal));
    await clock.pass(1_000);
    stop.abort("shutdown");
    expect(await ending).toMatchObject({ error: "shutdown" });
    expect(stopped.attempts).toMatchObject([{ outcome: "aborted", tokensIn: read, ...most }]);
  });

  it("includes what was written to the provider's cache, at its own rate", async () => {
    const writing: Act = async () => ({
      text: "",
      model: opus,
      usage: { calls: 1, tokensIn: 500_000, tokensOut: 0, usd: null },
      tokensCached: 100_000,
      tokensWritten: 300_000,
    });
    const { router, attempts } = routing(manualClock(), { [opus]: [writing] });
    // 100,000 at 4, 100,000 cached at 0.2 and 300,000 written at 5 dollars for a million.
    expect((await router.complete(request, never)).usage.usd).toBeCloseTo(1.92, 9);
    expect(attempts).toMatchObject([{ tokensCached: 100_000, tokensWritten: 300_000 }]);
  });

  it("has the price of the model that answered", async () => {
    const other: Act = async () => ({
      text: "",
      model: "anthropic/claude-haiku-5-5-20261007",
      usage: { calls: 1, tokensIn: 100_000, tokensOut: 0, usd: null },
    });
    const { router } = routing(manualClock(), { [opus]: [other] });
    expect((await router.complete(request, never)).usage.usd).toBeCloseTo(0.01, 9);
  });

  it("takes the price of the model that was asked when the one that answered has none, and a guess when neither has", async () => {
    const clock = manualClock();
    const alias: Act = async () => ({
      text: "",
      model: "anthropic/claude-internal",
      usage: { calls: 1, tokensIn: 1_000_000, tokensOut: 0, usd: null },
    });
    const { router, attempts } = routing(clock, { [opus]: [alias] });
    expect((await router.complete(request, never)).usage.usd).toBe(4);
    const guessed = routing(clock, { "vllm/llama-5": [alias] });
    expect((await guessed.router.complete(request, never)).usage.usd).toBeGreaterThan(10);
    expect([attempts[0]?.known, guessed.attempts[0]?.known]).toEqual([true, false]);
  });

  it("leaves a price alone that the provider tells itself", async () => {
    const clock = manualClock();
    const priced: Act = async () => ({
      text: "",
      model: opus,
      usage: { calls: 1, tokensIn: 10, tokensOut: 1, usd: 0.25 },
      stop: "max-tokens",
    });
    const { router, attempts } = routing(clock, { [opus]: [priced] });
    expect((await router.complete(request, never)).usage.usd).toBe(0.25);
    expect(attempts).toMatchObject([{ outcome: "cut-off", usd: 0.25, known: true }]);
  });
});
