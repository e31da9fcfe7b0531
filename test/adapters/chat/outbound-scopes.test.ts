import { expect, test } from "vitest";
import { createPace } from "#adapters/chat/outbound-pace.ts";
import type { RestScope } from "#adapters/chat/outbound-pace.ts";
import { createOutboundQueue, type Job } from "#adapters/chat/outbound-queue.ts";
import { ProviderError } from "#src/errors.ts";
import { manualClock } from "../../fakes/manual-clock.ts";

class Refused extends ProviderError {
  readonly scope: RestScope;

  constructor(scope: RestScope) {
    super("too often", { kind: "rate", retryable: true, retryAfterMs: 5_000 });
    this.scope = scope;
  }
}

/** What starts when, in a queue of which the first call is refused. */
const startsAfter = async (scope: RestScope): Promise<Readonly<Record<string, number>>> => {
  const clock = manualClock();
  const begin = clock.now();
  const queue = createOutboundQueue({
    clock,
    ratesOf: () => ({}),
    restOf: (error) => (error instanceof Refused ? error.scope : "method"),
  });
  const starts: Record<string, number> = {};
  let refusals = 0;
  const job = (method: string, lane: string): Job<void> => ({
    method,
    lane,
    priority: 1,
    turn: lane,
    run: async () => {
      if (refusals++ === 0) throw new Refused(scope);
      starts[`${method} ${lane}`] = clock.now() - begin;
    },
  });
  const first = queue.add(job("post", "C1"));
  await clock.settle();
  const others = [job("post", "C1"), job("post", "C2"), job("edit", "C1")].map((one) => queue.add(one));
  await clock.pass(6_000);
  await Promise.all([first, ...others]);
  return starts;
};

test("after a refusal the calls rest that it concerns, and no others", async () => {
  expect(await startsAfter("lane")).toEqual({ "post C1": 5_000, "post C2": 0, "edit C1": 0 });
  expect(await startsAfter("method")).toEqual({ "post C1": 5_000, "post C2": 5_000, "edit C1": 0 });
  expect(await startsAfter("all")).toEqual({ "post C1": 5_000, "post C2": 5_000, "edit C1": 5_000 });
});

test("all methods together keep to the overall rate", () => {
  const pace = createPace(() => ({}), { everyMs: 25, burst: 10 });
  let now = 0;
  const starts: number[] = [];
  for (let n = 0; n < 200; n += 1) {
    const [method, lane] = [n % 2 === 0 ? "post" : "edit", `C${n % 7}`];
    now = Math.max(now, pace.readyAt(method, lane, false));
    pace.took(method, lane, now);
    starts.push(now);
  }
  const inSecondFrom = (from: number): number =>
    starts.filter((at) => at >= from && at < from + 1_000).length;
  expect(Math.max(...starts.map(inSecondFrom))).toBeLessThanOrEqual(50);
  expect(now).toBeLessThan(5_000);
});

test("what is counted apart neither waits for the others nor makes them wait", () => {
  const pace = createPace((method) => (method === "answer" ? { apart: true } : {}), {
    everyMs: 25,
    burst: 1,
  });
  pace.took("post", "C1", 0);
  expect([pace.readyAt("answer", "i1", false), pace.readyAt("post", "C2", false)]).toEqual([0, 25]);
  pace.took("answer", "i1", 0);
  expect(pace.readyAt("post", "C2", false)).toBe(25);
});
