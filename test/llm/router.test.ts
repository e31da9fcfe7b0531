import { describe, expect, it } from "vitest";
import { BotArmyError } from "#src/errors.ts";
import { createPrices } from "#src/llm/prices.ts";
import { createRouter } from "#src/llm/router.ts";
import type { ModelRequest } from "#src/ports.ts";
import { manualClock } from "../fakes/manual-clock.ts";
import { endOf, fault, opus, request, routing, sol, type Act } from "./routing.ts";

const never = new AbortController().signal;

describe("a switch", () => {
  it("is told with the answer: who was asked first, and why it did not answer", async () => {
    const clock = manualClock();
    const { router, attempts } = routing(clock, { [opus]: [fault("quota")], [sol]: ["answer"] });
    const ask = async () => {
      const answer = router.complete(request, never);
      await clock.pass(5_000);
      return (await answer).switched;
    };
    const switched = { from: opus, reason: "quota" };
    expect([await ask(), await ask(), await ask()]).toEqual([switched, switched, switched]);
    expect(attempts.map(({ model, reason }) => [model, reason])).toEqual([
      ["claude-opus-5-5", "it said quota"],
      ["gpt-5.6-sol", "quota"],
      ["gpt-5.6-sol", "quota"],
      ["gpt-5.6-sol", "quota"],
    ]);
  });

  it("takes the waiting calls of a route along when it closes", async () => {
    const clock = manualClock();
    const { router, routes, asked } = routing(clock, { [opus]: [fault("auth")], [sol]: ["answer"] });
    routes[0]?.pace.penalise(clock.now() + 30_000);
    const answer = router.complete(request, never);
    await clock.pass(1_000);
    routes[0]?.breaker.hold("auth", Number.POSITIVE_INFINITY);
    await clock.pass(1_000);
    expect((await answer).text).toBe(`from ${sol}`);
    expect(asked).toEqual([sol]);
    expect(routes[0]?.pace.state()).toMatchObject({ waiting: 0, running: 0 });
  });
});

describe("a provider that answers only errors", () => {
  it("is soon left alone, tried by one call at a time, and used again when it recovers", async () => {
    const clock = manualClock();
    let works = false;
    const ill: Act = async () => {
      if (!works) throw fault("server");
      return { text: "well", model: opus, usage: { calls: 1, tokensIn: 1, tokensOut: 1, usd: null } };
    };
    const { router, asked } = routing(clock, { [opus]: [ill], [sol]: ["answer"] });
    const askMany = async (count: number): Promise<readonly string[]> => {
      const before = asked.length;
      const answers = Promise.all(Array.from({ length: count }, () => router.complete(request, never)));
      await clock.pass(5_000);
      await answers;
      return asked.slice(before);
    };
    await askMany(10);
    expect(await askMany(10)).toEqual(Array.from({ length: 10 }, () => sol));
    await clock.pass(10_000);
    expect((await askMany(10)).filter((name) => name === opus)).toHaveLength(1);
    works = true;
    await clock.pass(60_000);
    await askMany(1);
    expect(await askMany(10)).toEqual(Array.from({ length: 10 }, () => opus));
  });
});

describe("a call whose turn does not come before its deadline", () => {
  it("ends then, may be tried again, and says nothing about the provider", async () => {
    const clock = manualClock();
    const { router, routes, asked } = routing(clock, { [opus]: ["answer"] }, { deadlineMs: 20_000 });
    routes[0]?.pace.penalise(clock.now() + 30_000);
    const ending = endOf(router.complete(request, never));
    await clock.pass(20_000);
    expect(await ending).toMatchObject({
      error: { kind: "timeout", retryable: true, message: `no answer within 20 s: ${opus} was not asked` },
    });
    expect(asked).toEqual([]);
    expect(routes[0]?.pace.state()).toMatchObject({ running: 0, waiting: 0 });
    expect(routes[0]?.breaker.state()).toMatchObject({ state: "closed", failures: 0 });
  });
});

describe("an abort", () => {
  it("ends the call with its reason, written down, and says nothing about the provider", async () => {
    const clock = manualClock();
    const { router, attempts, routes } = routing(clock, { [opus]: ["answer"], [sol]: ["answer"] });
    const stop = new AbortController();
    const ending = endOf(router.complete(request, stop.signal));
    await clock.pass(500);
    const reason = new Error("shutdown");
    stop.abort(reason);
    expect(await ending).toEqual({ type: "error", error: reason });
    expect(attempts).toMatchObject([{ outcome: "aborted", known: false, ms: 500 }]);
    expect(routes[0]?.breaker.state()).toMatchObject({ state: "closed", failures: 0 });
    // What it may have used still counts.
    expect(routes[0]?.pace.state()).toMatchObject({
      running: 0,
      waiting: 0,
      tokens: expect.closeTo(1_004, -1),
    });
  });

  it("ends a call that only waits", async () => {
    const clock = manualClock();
    const { router, asked } = routing(clock, { [opus]: [fault("rate", { retryAfterMs: 60_000 })] });
    const stop = new AbortController();
    const ending = endOf(router.complete(request, stop.signal));
    await clock.pass(10_000);
    stop.abort("shutdown");
    expect(await ending).toEqual({ type: "error", error: "shutdown" });
    expect(asked).toEqual([opus]);
  });

  it("before the start makes no attempt", async () => {
    const { router, asked } = routing(manualClock(), { [opus]: ["answer"] });
    const ending = await endOf(router.complete(request, AbortSignal.abort("shutdown")));
    expect(ending).toEqual({ type: "error", error: "shutdown" });
    expect(asked).toEqual([]);
  });
});

describe("a request that avoids a provider", () => {
  const avoiding: ModelRequest = { ...request, avoid: "anthropic/claude-opus-5-5-20261001" };

  it("goes to another one, and that is no switch", async () => {
    const clock = manualClock();
    const { router } = routing(clock, {
      [opus]: ["answer"],
      "anthropic/claude-haiku-5-5": ["answer"],
      [sol]: ["answer"],
    });
    expect(router.others?.(avoiding)).toBe(true);
    const answer = router.complete(avoiding, never);
    await clock.pass(1_000);
    expect(await answer).toMatchObject({ text: `from ${sol}` });
    expect((await answer).switched).toBeUndefined();
  });

  it("has nobody to go to when there is one provider only", () => {
    const { router } = routing(manualClock(), { [opus]: ["answer"] });
    expect(router.others?.(avoiding)).toBe(false);
  });
});

it("an agent without a model is told so", async () => {
  const router = createRouter({
    routesFor: () => [],
    prices: createPrices({ free: [] }),
    clock: manualClock(),
    random: () => 0,
    deadlineMs: 1_000,
    onAttempt: () => undefined,
  });
  const ending = await endOf(router.complete(request, never));
  expect(ending).toMatchObject({ error: { code: "no-route" } });
  expect(ending.type === "error" && ending.error).toBeInstanceOf(BotArmyError);
});
