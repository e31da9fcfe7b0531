import fc from "fast-check";
import { expect, test } from "vitest";
import type { Rate } from "#adapters/chat/outbound-pace.ts";
import { createQueueStage, posts, refusal, type Start } from "./outbound-queue-stage.ts";

/** Times from which on there were more than the rate allows; none without a rate. */
const excesses = (rate: Rate | undefined, starts: readonly Start[]): readonly number[] =>
  starts
    .filter(({ at: from }, i) =>
      starts
        .slice(i)
        .some(
          ({ at }, n) => rate !== undefined && n + 1 > Math.floor((at - from) / rate.everyMs) + rate.burst,
        ),
    )
    .map(({ at }) => at);

/** A time in which a method was to rest. */
interface Rest {
  readonly method: string;
  readonly from: number;
  readonly to: number;
}

const breaches = (starts: readonly Start[], rests: readonly Rest[]): readonly unknown[] => [
  ...Object.entries(posts).flatMap(([method, { each, all }]) => {
    const own = starts.filter((start) => start.method === method);
    const inLanes = lanes.flatMap((lane) =>
      excesses(
        each,
        own.filter((start) => start.lane === lane),
      ),
    );
    return [...excesses(all, own), ...inLanes];
  }),
  ...rests.flatMap(({ method, from, to }) =>
    starts.filter((start) => start.method === method && start.at > from && start.at < to),
  ),
];

const lanes = ["C1", "C2", "C3"];

const arrivals = fc.array(
  fc.record({
    afterMs: fc.integer({ min: 0, max: 2_500 }),
    method: fc.constantFrom("post", "edit"),
    lane: fc.constantFrom(...lanes),
    turn: fc.constantFrom("t1", "t2"),
    priority: fc.integer({ min: 0, max: 3 }),
    takesMs: fc.constantFrom(0, 0, 40, 900, 4_000),
    refused: fc.constantFrom(null, null, null, 0, 2_000),
  }),
  { minLength: 1, maxLength: 25 },
);

test("whatever comes when, nothing goes faster than allowed or while it is to rest, and all is done", async () => {
  await fc.assert(
    fc.asyncProperty(arrivals, async (all) => {
      const { clock, queue, starts, job } = createQueueStage(posts);
      const rests: Rest[] = [];
      const done: Promise<string>[] = [];
      for (const [n, { afterMs, refused, ...facts }] of all.entries()) {
        await clock.pass(afterMs);
        const { run, ...rest } = job(`job ${n}`, facts);
        let isRefused = refused !== null;
        const refusedOnce = async (): Promise<string> => {
          const name = await run();
          if (!isRefused) return name;
          isRefused = false;
          const from = (starts.findLast((start) => start.name === name)?.at ?? 0) + facts.takesMs;
          rests.push({ method: facts.method, from, to: from + Math.max(refused ?? 0, 1_000) });
          throw refusal(refused);
        };
        done.push(queue.add({ ...rest, run: refusedOnce }));
      }
      await clock.pass(200_000);
      expect(await Promise.all(done)).toHaveLength(all.length);
      expect(breaches(starts, rests)).toEqual([]);
    }),
    { numRuns: 40 },
  );
});

test("a channel with work is posted to at nine tenths of the allowed rate or more", async () => {
  const { clock, queue, starts, job } = createQueueStage(posts);
  for (let n = 0; n < 150; n += 1) void queue.add(job(`${n}`, { takesMs: 200 })).catch(() => undefined);
  await clock.pass(60_000);
  expect(starts.length).toBeGreaterThanOrEqual(54);
  expect(starts.length).toBeLessThanOrEqual(63);
  await Promise.all([queue.close(), clock.pass(200)]);
});

test("cards of many threads are edited 45 to 49 times a minute", async () => {
  const { clock, queue, starts, edit } = createQueueStage(posts);
  for (let n = 0; n < 300; n += 1)
    void queue
      .replace(`card ${n}`, edit(`${n}`, { lane: `thread ${n % 30}`, turn: `thread ${n % 30}` }))
      .catch(() => undefined);
  await clock.pass(59_999);
  expect(starts.length).toBeGreaterThanOrEqual(45);
  expect(starts.length).toBeLessThan(50);
  await queue.close();
});
