import { expect, test } from "vitest";
import { plannedCalls } from "#src/llm/planned-calls.ts";
import type { StagePlan } from "#src/project/workflow.ts";
import { stage } from "../project/samples.ts";

const at = (id: string, rest: Partial<StagePlan> = {}): StagePlan =>
  stage(id, { agent: `${id}-agent`, phase: "design", ...rest });

/** `agent atLeast-atMost` for each call. */
const callsOf = (stages: readonly StagePlan[], id: string): readonly string[] =>
  (plannedCalls(stages).find((planned) => planned.id === id)?.calls ?? []).map(
    ({ agent, atLeast, atMost }) => `${agent} ${atLeast}-${atMost}`,
  );

test("a stage makes one call for its plan, where it has one, and one for its result", () => {
  expect(callsOf([at("a")], "a")).toEqual(["a-agent 1-1", "a-agent 1-1"]);
  expect(callsOf([at("a", { plan: null })], "a")).toEqual(["a-agent 1-1"]);
});

test("a talk has a turn of each member at least, and as many as it may have; a turn is small", () => {
  const discuss = {
    topic: "Which?",
    members: ["x", "y", "z"],
    speakers: "turns",
    agreement: 0.8,
    max: 7,
  } as const;
  const stages = [
    at("a", { plan: null, maxTokens: 100_000, discuss: { ...discuss, members: [...discuss.members] } }),
  ];
  expect(callsOf(stages, "a")).toEqual(["a-agent 1-1", "x 1-3", "y 1-2", "z 1-2"]);
  const [result, turn] = plannedCalls(stages)[0]?.calls ?? [];
  expect(result?.limits).toEqual({ input: 70_000, output: 30_000 });
  expect(turn?.limits).toEqual({ input: 8_000, output: 2_000 });
});

test("a stage that may be skipped may cost nothing", () => {
  expect(callsOf([at("a", { plan: null, when: "brief.words > 9" })], "a")).toEqual(["a-agent 0-1"]);
});

test("what is repeated is done up to as often as that says; repeats in each other multiply, what is outside is done once", () => {
  const until = "round > 1";
  const stages = [
    at("before", { plan: null }),
    at("from", { plan: null, needs: ["before"] }),
    at("inner", { plan: null, needs: ["from"], repeat: { from: "inner", until, max: 3, otherwise: "ask" } }),
    at("beside", { plan: null, needs: ["from"] }),
    at("to", { plan: null, needs: ["inner"], repeat: { from: "from", until, max: 4, otherwise: "ask" } }),
    at("after", { plan: null, needs: ["to"] }),
  ];
  const most = stages.map(
    ({ id }) => `${id} ${plannedCalls(stages).find((one) => one.id === id)?.calls[0]?.atMost}`,
  );
  expect(most).toEqual(["before 1", "from 4", "inner 12", "beside 4", "to 4", "after 1"]);
});

test("thirty stages that all need each other are planned at once", () => {
  const ids = Array.from({ length: 30 }, (_, index) => `s${index}`);
  const stages = ids.map((id, index) =>
    at(id, {
      needs: ids.slice(0, index),
      ...(index === 29
        ? { repeat: { from: "s0", until: "round > 1", max: 2, otherwise: "ask" as const } }
        : {}),
    }),
  );
  expect(callsOf(stages, "s15")).toEqual(["s15-agent 1-2", "s15-agent 1-2"]);
});
