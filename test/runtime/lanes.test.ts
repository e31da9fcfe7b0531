import { expect, test } from "vitest";
import { createLane } from "#src/runtime/lanes.ts";

test("a job of a key runs once at a time, and once more however often it was asked for meanwhile", async () => {
  const gate = Promise.withResolvers<void>();
  let runs = 0;
  let atOnce = 0;
  const lane = createLane(async () => {
    runs += 1;
    atOnce += 1;
    expect(atOnce).toBe(1);
    await gate.promise;
    atOnce -= 1;
  });
  const first = lane.run("k");
  await Promise.resolve();
  const more = [lane.run("k"), lane.run("k"), lane.run("k")];
  gate.resolve();
  await Promise.all([first, ...more]);
  expect(runs).toBe(2);
  await lane.run("k");
  expect(runs).toBe(3);
});

test("keys run beside each other", async () => {
  const begun: string[] = [];
  const gate = Promise.withResolvers<void>();
  const lane = createLane(async (key) => {
    begun.push(key);
    await gate.promise;
  });
  const both = [lane.run("one"), lane.run("two")];
  await Promise.resolve();
  expect(begun).toEqual(["one", "two"]);
  gate.resolve();
  await Promise.all(both);
});

test("a job that fails tells all who asked, and the next call starts afresh", async () => {
  let isBroken = true;
  const lane = createLane(async () => {
    await Promise.resolve();
    if (isBroken) throw new Error("no such row");
  });
  const asked = [lane.run("k"), lane.run("k")];
  for (const result of await Promise.allSettled(asked)) expect(result.status).toBe("rejected");
  isBroken = false;
  await expect(lane.run("k")).resolves.toBeUndefined();
});
