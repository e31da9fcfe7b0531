import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { createBatches } from "#src/runtime/batches.ts";

/** Batches whose handling the test lets go on, one at a time. `begun` resolves when that many have been begun. */
const heldBatches = () => {
  const handled: (readonly string[])[] = [];
  const gates: PromiseWithResolvers<void>[] = [];
  const batches = createBatches<string, string>(async (key, items) => {
    handled.push([key, ...items]);
    const gate = Promise.withResolvers<void>();
    gates.push(gate);
    await gate.promise;
    return items.map((item) => `${item}!`);
  });
  const begun = async (count: number): Promise<void> => {
    while (handled.length < count) await setImmediate();
  };
  return { batches, handled, gates, begun };
};

test("what arrives in one turn, or while a batch is handled, is handled together, in order", async () => {
  const { batches, handled, gates, begun } = heldBatches();
  const first = ["a", "b"].map((item) => batches.submit("k", item));
  await begun(1);
  const second = ["c", "d", "e"].map((item) => batches.submit("k", item));
  await setImmediate();
  expect(handled).toEqual([["k", "a", "b"]]);
  gates[0]?.resolve();
  expect(await Promise.all(first)).toEqual(["a!", "b!"]);
  await begun(2);
  expect(handled[1]).toEqual(["k", "c", "d", "e"]);
  gates[1]?.resolve();
  expect(await Promise.all(second)).toEqual(["c!", "d!", "e!"]);
});

test("keys do not wait for each other", async () => {
  const { batches, handled, gates, begun } = heldBatches();
  void batches.submit("one", "a");
  const other = batches.submit("two", "b");
  await begun(2);
  gates[handled.findIndex(([key]) => key === "two")]?.resolve();
  expect(await other).toBe("b!");
});

test("a batch that fails tells each of its items, and the next one is handled as usual", async () => {
  let isBroken = true;
  const batches = createBatches<string, string>(async (_key, items) => {
    await Promise.resolve();
    if (!isBroken) return items;
    isBroken = false;
    throw new Error("the disk is full");
  });
  const results = await Promise.allSettled([batches.submit("k", "a"), batches.submit("k", "b")]);
  expect(results).toMatchObject([
    { status: "rejected", reason: new Error("the disk is full") },
    { status: "rejected", reason: new Error("the disk is full") },
  ]);
  expect(await batches.submit("k", "c")).toBe("c");
});

test("results that do not fit the items are a fault, not a guess", async () => {
  const batches = createBatches<string, string>(async () => []);
  await expect(batches.submit("k", "a")).rejects.toThrow("1 items gave 0 results");
});
