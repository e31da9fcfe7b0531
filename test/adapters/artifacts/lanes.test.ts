import { expect, test } from "vitest";
import { createLanes } from "#adapters/artifacts/lanes.ts";

test("runs acts of one key in order, also after a failure, and other keys meanwhile", async () => {
  const inLane = createLanes();
  const order: string[] = [];
  const gate = Promise.withResolvers<void>();
  const first = inLane("a", async () => {
    await gate.promise;
    order.push("a1");
    throw new Error("a1 failed");
  });
  const second = inLane("a", async () => order.push("a2"));
  await inLane("b", async () => order.push("b1"));
  gate.resolve();
  await expect(first).rejects.toThrow("a1 failed");
  await second;
  expect(order).toEqual(["b1", "a1", "a2"]);
});
