import { describe, expect, it } from "vitest";
import { ProviderError } from "#src/errors.ts";
import { manualClock, type ManualClock } from "../fakes/manual-clock.ts";
import { endOf, fault, flash, opus, request, routing, sol, type Act } from "./routing.ts";

const never = new AbortController().signal;
const hour = 3_600_000;

interface Time {
  readonly clock?: ManualClock;
  readonly deadlineMs?: number;
  readonly timeoutMs?: number;
}

/** Makes one call and lets an hour pass. */
const call = async (
  scripts: Readonly<Record<string, readonly Act[]>>,
  { clock = manualClock(), deadlineMs = 300_000, timeoutMs }: Time = {},
) => {
  const world = routing(clock, scripts, { deadlineMs });
  const asks = timeoutMs === undefined ? request : { ...request, timeoutMs };
  const began = clock.now();
  let ms = 0;
  const ending = endOf(
    world.router.complete(asks, never).finally(() => {
      ms = clock.now() - began;
    }),
  );
  await clock.pass(hour - 1);
  return { ...world, ending: await ending, ms };
};

/** Says nothing as long as it is listened to. */
const silentFor =
  (clock: ManualClock): Act =>
  async (_, signal) => {
    await clock.sleep(hour, signal);
    throw new Error("too late");
  };

describe("the time of a call", () => {
  it("ends at its deadline when nobody answers, and counts that against who did not", async () => {
    const clock = manualClock();
    const { ending, ms, attempts, routes } = await call(
      { [opus]: [silentFor(clock)] },
      { clock, deadlineMs: 20_000 },
    );
    expect(ms).toBe(20_000);
    expect(ending).toMatchObject({ error: { kind: "timeout", retryable: true } });
    expect(ending.type === "error" && ending.error).toBeInstanceOf(ProviderError);
    expect(attempts).toMatchObject([{ outcome: "timeout", known: false, ms: 20_000 }]);
    expect(routes[0]?.breaker.state().failures).toBe(1);
  });

  it("leaves half of its time to another provider when one does not answer", async () => {
    const clock = manualClock();
    const scripts = { [opus]: [silentFor(clock)], [sol]: ["answer" as const], [flash]: ["answer" as const] };
    const { ending, attempts, ms } = await call(scripts, { clock, deadlineMs: 40_000 });
    expect(ending).toMatchObject({ type: "answer", response: { text: `from ${sol}` } });
    expect(attempts).toMatchObject([{ outcome: "timeout", ms: 20_000 }, { outcome: "answered" }]);
    expect(ms).toBe(20_000 + 1_000 + 1_000);
  });

  it("asks one that did not answer again when the other one did not either", async () => {
    const { asked } = await call({ [opus]: [fault("timeout"), "answer"], [sol]: [fault("timeout")] });
    expect(asked).toEqual([opus, sol, opus]);
  });

  it("listens to a stream beyond its half as long as more of it comes, but never beyond the deadline", async () => {
    const clock = manualClock();
    const talkative: Act = async ({ onText }, signal) => {
      for (;;) {
        await clock.sleep(9_000, signal);
        onText?.("more");
      }
    };
    const { attempts } = await call(
      { [opus]: [talkative], [sol]: ["answer"] },
      { clock, deadlineMs: 40_000 },
    );
    expect(attempts).toMatchObject([{ outcome: "timeout", ms: 40_000 }]);
    const pausing: Act = async ({ onText }, signal) => {
      await clock.sleep(9_000, signal);
      onText?.("more");
      await clock.sleep(hour, signal);
      throw new Error("too late");
    };
    const other = await call({ [opus]: [pausing], [sol]: ["answer"] }, { clock, deadlineMs: 40_000 });
    expect(other.attempts).toMatchObject([{ outcome: "timeout", ms: 29_000 }, { outcome: "answered" }]);
  });

  it("gives up a busy provider before the step's time is over, and tells that it is busy", async () => {
    const busy = fault("overloaded", { retryAfterMs: 40_000 });
    const { ending, asked, ms } = await call({ [opus]: [busy] }, { timeoutMs: 100_000 });
    expect(ending).toMatchObject({ error: { kind: "overloaded", message: "it said overloaded" } });
    // The fourth attempt could not begin before the 90th second.
    expect(asked).toHaveLength(3);
    expect(ms).toBe(83_000);
  });

  it("lets an attempt go on to the end of the step when nobody else can answer", async () => {
    const clock = manualClock();
    const slow: Act = async (_, signal) => {
      await clock.sleep(95_000, signal);
      return { text: "late", model: opus, usage: { calls: 1, tokensIn: 1, tokensOut: 1, usd: 0 } };
    };
    const { ending } = await call({ [opus]: [slow] }, { clock, timeoutMs: 100_000 });
    expect(ending).toMatchObject({ type: "answer", response: { text: "late" } });
  });
});
