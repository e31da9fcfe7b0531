import { expect, test } from "vitest";
import { createShift } from "#src/runtime/shift.ts";

/** A shift whose tasks end when the test says so. */
const setUp = () => {
  const queue = new Set<string>();
  const begun: string[] = [];
  const ends = new Map<string, PromiseWithResolvers<void>>();
  const shift = createShift({
    due: async () => [...queue].map((id) => ({ id })),
    perform: async (_key, { id }) => {
      begun.push(id);
      const end = Promise.withResolvers<void>();
      ends.set(id, end);
      await end.promise;
      queue.delete(id);
    },
  });
  return { queue, begun, shift, ends };
};

const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

test("tasks of a key are done beside each other, each once, however often somebody looks", async () => {
  const { queue, begun, shift, ends } = setUp();
  queue.add("a").add("b");
  const looks = [shift.run("k"), shift.run("k"), shift.run("k")];
  await turn();
  expect(begun).toEqual(["a", "b"]);
  ends.get("a")?.resolve();
  await turn();
  ends.get("b")?.resolve();
  await Promise.all(looks);
  expect(begun).toEqual(["a", "b"]);
});

test("what becomes due meanwhile begins when somebody looks again, and when another one ends", async () => {
  const { queue, begun, shift, ends } = setUp();
  queue.add("a");
  const done = shift.run("k");
  await turn();
  queue.add("b");
  void shift.run("k");
  await turn();
  expect(begun).toEqual(["a", "b"]);
  queue.add("c");
  ends.get("a")?.resolve();
  await turn();
  expect(begun).toEqual(["a", "b", "c"]);
  ends.get("b")?.resolve();
  ends.get("c")?.resolve();
  await done;
  await shift.run("k");
  expect(begun).toEqual(["a", "b", "c"]);
});

test("a list that is older than a task's end does not begin it again", async () => {
  const old = Promise.withResolvers<void>();
  const end = Promise.withResolvers<void>();
  let asked = 0;
  let isThere = true;
  let begun = 0;
  const shift = createShift({
    due: async () => {
      const list = isThere ? [{ id: "a" }] : [];
      asked += 1;
      if (asked === 2) await old.promise;
      return list;
    },
    perform: async () => {
      begun += 1;
      await end.promise;
      isThere = false;
    },
  });
  const done = shift.run("k");
  await turn();
  void shift.run("k");
  await turn();
  expect(asked).toBe(2);
  end.resolve();
  await turn();
  old.resolve();
  await done;
  expect(begun).toBe(1);
});

test("a task that breaks rejects the look; the others go on, are not begun twice, and it may be tried again", async () => {
  const { queue, begun, shift, ends } = setUp();
  queue.add("a").add("b");
  const look = shift.run("k");
  await turn();
  ends.get("a")?.reject(new Error("disk full"));
  await expect(look).rejects.toThrow("disk full");
  const again = shift.run("k");
  await turn();
  expect(begun).toEqual(["a", "b", "a"]);
  ends.get("a")?.resolve();
  ends.get("b")?.resolve();
  await again;
  expect(queue.size).toBe(0);
});

test("keys have nothing to do with each other, and a list that cannot be had rejects", async () => {
  const shift = createShift({
    due: async (key) => {
      if (key === "bad") throw new Error("no row");
      return [];
    },
    perform: async () => {},
  });
  await expect(Promise.all([shift.run("good"), shift.run("bad")])).rejects.toThrow("no row");
  await expect(shift.run("good")).resolves.toBeUndefined();
});
