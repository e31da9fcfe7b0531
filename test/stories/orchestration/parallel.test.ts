import { expect, test } from "vitest";
import { openProduct } from "./product.ts";
import { troublesIn } from "./reading.ts";

const diamond = `
name: diamond
title: Diamond
brief: notes/brief.md
parallel: 2
stages:
  - id: top
    agent: analyst
    phase: notes
    produce: { file: top.md, sections: [Goals] }
  - id: left
    agent: architect
    phase: notes
    needs: [top]
    produce: { file: left.md, sections: [Overview] }
  - id: right
    agent: developer
    phase: notes
    needs: [top]
    produce: { file: right.md, sections: [Work items] }
  - id: bottom
    agent: tester
    phase: notes
    needs: [left, right]
    produce: { file: bottom.md, sections: [Scope] }
`;

/** Resolves when so many came; nobody goes on before. */
const meeting = (count: number) => {
  const complete = Promise.withResolvers<void>();
  const come: string[] = [];
  return {
    arrive: (who: string): Promise<void> => {
      come.push(who);
      if (come.length === count) complete.resolve();
      return complete.promise;
    },
    complete: complete.promise,
  };
};

test("both sides of a diamond are at work at once; killed with both in flight, each is done again and once only", async () => {
  const met = meeting(2);
  const never = new Promise<void>(() => undefined);
  let isSecondLife = false;
  const first = await openProduct({
    roles: { "workflows/diamond.yml": diamond },
    before: async ({ about }) => {
      if (about.stage !== "left" && about.stage !== "right") return;
      await met.arrive(about.stage);
      if (!isSecondLife) await never;
    },
  });
  const id = await first.start("--workflow diamond");
  await met.complete;
  const middle = await first.project(id);
  expect(middle.stages.map(({ produce }) => produce.state)).toEqual([
    "done",
    "running",
    "running",
    "waiting",
  ]);
  expect(middle.outbox.filter(({ type }) => type === "runStep")).toHaveLength(2);

  isSecondLife = true;
  const second = await first.kill();
  const row = await second.when(id, ({ endedAt }) => endedAt !== null);
  expect(row.stages.map(({ state, produce }) => `${state} ${produce.attempt}`)).toEqual(
    Array(4).fill("done 1"),
  );
  expect(second.asked.map(({ about }) => about.stage).toSorted()).toEqual([
    "bottom",
    "left",
    "left",
    "right",
    "right",
    "top",
  ]);
  expect(await second.parts.calls.keys(id)).toHaveLength(4);
  expect(await troublesIn(second, id)).toEqual([]);
});

test("killed with one side done and the other in flight, only the other is asked again", async () => {
  const never = new Promise<void>(() => undefined);
  let isSecondLife = false;
  const first = await openProduct({
    roles: { "workflows/diamond.yml": diamond },
    before: async ({ about }) => {
      if (about.stage === "left" && !isSecondLife) await never;
    },
  });
  const id = await first.start("--workflow diamond");
  await first.when(id, ({ stages }) => stages[2]?.state === "done");
  isSecondLife = true;
  const second = await first.kill();
  await second.when(id, ({ endedAt }) => endedAt !== null);
  expect(second.asked.map(({ about }) => about.stage).toSorted()).toEqual([
    "bottom",
    "left",
    "left",
    "right",
    "top",
  ]);
  expect(await troublesIn(second, id)).toEqual([]);
});

test("a call that was paid before the crash is not made again", async () => {
  let isFirstLife = true;
  const died = Promise.withResolvers<void>();
  let paid = 0;
  const first = await openProduct({
    roles: { "workflows/diamond.yml": diamond },
    reach: (spot) => {
      if (!isFirstLife) return;
      if (spot === "after-record") paid += 1;
      // The top, then both sides: the second of them is paid and nothing of it is saved.
      if (paid < 3) return;
      died.resolve();
      throw new Error("this process is about to die");
    },
  });
  const id = await first.start("--workflow diamond");
  await died.promise;
  const second = await first.kill(() => (isFirstLife = false));
  await second.when(id, ({ endedAt }) => endedAt !== null);
  expect(second.asked).toHaveLength(4);
  expect(await troublesIn(second, id)).toEqual([]);
});
