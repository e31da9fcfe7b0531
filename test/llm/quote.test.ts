import { expect, test } from "vitest";
import { createPrices } from "#src/llm/prices.ts";
import { quoteRun, type NamesOf } from "#src/llm/quote.ts";
import { Quote, type StagePlan } from "#src/project/workflow.ts";
import { sdlc, withStages } from "../project/samples.ts";

const november = Date.UTC(2026, 10, 1);
const namesOf: NamesOf = ({ agent, saving }) =>
  saving === true || agent === "tester" ? ["anthropic/claude-haiku-5-5"] : ["anthropic/claude-opus-5-5"];
const quoteWith = (free: readonly string[]) =>
  quoteRun(
    { workflow: sdlc, brief: "A list of ladders.", at: november },
    { prices: createPrices({ free }), namesOf },
  );

test("a quote has a range for every stage, and their sums are the run's", () => {
  const { stages = {}, low, high } = Quote.parse(quoteWith([]));
  expect(Object.keys(stages)).toEqual(sdlc.stages.map(({ id }) => id));
  const ranges = Object.values(stages);
  expect(ranges.reduce((sum, stage) => sum + stage.low, 0)).toBeCloseTo(low, 9);
  expect(ranges.reduce((sum, stage) => sum + stage.high, 0)).toBeCloseTo(high, 9);
  expect(low).toBeGreaterThan(0);
  expect(stages["validate"]?.high).toBeLessThan(stages["build"]?.low ?? 0);
});

test("a stage costs at most twice the most that its two steps may cost, when its first model is its dearest", () => {
  const { stages = {}, steps } = quoteWith([]);
  for (const [id, { low, high }] of Object.entries(stages)) {
    expect(high).toBeCloseTo(4 * (steps[id]?.usual ?? 0), 9);
    expect(low).toBeLessThan(high);
  }
});

test("what is free costs nothing in every stage", () => {
  const { stages = {}, high } = quoteWith(["anthropic"]);
  expect([high, ...Object.values(stages).map((stage) => stage.high)]).toEqual([0, 0, 0, 0, 0, 0]);
});

test("a step is quoted with the dearest model that may answer it: the stage's own, or that of somebody in its talk", () => {
  const quoted = (change: Partial<StagePlan>): number =>
    quoteRun(
      { workflow: withStages(sdlc, { validate: change }), brief: "A list of ladders.", at: november },
      {
        prices: createPrices({ free: [] }),
        namesOf: (about) => (about.model === undefined ? namesOf(about) : [about.model]),
      },
    ).steps["validate"]?.usual ?? 0;
  const talk = {
    topic: "Which?",
    members: ["tester", "architect"],
    speakers: "turns",
    agreement: 0.8,
    max: 4,
  } as const;
  expect(quoted({ model: "anthropic/claude-opus-5-5" })).toBeGreaterThan(quoted({}));
  expect(quoted({ discuss: { ...talk, members: [...talk.members] } })).toBeGreaterThan(quoted({}));
});
