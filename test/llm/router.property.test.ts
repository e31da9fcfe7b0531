import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ProviderError, type FaultKind } from "#src/errors.ts";
import { manualClock } from "../fakes/manual-clock.ts";
import { endOf, fault, flash, opus, request, routing, sol, type Act } from "./routing.ts";

const never = new AbortController().signal;

const kinds = [
  "rate",
  "overloaded",
  "quota",
  "auth",
  "server",
  "connection",
  "timeout",
  "bad-response",
  "bad-request",
  "too-large",
] as const satisfies readonly FaultKind[];

const act: fc.Arbitrary<Act> = fc.oneof(
  fc.constant("answer" as const),
  fc
    .record({
      kind: fc.constantFrom(...kinds),
      retryAfterMs: fc.option(fc.integer({ min: 0, max: 400_000 }), { nil: undefined }),
      paid: fc.boolean(),
    })
    .map(({ kind, retryAfterMs, paid }) =>
      fault(kind, {
        ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
        ...(paid ? { usage: { calls: 1, tokensIn: 1_000, tokensOut: 10, usd: null } } : {}),
      }),
    ),
);
const script = fc.array(act, { minLength: 1, maxLength: 5 });

describe("whatever providers do", () => {
  it("every call ends in time, none asks a closed route or loops, and all that was used is told", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(script, script, script),
        fc.integer({ min: 1, max: 4 }),
        fc.option(fc.integer({ min: 0, max: 200_000 })),
        async ([a, b, c], calls, abortAfter) => {
          const clock = manualClock();
          const deadlineMs = 120_000;
          const world = routing(clock, { [opus]: a, [sol]: b, [flash]: c }, { deadlineMs });
          const stop = new AbortController();
          if (abortAfter !== null) void clock.sleep(abortAfter, never).then(() => stop.abort("stop"));
          const endings: Ending[] = [];
          const made = Array.from({ length: calls }, async (_, i) => {
            const own = { ...request, key: `${request.key}:${i}` };
            endings.push(await endOf(world.router.complete(own, stop.signal)));
          });
          await clock.pass(deadlineMs);
          expect(endings).toHaveLength(calls);
          await Promise.all(made);
          expect(world.wrongly).toEqual([]);
          expect(world.attempts).toHaveLength(world.asked.length);
          expect(world.asked.length).toBeLessThanOrEqual(calls * 3 * 4);
          for (const { pace } of world.routes) expect(pace.state()).toMatchObject({ waiting: 0, running: 0 });
          expect(endings.filter((ending) => !isExpected(ending))).toEqual([]);
          // What was used before an abort is in the ledger only.
          const told = abortAfter === null ? toldIn(endings) : sumOf(world.attempts);
          expect(told).toBeCloseTo(sumOf(world.attempts), 6);
        },
      ),
      { numRuns: 150 },
    );
  });
});

type Ending = Awaited<ReturnType<typeof endOf>>;

/** A priced answer, the reason of the abort, or a fault that was told with its price. */
const isExpected = (ending: Ending): boolean => {
  if (ending.type === "answer") return ending.response.usage.usd !== null;
  const { error } = ending;
  return error === "stop" || (error instanceof ProviderError && error.usage?.usd !== null);
};

const sumOf = (attempts: readonly { readonly usd: number }[]): number =>
  attempts.reduce((sum, { usd }) => sum + usd, 0);

/** Dollars that the callers were told. */
const toldIn = (endings: readonly Ending[]): number =>
  endings.reduce((sum, ending) => {
    if (ending.type === "answer") return sum + (ending.response.usage.usd ?? 0);
    return sum + (ending.error instanceof ProviderError ? (ending.error.usage?.usd ?? 0) : 0);
  }, 0);
