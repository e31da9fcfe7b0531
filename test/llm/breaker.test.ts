import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createBreaker, type Pass } from "#src/llm/breaker.ts";
import { manualClock } from "../fakes/manual-clock.ts";

const limits = { threshold: 3, firstMs: 10_000, longestMs: 60_000 };

const setUp = () => {
  const clock = manualClock();
  const breaker = createBreaker({ clock, limits });
  const enter = (): Pass => {
    const pass = breaker.enter();
    if (pass === null) throw new Error("the breaker is open");
    return pass;
  };
  const failTimes = (times: number): void => {
    for (let i = 0; i < times; i++) enter().failed("server");
  };
  return { clock, breaker, enter, failTimes };
};

describe("the breaker", () => {
  it("opens after failures in a row, and not before", () => {
    const { clock, breaker, enter, failTimes } = setUp();
    failTimes(2);
    enter().succeeded();
    failTimes(2);
    expect(breaker.state()).toEqual({ state: "closed", until: null, reason: null, failures: 2 });
    failTimes(1);
    expect(breaker.enter()).toBeNull();
    expect(breaker.readyAt()).toBe(clock.now() + 10_000);
    expect(breaker.state()).toMatchObject({ state: "open", reason: "server", failures: 3 });
  });

  it("counts neither aborts nor a second word about the same call", () => {
    const { breaker, enter, failTimes } = setUp();
    failTimes(1);
    const pass = enter();
    pass.failed("server");
    pass.failed("server");
    enter().released();
    expect(breaker.state()).toMatchObject({ state: "closed", failures: 2 });
  });

  it("lets one trial through when its time is over, and closes when that succeeds", async () => {
    const { clock, breaker, enter, failTimes } = setUp();
    failTimes(3);
    await clock.pass(10_000);
    expect(breaker.state().state).toBe("half-open");
    const trial = enter();
    expect(breaker.enter()).toBeNull();
    expect(breaker.readyAt()).toBeGreaterThan(clock.now());
    trial.succeeded();
    expect(breaker.state()).toEqual({ state: "closed", until: null, reason: null, failures: 0 });
  });

  it("opens twice as long each time the trial fails, up to the longest time", async () => {
    const { clock, breaker, enter, failTimes } = setUp();
    failTimes(3);
    const times: number[] = [];
    for (let i = 0; i < 4; i++) {
      await clock.pass(breaker.readyAt() - clock.now());
      enter().failed("timeout");
      times.push(breaker.readyAt() - clock.now());
    }
    expect(times).toEqual([20_000, 40_000, 60_000, 60_000]);
  });

  it("lets another trial through when the first one said nothing", async () => {
    const { clock, breaker, enter, failTimes } = setUp();
    failTimes(3);
    await clock.pass(10_000);
    enter().released();
    enter().succeeded();
    expect(breaker.state().state).toBe("closed");
  });

  it("does not count calls that began before it opened", async () => {
    const { clock, breaker, enter, failTimes } = setUp();
    const [good, bad] = [enter(), enter()];
    failTimes(3);
    good.succeeded();
    expect(breaker.state().state).toBe("open");
    await clock.pass(10_000);
    bad.failed("server");
    expect(breaker.state().state).toBe("half-open");
  });

  it.each(["rate", "overloaded"] as const)("is closed again after a pause asked for by %s", async (kind) => {
    const { clock, breaker } = setUp();
    breaker.hold(kind, 5_000);
    expect(breaker.enter()).toBeNull();
    await clock.pass(5_000);
    expect(breaker.state()).toMatchObject({ state: "closed", reason: null });
    expect(breaker.enter()).not.toBeNull();
    expect(breaker.enter()).not.toBeNull();
  });

  it("wants a trial after an hour without money, and a shorter pause does not shorten that", async () => {
    const { clock, breaker, enter } = setUp();
    breaker.hold("quota", 3_600_000);
    breaker.hold("rate", 1_000);
    await clock.pass(3_599_999);
    expect(breaker.state()).toMatchObject({ state: "open", reason: "quota" });
    await clock.pass(1);
    enter();
    expect(breaker.enter()).toBeNull();
  });

  it("stays open until the next start after a refused key, unless somebody says to try again", async () => {
    const { clock, breaker, enter } = setUp();
    breaker.hold("auth", Number.POSITIVE_INFINITY);
    await clock.pass(1_000_000_000);
    expect(breaker.state()).toMatchObject({ state: "open", until: Number.POSITIVE_INFINITY });
    breaker.tryAgain();
    enter().succeeded();
    expect(breaker.state().state).toBe("closed");
  });

  it.each(["quota", "rate"] as const)("lets one trial through when told to try again after %s", (kind) => {
    const { clock, breaker, enter } = setUp();
    breaker.hold(kind, 3_600_000);
    breaker.tryAgain();
    expect(breaker.state()).toMatchObject({ state: "half-open", reason: kind });
    const trial = enter();
    breaker.tryAgain();
    expect(breaker.enter()).toBeNull();
    breaker.hold(kind, 3_600_000);
    trial.released();
    expect(breaker.readyAt()).toBe(clock.now() + 3_600_000);
  });

  it("forgets nothing when told to try again while it is closed", () => {
    const { breaker, enter, failTimes } = setUp();
    failTimes(2);
    breaker.tryAgain();
    expect(breaker.state()).toMatchObject({ state: "closed", failures: 2 });
    expect([enter(), enter()]).toHaveLength(2);
  });

  it("tells those who wait when it opens, each time anew", async () => {
    const { clock, breaker, failTimes } = setUp();
    const first = breaker.whenOpen();
    failTimes(3);
    expect(first.aborted).toBe(true);
    const second = breaker.whenOpen();
    expect(second.aborted).toBe(false);
    await clock.pass(10_000);
    expect(second.aborted).toBe(false);
    failTimes(1);
    expect(second.aborted).toBe(true);
  });
});

describe("whatever happens", () => {
  const event = fc.oneof(
    fc.record({ type: fc.constant("enter" as const) }),
    fc.record({
      type: fc.constant("end" as const),
      which: fc.nat(9),
      how: fc.constantFrom("succeeded" as const, "failed" as const, "released" as const),
    }),
    fc.record({ type: fc.constant("pass" as const), ms: fc.integer({ min: 0, max: 30_000 }) }),
    fc.record({ type: fc.constant("try-again" as const) }),
    fc.record({
      type: fc.constant("hold" as const),
      kind: fc.constantFrom("rate" as const, "quota" as const),
    }),
  );

  it("no call starts while it is open, one at most while it is half open, and it always recovers", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 30 }), async (events) => {
        let now = 0;
        const breaker = createBreaker({ clock: { now: () => now, sleep: async () => undefined }, limits });
        let running: readonly Pass[] = [];
        let trials: readonly Pass[] = [];
        const wrong: string[] = [];
        for (const one of events) {
          if (one.type === "pass") now += one.ms;
          else if (one.type === "hold") breaker.hold(one.kind, 5_000);
          else if (one.type === "try-again") breaker.tryAgain();
          else if (one.type === "enter") {
            const { state } = breaker.state();
            const pass = breaker.enter();
            const mayStart = state !== "open" && trials.length === 0;
            if (mayStart === (pass === null))
              wrong.push(`${state}: ${pass === null ? "held" : "let through"}`);
            if (pass === null) continue;
            running = [...running, pass];
            if (state === "half-open") trials = [...trials, pass];
          } else {
            const pass = running[one.which % Math.max(1, running.length)];
            if (pass === undefined) continue;
            if (one.how === "failed") pass.failed("server");
            else pass[one.how]();
            running = running.filter((other) => other !== pass);
            trials = trials.filter((other) => other !== pass);
          }
          expect(trials.length).toBeLessThanOrEqual(1);
        }
        expect(wrong).toEqual([]);
        for (const pass of running) pass.released();
        now = Math.max(now, breaker.readyAt());
        breaker.enter()?.succeeded();
        expect(breaker.state().state).toBe("closed");
      }),
    );
  });
});
