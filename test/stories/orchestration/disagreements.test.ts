import { expect, test } from "vitest";
import { conflictsOf } from "#src/project/conflicts.ts";
import type { Project } from "#src/project/project.ts";
import { isAsked, stuckIn } from "./people.ts";
import { openProduct, type Product } from "./product.ts";
import { troublesIn } from "./reading.ts";
import { smallWorkflow } from "./small-workflow.ts";

const objecting = (attempts: readonly number[]) => ({
  at: [
    {
      stage: "disputed",
      step: "plan",
      attempts,
      do: {
        verdict: {
          accept: false,
          confidence: 0.5,
          reason: "“30 minutes” for a lane is too short for a training group",
        },
      },
    },
  ],
});

const disputed = {
  "workflows/disputed.yml": smallWorkflow("disputed", "plan: { file: plan.md, sections: [Goal] }"),
};

const attemptsIn = ({ stages }: Project) =>
  stages.map(({ plan, produce }) => [plan.attempt, produce.attempt]);

const over = (product: Product, id: string): Promise<Project> =>
  product.when(id, ({ endedAt }) => endedAt !== null);

test("an objection is worked in at the second attempt, and nobody is asked", async () => {
  const product = await openProduct({ roles: disputed, scenario: objecting([1]) });
  const id = await product.start("--workflow disputed");
  const row = await over(product, id);
  expect(row).toMatchObject({ status: "completed", escalations: [] });
  expect(attemptsIn(row)).toEqual([
    [0, 2],
    [2, 1],
    [0, 1],
  ]);
  expect(await troublesIn(product, id)).toEqual([]);
  const said = await product.said(id);
  expect(said.some((text) => text.includes("Architect objects to First") && text.includes("too short"))).toBe(
    true,
  );
  const [again] = product.asked.filter(({ about }) => about.stage === "first" && about.attempt === 2);
  expect(again?.prompt).toMatch(/^- Objection: .*too short for a training group/m);
});

test("what people settle between two agents is shown as a precedent to those who quarrel about it next time", async () => {
  const product = await openProduct({
    roles: disputed,
    scenario: objecting([1]),
    defaults: { settings: { maxHandovers: 1, mediationRounds: 0 } },
  });
  const first = await product.start("--workflow disputed");
  await product.choose(first, {
    escalation: "e1",
    choice: "modify",
    note: "A lane is booked for 45 minutes: 30 minutes are too short for a training group",
  });
  const settled = await over(product, first);
  expect(conflictsOf(settled)).toMatchObject([{ kind: "handover", state: "settled", author: "first" }]);
  expect(settled.spec.document["decisions"]).toMatchObject([
    { choice: "modify", note: expect.stringContaining("45 minutes") },
  ]);
  expect(await troublesIn(product, first)).toEqual([]);

  const later = await product.restart();
  const second = await later.start("--workflow disputed");
  await later.when(second, isAsked);
  const card = (await later.said(second)).find((text) => text.includes("e1 ·")) ?? "";
  expect(card).toContain("Architect and Analyst contradict each other");
  expect(card).toMatch(/too short for a training group.*Architect/s);
  expect(card).toMatch(
    /choice runs again cost Side with the objection First, Disputed about [\d,]+ tokens Keep it as it is/s,
  );
  expect(card).toMatch(new RegExp(`Decided before, in ${first}: .*45 minutes`));
  await later.choose(second, { escalation: "e1", choice: "author" });
  expect(await over(later, second)).toMatchObject({ status: "completed" });
  expect(await troublesIn(later, second)).toEqual([]);
});

/** Two stages that work side by side, and one that needs both. */
const sides = `
name: sides
title: Two sides
brief: notes/brief.md
parallel: 2
stages:
  - id: left
    agent: analyst
    phase: notes
    produce: { file: left.md, sections: [Goals] }
    needs: []
  - id: right
    agent: architect
    phase: notes
    produce: { file: right.md, sections: [Overview] }
    needs: []
  - id: both
    agent: developer
    phase: notes
    produce: { file: both.md, sections: [Work items] }
    needs: [left, right]
`;

const lanes = (op: string, value: number) => ({
  op,
  path: "/lanes",
  from: null,
  value: JSON.stringify(value),
});

test.each([
  ["receiver", 6],
  ["author", 4],
])(
  "two agents who change the same place of the spec are asked about, and the winner's value stands: %s",
  async (choice, value) => {
    const product = await openProduct({
      roles: { "workflows/sides.yml": sides },
      defaults: { settings: { mediationRounds: 0 } },
      twist: ({ stage, attempt }) => {
        if (stage === "left") return { specPatch: [lanes("add", 4)] };
        if (stage === "right" && attempt === 1) return { specPatch: [lanes("add", 6)] };
        return { specPatch: [] };
      },
      before: async ({ about }) => {
        if (about.stage === "right" && about.attempt === 1) await leftIsThere.promise;
      },
    });
    const leftIsThere = Promise.withResolvers<void>();
    const id = await product.start("--workflow sides");
    await product.when(id, ({ spec }) => spec.document["lanes"] === 4);
    leftIsThere.resolve();
    const row = await product.when(id, isAsked);
    expect(stuckIn(row)).toMatchObject({ kind: "conflict", stage: "right" });
    expect(stuckIn(row)?.positions).toEqual([
      { agent: "architect", text: "wants /lanes to be 6" },
      { agent: "analyst", text: "/lanes is 4" },
    ]);
    const later = await product.kill();
    await later.choose(id, { escalation: "e1", choice });
    const done = await over(later, id);
    expect(done).toMatchObject({ status: "completed", spec: { document: { lanes: value } } });
    expect(await troublesIn(later, id)).toEqual([]);
  },
);

test("two documents that contradict each other in a number are noticed", async () => {
  const claim = (minutes: number) => ({
    claims: [
      {
        text: `A lane is booked for at most ${minutes} minutes`,
        source: "notes/brief.md",
        quote: "A coach must book a lane for 30 minutes.",
      },
    ],
  });
  const product = await openProduct({
    roles: { "workflows/calm.yml": smallWorkflow("calm", "") },
    defaults: { settings: { mediationRounds: 0 } },
    twist: ({ stage, attempt }) => claim(stage === "calm" && attempt === 1 ? 45 : 30),
  });
  const id = await product.start("--workflow calm");
  const row = await product.when(id, isAsked);
  expect(stuckIn(row)).toMatchObject({ kind: "conflict", stage: "calm" });
  const card = (await product.said(id)).find((text) => text.includes("e1 ·")) ?? "";
  expect(card).toContain("at most 45 minutes");
  expect(card).toContain("at most 30 minutes");
  expect(card).toContain("“A coach must book a lane for 30 minutes.” (notes/brief.md)");
  await product.choose(id, { escalation: "e1", choice: "author" });
  expect(await over(product, id)).toMatchObject({ status: "completed" });
  expect(await troublesIn(product, id)).toEqual([]);
});
