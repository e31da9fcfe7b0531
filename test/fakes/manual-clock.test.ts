import { expect, test } from "vitest";
import { manualClock } from "./manual-clock.ts";

const never = new AbortController().signal;

test("sleepers wake in the order of their times, at their times, when time passes", async () => {
  const clock = manualClock(1_000);
  const woken: string[] = [];
  const sleep = async (name: string, ms: number): Promise<void> => {
    await clock.sleep(ms, never);
    woken.push(`${name} ${clock.now()}`);
  };
  void sleep("late", 30);
  void sleep("early", 10);
  void sleep("at once", 0);
  await clock.pass(9);
  expect(woken).toEqual(["at once 1000"]);
  await clock.pass(21);
  expect(woken).toEqual(["at once 1000", "early 1010", "late 1030"]);
  expect(clock.now()).toBe(1_030);
});

test("a sleeper that sleeps again within the time that passes wakes again", async () => {
  const clock = manualClock(0);
  let beats = 0;
  const heart = async (): Promise<void> => {
    for (;;) {
      await clock.sleep(10, never);
      beats += 1;
    }
  };
  void heart();
  await clock.pass(35);
  expect(beats).toBe(3);
});

test("an aborted sleep rejects with the signal's reason", async () => {
  const clock = manualClock();
  const stop = new AbortController();
  const sleeping = clock.sleep(10, stop.signal);
  const reason = new Error("enough");
  stop.abort(reason);
  await expect(sleeping).rejects.toBe(reason);
  await expect(clock.sleep(10, stop.signal)).rejects.toBe(reason);
});
