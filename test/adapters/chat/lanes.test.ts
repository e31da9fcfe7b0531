import { expect, test } from "vitest";
import { createLanes, type Job } from "#adapters/chat/lanes.ts";
import { manualClock } from "../../fakes/manual-clock.ts";

/** Jobs that write down what happens to them, and end when told. */
const stage = (atOnce = 16) => {
  const clock = manualClock();
  const lanes = createLanes({ clock, atOnce });
  const told: string[] = [];
  const ends = new Map<string, PromiseWithResolvers<void>>();
  const job = (name: string): Job => ({
    run: () => {
      told.push(`${name} runs`);
      const end = Promise.withResolvers<void>();
      ends.set(name, end);
      return end.promise;
    },
    failed: (error, { tries, againInMs }) => {
      told.push(`${name} failed ${tries}: ${String(error)}, again in ${againInMs}`);
    },
  });
  const finish = async (name: string, error?: string): Promise<void> => {
    if (error === undefined) ends.get(name)?.resolve();
    else ends.get(name)?.reject(new Error(error));
    await clock.settle();
  };
  return { clock, lanes, told, enter: (lane: string, name: string) => lanes.enter(lane, job(name)), finish };
};

test("jobs of one lane run one after the other, lanes side by side", async () => {
  const { told, enter, finish, lanes } = stage();
  enter("a", "a1");
  enter("a", "a2");
  enter("b", "b1");
  expect(told).toEqual(["a1 runs", "b1 runs"]);
  await finish("a1");
  expect(told).toEqual(["a1 runs", "b1 runs", "a2 runs"]);
  expect(lanes.count()).toBe(2);
});

test("no more run at the same time than are allowed, and the lanes take turns", async () => {
  const { told, enter, finish } = stage(2);
  for (const name of ["a1", "a2", "b1", "c1"]) enter(name.slice(0, 1), name);
  expect(told).toEqual(["a1 runs", "b1 runs"]);
  await finish("a1");
  await finish("b1");
  expect(told).toEqual(["a1 runs", "b1 runs", "c1 runs", "a2 runs"]);
});

test("a job that fails is tried again later, before the others of its lane, while other lanes go on", async () => {
  const { clock, told, enter, finish } = stage(1);
  enter("a", "a1");
  enter("a", "a2");
  enter("b", "b1");
  await finish("a1", "busy");
  expect(told).toEqual(["a1 runs", "a1 failed 1: Error: busy, again in 1000", "b1 runs"]);
  await finish("b1");
  await clock.pass(1_000);
  expect(told.at(-1)).toBe("a1 runs");
  await finish("a1", "busy");
  expect(told.at(-1)).toBe("a1 failed 2: Error: busy, again in 2000");
  await clock.pass(2_000);
  await finish("a1");
  expect(told.at(-1)).toBe("a2 runs");
});

test("a job that never succeeds is set aside after ten tries, and its lane goes on", async () => {
  const { clock, told, enter, finish } = stage();
  enter("a", "a1");
  enter("a", "a2");
  for (let n = 0; n < 10; n++) {
    await clock.pass(60_000);
    await finish("a1", "broken");
  }
  expect(told.slice(-2)).toEqual(["a1 failed 10: Error: broken, again in null", "a2 runs"]);
});

test("idle means that nothing is left, also nothing that waits", async () => {
  const { clock, lanes, enter, finish } = stage();
  let idle = false;
  enter("a", "a1");
  const waiting = lanes.idle().then(() => (idle = true));
  await finish("a1", "busy");
  expect(idle).toBe(false);
  await clock.pass(1_000);
  await finish("a1");
  await waiting;
  expect([idle, lanes.count()]).toEqual([true, 0]);
});

test("stopping waits for what runs, and starts nothing more", async () => {
  const { clock, lanes, told, enter, finish } = stage();
  enter("a", "a1");
  enter("a", "a2");
  enter("b", "b1");
  await finish("b1", "busy");
  let stopped = false;
  const waiting = lanes.stop().then(() => (stopped = true));
  enter("c", "c1");
  await clock.pass(5_000);
  expect(stopped).toBe(false);
  await finish("a1");
  await waiting;
  expect(told.filter((line) => line.endsWith("runs"))).toEqual(["a1 runs", "b1 runs"]);
});
