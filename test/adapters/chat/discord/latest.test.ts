import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { createLatest } from "#adapters/chat/discord/latest.ts";

/** Acts that end when they are told to; `begun` are their names in the order in which they began. */
const acts = () => {
  const begun: string[] = [];
  const ends = new Map<string, PromiseWithResolvers<void>>();
  const act = (name: string) => (): Promise<void> => {
    begun.push(name);
    const end = Promise.withResolvers<void>();
    ends.set(name, end);
    return end.promise;
  };
  return {
    begun,
    act,
    end: async (name: string, error?: Error): Promise<void> => {
      const end = ends.get(name);
      if (error === undefined) end?.resolve();
      else end?.reject(error);
      await turn();
    },
  };
};

test("of those that wait only the newest runs, when what runs is over", async () => {
  const [latest, { begun, act, end }] = [createLatest(), acts()];
  const done = ["a", "b", "c"].map((name) => latest("one key", act(name)));
  await turn();
  expect(begun).toEqual(["a"]);
  await end("a");
  expect(begun).toEqual(["a", "c"]);
  await end("c");
  await Promise.all(done);
});

test("whoever waited with an older one hears how the newest ended, and only that", async () => {
  const [latest, { act, end }] = [createLatest(), acts()];
  const done = Promise.allSettled(["a", "b", "c"].map((name) => latest("one key", act(name))));
  await end("a");
  await end("c", new Error("refused"));
  expect((await done).map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected"]);
});

test("keys do not wait for each other, and one that failed begins anew", async () => {
  const [latest, { begun, act, end }] = [createLatest(), acts()];
  const failed = latest("one key", act("a")).catch((error: unknown) => error);
  const other = latest("another", act("b"));
  await end("a", new Error("refused"));
  expect(await failed).toEqual(new Error("refused"));
  const again = latest("one key", act("c"));
  await end("b");
  await end("c");
  await Promise.all([other, again]);
  expect(begun).toEqual(["a", "b", "c"]);
});
