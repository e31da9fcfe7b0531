import { describe, expect, test } from "vitest";
import { conflictsOf } from "#src/project/conflicts.ts";
import type { Twist } from "./model.ts";
import { isAsked } from "./people.ts";
import { openProduct, type Product } from "./product.ts";
import { troublesIn } from "./reading.ts";
import { smallWorkflow } from "./small-workflow.ts";

const talking = smallWorkflow(
  "talking",
  `discuss:
  topic: When are the lanes for children?
  members: [analyst, architect, developer]
  agreement: 0.8
  max: 6`,
);
const roles = { "workflows/talking.yml": talking };

const early = "Children swim before eight.";
const late = "Children swim from four to six.";

/** The architect has a better proposal than the analyst; everybody has to agree to that one anew. */
const better: Twist = ({ step, attempt }) => {
  if (step !== "talk") return undefined;
  const proposal = { 1: early, 2: late }[attempt] ?? "";
  return { text: `This is turn ${attempt}.`, proposal, agreement: 0.9 };
};

const stubborn: Twist = ({ step, attempt }) =>
  step === "talk"
    ? { text: `This is turn ${attempt}.`, proposal: attempt === 1 ? early : "", agreement: 0.5 }
    : undefined;

const talksOf = ({ asked }: Product) =>
  asked.filter(({ about }) => about.step === "talk").map(({ about }) => about.agent);

const writtenFrom = ({ asked }: Product): string =>
  JSON.stringify(asked.find(({ about }) => about.stage === "talking" && about.step === "produce"));

describe("a talk", () => {
  test("ends when all agree to the proposal that stands, and binds the one who writes", async () => {
    const product = await openProduct({ roles, twist: better });
    const id = await product.start("--workflow talking");
    await product.when(id, ({ endedAt }) => endedAt !== null);
    expect(await troublesIn(product, id)).toEqual([]);
    expect(talksOf(product)).toEqual(["analyst", "architect", "developer", "analyst"]);
    expect(writtenFrom(product)).toContain(late);
    const said = (await product.said(id)).join("\n");
    expect(said).toMatch(/Analyst proposes[^]*Architect proposes[^]*This is turn 3[^]*This is turn 4/);
    expect((await product.project(id)).escalations).toEqual([]);
  });

  test("ends after its last turn without agreement, and the one who writes knows both", async () => {
    const product = await openProduct({ roles, twist: stubborn });
    const id = await product.start("--workflow talking");
    await product.when(id, ({ endedAt }) => endedAt !== null);
    expect(await troublesIn(product, id)).toEqual([]);
    expect(talksOf(product)).toEqual([
      "analyst",
      "architect",
      "developer",
      "analyst",
      "architect",
      "developer",
    ]);
    expect(writtenFrom(product)).toContain(early);
    expect(writtenFrom(product)).toContain("This is turn 6.");
  });

  test("that is killed in the middle goes on with the turn that was in the air", async () => {
    const never = new Promise<void>(() => undefined);
    let isSecondLife = false;
    const first = await openProduct({
      roles,
      twist: better,
      before: async ({ about }) => {
        if (about.step === "talk" && about.attempt === 3 && !isSecondLife) await never;
      },
    });
    const id = await first.start("--workflow talking");
    await first.when(id, ({ stages }) => stages[1]?.discussion?.turns.length === 2);
    isSecondLife = true;
    const product = await first.kill();
    await product.when(id, ({ endedAt }) => endedAt !== null);
    expect(await troublesIn(product, id)).toEqual([]);
    expect(await product.parts.calls.keys(id)).toHaveLength(7);
    const said = (await product.said(id)).filter((text) => text.includes("This is turn"));
    expect(said).toHaveLength(4);
  });
});

const disputed = {
  "workflows/disputed.yml": smallWorkflow("disputed", "plan: { file: plan.md, sections: [Goal] }"),
};
const objecting = {
  at: [
    {
      stage: "disputed",
      step: "plan",
      attempts: [1],
      do: { verdict: { accept: false, confidence: 0.5, reason: "Thirty minutes are too short for a group" } },
    },
  ],
};

describe("a conflict of two agents", () => {
  test("is settled between them above 85 %, over a crash, and nobody is asked", async () => {
    const settlement = "A lane is booked for 30 or 60 minutes.";
    const first = await openProduct({
      roles: disputed,
      scenario: objecting,
      defaults: { settings: { maxHandovers: 1 } },
      twist: ({ step, attempt }) =>
        step === "talk"
          ? {
              text: `This is turn ${attempt}.`,
              proposal: attempt === 1 ? settlement : "",
              agreement: attempt < 3 ? 0.8 : 0.9,
            }
          : undefined,
    });
    const id = await first.start("--workflow disputed");
    await first.when(id, ({ stages }) => stages[1]?.discussion?.turns.length === 1);
    const product = await first.kill();
    const row = await product.when(id, ({ endedAt }) => endedAt !== null);
    expect(await troublesIn(product, id)).toEqual([]);
    expect(row).toMatchObject({ status: "completed", escalations: [] });
    expect(conflictsOf(row)).toMatchObject([
      { kind: "handover", state: "settled", outcome: { by: "Architect and Analyst" } },
    ]);
    expect(row.spec.document["decisions"]).toMatchObject([{ choice: "settled", note: settlement }]);
    expect(new Set(talksOf(product))).toEqual(new Set(["architect", "analyst"]));
    expect(row.stages.map(({ produce }) => produce.attempt)).toEqual([2, 1, 1]);
    const [again] = product.asked.filter(({ about }) => about.stage === "first" && about.attempt === 2);
    expect(again?.prompt).toContain(settlement);
    expect(await product.said(id)).toContainEqual(
      expect.stringContaining(`Architect and Analyst settled it among themselves (90 %): ${settlement}`),
    );
  });

  test("goes to people after three rounds without agreement", async () => {
    const product = await openProduct({
      roles: disputed,
      scenario: objecting,
      defaults: { settings: { maxHandovers: 1 } },
      twist: stubborn,
    });
    const id = await product.start("--workflow disputed");
    await product.when(id, isAsked);
    expect(talksOf(product)).toHaveLength(6);
    const card = (await product.said(id)).find((text) => text.includes("e1 ·")) ?? "";
    expect(card).toContain("They talked it over in 3 rounds and did not agree.");
    expect(card).toContain("Thirty minutes are too short for a group");
    await product.choose(id, { escalation: "e1", choice: "receiver" });
    const row = await product.when(id, ({ endedAt }) => endedAt !== null);
    expect(await troublesIn(product, id)).toEqual([]);
    expect(row.spec.document["decisions"]).toMatchObject([{ choice: "receiver" }]);
  });
});
