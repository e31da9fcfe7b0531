import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createPace, type PaceLimits } from "#src/llm/pace.ts";
import { manualClock } from "../fakes/manual-clock.ts";

const limits: PaceLimits = { requestsPerMinute: 60, tokensPerMinute: 100_000, concurrent: 10 };
const never = new AbortController().signal;
const minute = 60_000;

/** A pace, and calls that are started on it: `started` has their names in the order of their turns. */
const setUp = (own: Partial<PaceLimits> = {}) => {
  const clock = manualClock();
  const pace = createPace({ limits: { ...limits, ...own }, clock });
  const started: string[] = [];
  const begin = async (name: string, tokens = 1, signal = never) => {
    const permit = await pace.take({ project: name.charAt(0), tokens }, signal);
    started.push(name);
    return permit;
  };
  return { clock, pace, started, begin };
};

describe("the pace", () => {
  it("starts three calls at once after a rest and the others evenly spaced", async () => {
    const { clock, started, begin } = setUp();
    const calls = ["a1", "b1", "c1", "d1", "e1"].map((name) => begin(name));
    await clock.settle();
    expect(started).toEqual(["a1", "b1", "c1"]);
    await clock.pass(1_015);
    expect(started).toHaveLength(3);
    await clock.pass(1);
    expect(started).toEqual(["a1", "b1", "c1", "d1"]);
    await clock.pass(1_017);
    expect(started).toHaveLength(5);
    await Promise.all(calls);
  });

  it.each([
    [1, 1],
    [19, 1],
    [20, 2],
    [50, 3],
    [5_000, 3],
  ])("of %i requests a minute starts %i at once", async (requestsPerMinute, together) => {
    const { clock, started, begin } = setUp({ requestsPerMinute });
    const calls = ["a1", "b1", "c1", "d1", "e1"].map((name) => begin(name));
    await clock.settle();
    expect(started).toHaveLength(together);
    await clock.pass(5 * minute);
    await Promise.all(calls);
  });

  it("never starts more in a minute than the limit, whatever it started at once", async () => {
    const { clock, started, begin } = setUp({ requestsPerMinute: 30, concurrent: 100 });
    const calls = Array.from({ length: 40 }, (_, i) => begin(`a${i}`));
    await clock.pass(60_999);
    expect(started).toHaveLength(30);
    await clock.pass(minute);
    await Promise.all(calls);
  });

  it("lets projects take turns, and calls of one project come in order", async () => {
    const { clock, started, begin } = setUp({ requestsPerMinute: 10 });
    const calls = ["z1", "a1", "a2", "a3", "a4", "b1", "b2", "c1"].map((name) => begin(name));
    await clock.pass(2 * minute);
    await Promise.all(calls);
    expect(started).toEqual(["z1", "a1", "b1", "c1", "a2", "b2", "a3", "a4"]);
  });

  it("makes no more calls at a time than it may", async () => {
    const { clock, pace, started, begin } = setUp({ concurrent: 2 });
    const first = begin("a1");
    const calls = ["b1", "c1"].map((name) => begin(name));
    await clock.pass(minute);
    expect(started).toEqual(["a1", "b1"]);
    expect(pace.state()).toMatchObject({ waiting: 1, running: 2 });
    (await first).settle(1);
    (await first).settle(1);
    await clock.settle();
    expect(started).toEqual(["a1", "b1", "c1"]);
    expect(pace.state()).toMatchObject({ waiting: 0, running: 2 });
    await Promise.all(calls);
  });

  it("counts what a call may use until it ends, then what it used", async () => {
    const { clock, pace, started, begin } = setUp();
    const first = await begin("a1", 80_000);
    const second = begin("b1", 50_000);
    await clock.pass(5_000);
    expect(started).toEqual(["a1"]);
    first.settle(40_000);
    await second;
    expect(pace.state().tokens).toBe(90_000);
    await clock.pass(61_000);
    expect(pace.state().tokens).toBe(0);
  });

  it("gives a call above the whole limit an empty minute", async () => {
    const { clock, started, begin } = setUp();
    (await begin("a1", 10)).settle(10);
    const large = begin("b1", 900_000);
    await clock.pass(60_000);
    expect(started).toEqual(["a1"]);
    await clock.pass(1_000);
    expect(started).toEqual(["a1", "b1"]);
    await large;
  });

  it("does not let small calls overtake the large one whose turn it is", async () => {
    const { clock, started, begin } = setUp();
    const calls = [begin("a1", 60_000), begin("b1", 60_000), begin("c1", 1)];
    await clock.pass(30_000);
    expect(started).toEqual(["a1"]);
    await clock.pass(40_000);
    await Promise.all(calls);
    expect(started).toEqual(["a1", "b1", "c1"]);
  });

  it("starts nothing before the end of a penalty, and the longest one counts", async () => {
    const { clock, pace, started, begin } = setUp();
    pace.penalise(clock.now() + 20_000);
    pace.penalise(clock.now() + 5_000);
    const call = begin("a1");
    await clock.pass(19_999);
    expect(started).toEqual([]);
    await clock.pass(1);
    await call;
  });

  it("forgets a penalty when somebody says so", async () => {
    const { clock, pace, started, begin } = setUp();
    pace.penalise(clock.now() + 3_600_000);
    const call = begin("a1");
    await clock.settle();
    expect(started).toEqual([]);
    pace.forgive();
    await call;
    expect(pace.state().penalisedUntil).toBeLessThanOrEqual(clock.now());
  });

  it("frees the place of a call that is aborted, and rejects with its reason", async () => {
    const { clock, pace, started, begin } = setUp();
    const stop = new AbortController();
    const held = await begin("a1", 100_000);
    const aborted = begin("b1", 100_000, stop.signal);
    const behind = begin("c1", 1);
    held.settle(10);
    await clock.settle();
    stop.abort(new Error("enough"));
    await expect(aborted).rejects.toThrow("enough");
    await clock.pass(2_000);
    await behind;
    expect(started).toEqual(["a1", "c1"]);
    expect(pace.state().waiting).toBe(0);
  });

  it("gives no turn to who is aborted already", async () => {
    const { pace, begin } = setUp();
    await expect(begin("a1", 1, AbortSignal.abort(new Error("enough")))).rejects.toThrow("enough");
    expect(pace.state()).toMatchObject({ waiting: 0, running: 0 });
  });
});

interface Planned {
  readonly at: number;
  readonly project: string;
  readonly tokens: number;
  readonly used: number;
  readonly ms: number;
  readonly abortAfter: number | null;
}

const planned: fc.Arbitrary<Planned> = fc
  .record({
    at: fc.integer({ min: 0, max: 90_000 }),
    project: fc.constantFrom("a", "b", "c", "d"),
    tokens: fc.integer({ min: 1, max: 12_000 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    ms: fc.integer({ min: 0, max: 90_000 }),
    abortAfter: fc.option(fc.integer({ min: 0, max: 60_000 })),
  })
  .map(({ share, ...rest }) => ({ ...rest, used: Math.round(rest.tokens * share) }));

describe("whatever comes", () => {
  it("no minute sees more than the limits allow, and everybody gets a turn who waits for it", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(planned, { minLength: 1, maxLength: 15 }),
        fc.record({
          requestsPerMinute: fc.integer({ min: 1, max: 30 }),
          tokensPerMinute: fc.integer({ min: 12_000, max: 40_000 }),
          concurrent: fc.integer({ min: 1, max: 5 }),
        }),
        async (calls, own) => {
          const clock = manualClock(0);
          const pace = createPace({ limits: own, clock });
          const starts: { at: number; used: number }[] = [];
          let mostRunning = 0;
          let lost = calls.length;
          const make = async (call: Planned): Promise<void> => {
            await clock.sleep(call.at, never);
            const stop = new AbortController();
            if (call.abortAfter !== null)
              void clock.sleep(call.abortAfter, never).then(() => stop.abort(new Error("aborted")));
            try {
              const permit = await pace.take(call, stop.signal);
              starts.push({ at: clock.now(), used: call.used });
              mostRunning = Math.max(mostRunning, pace.state().running);
              await clock.sleep(call.ms, never);
              permit.settle(call.used);
            } catch (error) {
              if (!stop.signal.aborted) throw error;
            }
            lost -= 1;
          };
          const all = Promise.all(calls.map(make));
          await clock.pass(60 * minute);
          await all;
          expect(lost).toBe(0);
          expect(mostRunning).toBeLessThanOrEqual(own.concurrent);
          expect(pace.state()).toMatchObject({ waiting: 0, running: 0, tokens: 0 });
          for (const { at } of starts) {
            const within = starts.filter((one) => one.at >= at && one.at <= at + minute);
            expect(within.length).toBeLessThanOrEqual(own.requestsPerMinute);
            const tokens = within.reduce((sum, { used }) => sum + used, 0);
            expect(tokens).toBeLessThanOrEqual(own.tokensPerMinute);
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});
