import { describe, expect, it } from "vitest";
import type { FaultKind } from "#src/errors.ts";
import { manualClock } from "../fakes/manual-clock.ts";
import { endOf, fault, flash, opus, request, routing, sol, type Act } from "./routing.ts";

const never = new AbortController().signal;
const hour = 3_600_000;

/** Makes one call and lets an hour pass. */
const call = async (scripts: Readonly<Record<string, readonly Act[]>>) => {
  const clock = manualClock();
  const world = routing(clock, scripts);
  const began = clock.now();
  let ms = 0;
  const ending = endOf(
    world.router.complete(request, never).finally(() => {
      ms = clock.now() - began;
    }),
  );
  await clock.pass(hour - 1);
  return { ...world, clock, ending: await ending, ms };
};

interface Row {
  readonly when: string;
  readonly first: readonly Act[];
  /** The routes in the order in which they are asked. */
  readonly asked: readonly string[];
  /** How the first route's breaker stands when the call is over, an hour later at most. */
  readonly reason: FaultKind | null;
}

/** One row for each line of the table of faults and what is done about them, with another provider that is healthy. */
const withAnother: readonly Row[] = [
  { when: "429 rate", first: [fault("rate", { retryAfterMs: 2_000 })], asked: [opus, sol], reason: null },
  { when: "529 overloaded", first: [fault("overloaded")], asked: [opus, sol], reason: null },
  { when: "no money left", first: [fault("quota")], asked: [opus, sol], reason: "quota" },
  { when: "a refused key", first: [fault("auth")], asked: [opus, sol], reason: "auth" },
  { when: "500", first: [fault("server"), "answer"], asked: [opus, opus], reason: null },
  { when: "500 twice", first: [fault("server")], asked: [opus, opus, sol], reason: null },
  { when: "a cut connection", first: [fault("connection"), "answer"], asked: [opus, opus], reason: null },
  { when: "a cut connection twice", first: [fault("connection")], asked: [opus, opus, sol], reason: null },
  { when: "a timeout", first: [fault("timeout"), "answer"], asked: [opus, sol], reason: null },
  {
    when: "an answer that is none",
    first: [fault("bad-response"), "answer"],
    asked: [opus, opus],
    reason: null,
  },
  { when: "no answer twice", first: [fault("bad-response")], asked: [opus, opus, sol], reason: null },
  {
    when: "a 5xx that says trying again is no use",
    first: [fault("server", { retryable: false })],
    asked: [opus, sol],
    reason: null,
  },
  { when: "a refused request", first: [fault("bad-request")], asked: [opus, sol], reason: null },
  { when: "too much text", first: [fault("too-large")], asked: [opus, sol], reason: null },
];

describe("with another provider at hand", () => {
  it.each(withAnother)("$when", async ({ first, asked, reason }) => {
    const world = await call({ [opus]: first, [sol]: ["answer"] });
    expect(world.ending).toMatchObject({ type: "answer", response: { text: `from ${asked.at(-1)}` } });
    expect(world.asked).toEqual(asked);
    expect(world.routes[0]?.breaker.state().reason).toBe(reason);
    const switched = world.ending.type === "answer" ? world.ending.response.switched?.from : undefined;
    expect(switched).toBe(asked.at(-1) === sol ? opus : undefined);
  });
});

interface Alone {
  readonly when: string;
  readonly script: readonly Act[];
  readonly times: number;
  /** What the call ends in; null for an answer. */
  readonly error: {
    readonly kind: FaultKind;
    readonly retryable: boolean;
    readonly retryAfterMs: number | null;
  } | null;
}

const wait = (kind: FaultKind, retryAfterMs: number | null) => ({ kind, retryable: true, retryAfterMs });
const stop = (kind: FaultKind) => ({ kind, retryable: false, retryAfterMs: null });

/** The same faults when there is nobody else. */
const alone: readonly Alone[] = [
  {
    when: "429 with a retry-after within the deadline is waited for",
    script: [fault("rate", { retryAfterMs: 60_000 }), "answer"],
    times: 2,
    error: null,
  },
  {
    when: "429 with a retry-after beyond the deadline is told",
    script: [fault("rate", { retryAfterMs: 2 * hour })],
    times: 1,
    error: wait("rate", 2 * hour),
  },
  {
    when: "529 without a retry-after is tried again, longer apart each time",
    script: [fault("overloaded")],
    times: 4,
    error: wait("overloaded", 16_000),
  },
  { when: "no money left", script: [fault("quota")], times: 1, error: stop("quota") },
  { when: "a refused key", script: [fault("auth")], times: 1, error: stop("auth") },
  { when: "500 once", script: [fault("server"), "answer"], times: 2, error: null },
  { when: "500 for ever", script: [fault("server")], times: 2, error: wait("server", null) },
  {
    when: "no connection for ever",
    script: [fault("connection")],
    times: 2,
    error: wait("connection", null),
  },
  { when: "timeouts for ever", script: [fault("timeout")], times: 2, error: wait("timeout", null) },
  {
    when: "answers that are none for ever",
    script: [fault("bad-response")],
    times: 2,
    error: wait("bad-response", null),
  },
  { when: "a refused request", script: [fault("bad-request")], times: 1, error: stop("bad-request") },
  { when: "too much text", script: [fault("too-large")], times: 1, error: stop("too-large") },
];

describe("with nobody else to ask", () => {
  it.each(alone)("$when", async ({ script, times, error }) => {
    const world = await call({ [opus]: script });
    expect(world.asked).toHaveLength(times);
    expect(world.ending).toMatchObject(
      error === null
        ? { type: "answer" }
        : { type: "error", error: { ...error, message: `it said ${error.kind}` } },
    );
  });
});

describe("the router", () => {
  it("pauses for a moment before it asks a broken route again", async () => {
    const { ms } = await call({ [opus]: [fault("server"), "answer"] });
    expect(ms).toBe(1_000 + 1_000 + 1_000);
  });

  it("goes back to a busy route when the other one fails and there is time", async () => {
    const { asked, ending, ms } = await call({
      [opus]: [fault("rate", { retryAfterMs: 30_000 }), "answer"],
      [sol]: [fault("quota")],
    });
    expect(asked).toEqual([opus, sol, opus]);
    expect(ending.type).toBe("answer");
    expect(ms).toBe(32_000);
  });

  it("lets nothing start on a busy route before the time it asked for", async () => {
    const { clock, routes } = await call({
      [opus]: [fault("rate", { retryAfterMs: 2 * hour })],
      [sol]: ["answer"],
    });
    expect(routes[0]?.pace.state().penalisedUntil).toBe(clock.now() + 2 * hour - (hour - 1) + 1_000);
  });

  it("asks no third provider about a request that two have refused", async () => {
    const { asked, ending } = await call({
      [opus]: [fault("bad-request")],
      [sol]: [fault("bad-request")],
      [flash]: ["answer"],
    });
    expect(asked).toEqual([opus, sol]);
    expect(ending).toMatchObject({ error: { kind: "bad-request", retryable: false } });
  });

  it("tells of each route what became of it, and of the one that may help later when", async () => {
    const { ending } = await call({
      [opus]: [fault("auth")],
      [sol]: [fault("rate", { retryAfterMs: hour })],
    });
    expect(ending).toMatchObject({
      error: { kind: "rate", retryable: true, retryAfterMs: hour, message: "it said auth | it said rate" },
    });
  });

  it("throws a fault of ours on, written down and without another attempt", async () => {
    const { ending, asked, attempts } = await call({ [opus]: [new TypeError("bug")], [sol]: ["answer"] });
    expect(ending).toMatchObject({ error: new TypeError("bug") });
    expect(asked).toEqual([opus]);
    expect(attempts).toMatchObject([{ outcome: "aborted", reason: "bug" }]);
  });
});

describe("a route that another call finds closed for good meanwhile", () => {
  it.each<FaultKind>(["rate", "server"])(
    "after %s ends the call at once, with the reason and no time to come back at",
    async (kind) => {
      const clock = manualClock();
      const { router, routes, asked } = routing(clock, { [opus]: [fault(kind, { retryAfterMs: 60_000 })] });
      const ending = endOf(router.complete(request, never));
      await clock.pass(1_100);
      // What a call of another project does about a key that is refused.
      routes[0]?.breaker.hold("auth", Number.POSITIVE_INFINITY);
      await clock.pass(120_000);
      expect(await ending).toMatchObject({
        type: "error",
        error: {
          kind: "auth",
          retryable: false,
          retryAfterMs: null,
          message: `${opus} is left alone until the next start (auth)`,
        },
      });
      expect(asked).toEqual([opus]);
    },
  );
});
