import { describe, expect, it } from "vitest";
import type { RepeatRule } from "#src/project/workflow.ts";
import { sdlc, stage, wideDiamond, withStages, workflow } from "./samples.ts";
import {
  decides,
  does,
  finishesAt,
  given,
  openOne,
  plays,
  playsUntil,
  running,
  runs,
  started,
  states,
  type Script,
} from "./scenario.ts";

const rule: RepeatRule = {
  from: "validate",
  until: "outputs.validate.facts.defects == 0",
  max: 3,
  otherwise: "ask",
};
const defects = (...counts: number[]): Script => ({
  "validate.produce": counts.map((count) => ({ facts: { defects: count } })),
});
const itself = withStages(sdlc, { validate: { repeat: rule } });
const fromBuild = withStages(sdlc, { validate: { repeat: { ...rule, from: "build" } } });
const attemptsOf = (project: ReturnType<typeof given>["project"]) =>
  Object.fromEntries(project.stages.map(({ id, plan, produce }) => [id, [plan.attempt, produce.attempt]]));

describe("a stage that repeats itself", () => {
  it("is done once when its condition holds at once", () => {
    const { project } = given(started({ workflow: itself }), plays(defects(0)));
    expect(project.status).toBe("completed");
    expect(project.stages[3]).toMatchObject({ rounds: 1, produce: { attempt: 1 } });
  });

  it("is written anew, without a new plan, until its condition holds", () => {
    const { project } = given(started({ workflow: itself }), plays(defects(2, 0)));
    expect(project.status).toBe("completed");
    expect(project.stages[3]).toMatchObject({ rounds: 2, handovers: 1 });
    expect(attemptsOf(project)["validate"]).toEqual([1, 2]);
    expect(project.artifacts.find((one) => one.path === "testing/validate.md")?.version).toBe(2);
  });

  it("tells its agent and the thread which round it is and why", () => {
    const past = given(started({ workflow: itself }), playsUntil("validate.produce"));
    const { project, effects, envelopes } = past.when(
      finishesAt("validate.produce", { facts: { defects: 2 } }),
    );
    expect(running(project)).toBe("validate.produce#2");
    expect(project.directions.at(-1)).toMatchObject({
      to: "tester",
      by: "system",
      text: "Round 2 of at most 3, until `outputs.validate.facts.defects == 0`. Validate said: validate.produce attempt 1 is written.",
    });
    const post = effects.find((effect) => effect.type === "post");
    expect(post?.type === "post" && post.message.fallback).toContain("again, round 2 of at most 3");
    expect(envelopes.at(-1)?.content.data).toMatchObject({ repeat: "validate", from: "validate", round: 2 });
  });

  it("may ask for the number of the round", () => {
    const twice = withStages(sdlc, { validate: { repeat: { ...rule, until: "round == 2" } } });
    const { project } = given(started({ workflow: twice }), plays());
    expect([project.status, project.stages[3]?.rounds]).toEqual(["completed", 2]);
  });

  it("asks nobody about a result that is made once more anyway, and an approval ends the rounds", () => {
    const unsure = { facts: { defects: 1 }, confidence: 0.7 };
    const met = { facts: { defects: 0 }, confidence: 0.7 };
    const past = given(started({ workflow: itself }), plays({ "validate.produce": [unsure, met] }));
    expect(openOne(past.project).kind).toBe("approval");
    expect([past.project.stages[3]?.rounds, past.project.stages[3]?.produce.attempt]).toEqual([1, 2]);
    const { project } = past.when(decides("approve"));
    expect(running(project)).toBe("launch.plan#1");
  });
});

describe("after the last round without success", () => {
  const stuck = [started({ workflow: itself }), plays(defects(1, 1, 1, 1, 1))] as const;

  it("people are asked, and nothing goes on", () => {
    const { project } = given(...stuck);
    expect(openOne(project)).toMatchObject({
      kind: "loop",
      stage: "validate",
      step: "produce",
      title: "Validate did not come to its end in 3 rounds",
      choices: [{ id: "approve" }, { id: "modify" }, { id: "cancel" }],
    });
    expect([runs(project), project.stages[3]?.rounds]).toEqual([[], 3]);
  });

  it("approving takes the result as it is", () => {
    const { project } = given(...stuck, decides("approve"), plays());
    expect([project.status, attemptsOf(project)["validate"]]).toEqual(["completed", [1, 3]]);
  });

  it("modifying gives one more try with people's words, which is no round of its own", () => {
    const past = given(...stuck).when(decides("modify", { note: "Leave the login out." }));
    expect(running(past.project)).toBe("validate.produce#4");
    expect(past.project.directions.at(-1)?.text).toBe("Leave the login out.");
    const met = given(...stuck, decides("modify", { note: "x" }), plays(defects(1, 1, 1, 0)));
    expect([met.project.status, met.project.stages[3]?.rounds]).toEqual(["completed", 3]);
    const again = given(...stuck, decides("modify", { note: "x" }), plays(defects(1, 1, 1, 1)));
    expect(again.project.escalations.map((one) => [one.kind, one.state])).toEqual([
      ["loop", "decided"],
      ["loop", "open"],
    ]);
  });

  it("cancelling stops the project", () => {
    expect(given(...stuck).when(decides("cancel")).project.status).toBe("cancelled");
  });

  it("it goes on with a warning where the workflow says so", () => {
    const lax = withStages(sdlc, { validate: { repeat: { ...rule, otherwise: "go-on" } } });
    const past = given(started({ workflow: lax }), playsUntil("launch.plan", defects(1, 1, 1)));
    expect([past.project.escalations, states(past.project)["validate"]]).toEqual([[], "done"]);
    const orders = past.world.past.flatMap(({ advance }) => advance.project?.outbox ?? []);
    const warned = orders.some(
      (effect) => effect.type === "post" && effect.message.fallback.includes("goes on after 3 rounds"),
    );
    expect(warned).toBe(true);
  });
});

describe("a stage that repeats from an earlier one", () => {
  it("has all between them done again, from their plans on", () => {
    const { project } = given(started({ workflow: fromBuild }), plays(defects(2, 0)));
    expect(project.status).toBe("completed");
    expect(attemptsOf(project)).toEqual({
      analyze: [1, 1],
      design: [1, 1],
      build: [2, 2],
      validate: [2, 2],
      launch: [1, 1],
    });
    expect(project.stages[3]?.rounds).toBe(2);
  });

  it("tells the agent of that stage what was found, and keeps what stands in the spec", () => {
    const past = given(started({ workflow: fromBuild }), playsUntil("validate.produce"));
    const { project } = past.when(finishesAt("validate.produce", { facts: { defects: 2 } }));
    expect([running(project), project.directions.at(-1)?.to]).toEqual(["build.plan#2", "developer"]);
    expect(Object.keys(project.spec.document)).toEqual(["analyze", "design", "build", "validate"]);
    expect(states(project)).toMatchObject({ design: "done", build: "active", validate: "waiting" });
    expect(project.artifacts.filter((one) => one.superseded).map((one) => one.stage)).toEqual([
      "build",
      "build",
      "validate",
      "validate",
    ]);
  });

  it("begins to count again after a rollback", () => {
    const past = given(started({ workflow: fromBuild }), playsUntil("launch.plan", defects(2, 0)));
    const { project } = past.when(does({ type: "rollback", stage: "build", reason: "" }));
    expect(project.stages.map(({ rounds }) => rounds)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("goes on counting when the result is only made again because the next agent objects", () => {
    const verdict = { accept: false, confidence: 0.9, reason: "No." };
    const { project } = given(
      started({ workflow: itself }),
      plays({ ...defects(1, 0, 0), "launch.plan": [{ verdict }] }),
    );
    expect([project.status, project.stages[3]?.rounds, attemptsOf(project)["validate"]]).toEqual([
      "completed",
      3,
      [1, 3],
    ]);
  });

  it("takes back what the side beside it was asked, and abandons what it does", () => {
    const looped = withStages(wideDiamond, {
      api: { repeat: { from: "scope", until: "outputs.api.facts.defects == 0", max: 2, otherwise: "ask" } },
    });
    const apiDone = finishesAt("api.produce", { facts: { defects: 1 } });
    const asked = given(
      started({ workflow: looped }),
      playsUntil("api.produce"),
      finishesAt("screens.produce", { confidence: 0.3 }),
    );
    expect(openOne(asked.project).stage).toBe("screens");
    const { project } = asked.when(apiDone);
    expect(project.escalations.map(({ state }) => state)).toEqual(["withdrawn"]);
    expect([runs(project), project.reservedTokens]).toEqual([["scope.plan#2"], 10_000]);
    expect(states(project)).toEqual({ scope: "active", api: "waiting", screens: "waiting", ship: "waiting" });
  });
});

describe("a loop inside a loop", () => {
  const nested = workflow("nested", [
    stage("draft", { agent: "analyst", phase: "requirements" }),
    stage("check", {
      agent: "tester",
      phase: "testing",
      needs: ["draft"],
      repeat: { from: "draft", until: "round == 2", max: 2, otherwise: "go-on" },
    }),
    stage("review", {
      agent: "architect",
      phase: "design",
      needs: ["check"],
      repeat: { from: "draft", until: "spec.good", max: 2, otherwise: "ask" },
    }),
  ]);

  it("begins anew in every round of the outer one, which goes on counting and ends", () => {
    const { project } = given(started({ workflow: nested }), plays());
    expect(openOne(project)).toMatchObject({ kind: "loop", stage: "review" });
    expect(project.stages.map(({ rounds }) => rounds)).toEqual([undefined, 2, 2]);
    expect(attemptsOf(project)).toEqual({ draft: [4, 4], check: [4, 4], review: [2, 2] });
  });

  it("ends with the outer one when that is met", () => {
    const good: Script = { "review.produce": [{ specPatch: [{ op: "add", path: "/good", value: true }] }] };
    const { project } = given(started({ workflow: nested }), plays(good));
    expect([project.status, attemptsOf(project)["draft"]]).toEqual(["completed", [2, 2]]);
  });
});
