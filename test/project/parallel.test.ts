import { describe, expect, it } from "vitest";
import { readyEffects } from "#src/project/outbox.ts";
import { bodyOf, diamond, wideDiamond, withStages } from "./samples.ts";
import {
  decides,
  does,
  failsAt,
  finishesAt,
  given,
  openOne,
  plays,
  playsUntil,
  running,
  runs,
  started,
  states,
} from "./scenario.ts";

const waiting = given(
  started({ workflow: diamond }),
  playsUntil("screens.plan", { "api.produce": [{ confidence: 0.7 }] }),
);

describe("stages that do not need each other, with one agent at a time", () => {
  it("go on while one of them waits for people", () => {
    expect([openOne(waiting.project).stage, running(waiting.project)]).toEqual(["api", "screens.plan#1"]);
  });

  it("keep everything waiting that needs the one that waits", () => {
    const past = given(started({ workflow: diamond }), plays({ "api.produce": [{ confidence: 0.7 }] }));
    expect(past.project.stages.map((stage) => stage.state)).toEqual(["done", "blocked", "done", "waiting"]);
    expect(running(past.project)).toBeNull();
    expect(running(past.when(decides("approve")).project)).toBe("ship.plan#1");
  });

  it("never work at the same time: a decision starts its step after the one that runs", () => {
    const { project } = waiting.when(decides("modify", { note: "Smaller." }));
    expect(running(project)).toBe("screens.plan#1");
    const later = given(
      started({ workflow: diamond }),
      playsUntil("screens.plan", { "api.produce": [{ confidence: 0.7 }] }),
      decides("modify", { note: "Smaller." }),
      playsUntil("api.produce"),
    );
    expect(running(later.project)).toBe("api.produce#2");
  });

  it("may each have a question open", () => {
    const unsure = [{ confidence: 0.7 }];
    const { project } = given(
      started({ workflow: diamond }),
      plays({ "api.produce": unsure, "screens.produce": unsure }),
    );
    expect(project.escalations.map((one) => [one.stage, one.state])).toEqual([
      ["api", "open"],
      ["screens", "open"],
    ]);
  });
});

/** `scope` is done, and both sides are at work. */
const bothWork = [started({ workflow: wideDiamond }), playsUntil("api.plan")] as const;

describe("stages that do not need each other, with two agents at a time", () => {
  it("run at once, and their tokens are reserved together", () => {
    const { project } = given(...bothWork);
    expect(runs(project)).toEqual(["api.plan#1", "screens.plan#1"]);
    expect(readyEffects(project, "work", project.startedAt + 60_000).map(({ type }) => type)).toEqual([
      "runStep",
      "runStep",
    ]);
    expect(project.reservedTokens).toBe(20_000);
  });

  it("cannot write what is one file on some file systems: whoever comes second writes anew", () => {
    const written = (path: string) => ({ files: [{ path, phase: "design" as const, body: bodyOf(path) }] });
    const past = given(
      ...bothWork,
      finishesAt("api.plan"),
      finishesAt("screens.plan"),
      finishesAt("api.produce", written("design/Notes.md")),
    );
    const { project, envelopes } = past.when(finishesAt("screens.produce", written("design/notes.md/1.md")));
    expect(envelopes[0]?.content.text).toContain(
      "The file design/notes.md/1.md cannot lie beside design/Notes.md.",
    );
    expect(project.artifacts.some(({ path }) => path === "design/notes.md/1.md")).toBe(false);
    expect(runs(project)).toEqual(["screens.produce#1"]);
  });

  it("do not wait for each other's steps, but what needs both waits for both", () => {
    const past = given(...bothWork, finishesAt("screens.plan"), finishesAt("screens.produce"));
    expect(runs(past.project)).toEqual(["api.plan#1"]);
    expect(states(past.project)).toMatchObject({ screens: "done", ship: "waiting" });
    const { project } = given(
      ...bothWork,
      finishesAt("screens.plan"),
      finishesAt("screens.produce"),
      plays(),
    );
    expect(project.status).toBe("completed");
  });

  it("run one after the other when one agent has both", () => {
    const workflow = withStages(wideDiamond, { screens: { agent: "architect" } });
    const past = given(started({ workflow }), playsUntil("api.plan"));
    expect(runs(past.project)).toEqual(["api.plan#1"]);
    expect(runs(past.when(finishesAt("api.plan")).project)).toEqual(["api.produce#1"]);
    expect(runs(past.when(finishesAt("api.plan", { confidence: 0.3 })).project)).toEqual(["screens.plan#1"]);
  });

  it("are never more than the workflow allows", () => {
    const past = given(started({ workflow: { ...wideDiamond, parallel: 1 } }), playsUntil("api.plan"));
    expect(runs(past.project)).toEqual(["api.plan#1"]);
  });

  it("are asked about and decided while the other runs", () => {
    const past = given(...bothWork, finishesAt("api.plan"), finishesAt("api.produce", { confidence: 0.7 }));
    expect([openOne(past.project).stage, runs(past.project)]).toEqual(["api", ["screens.plan#1"]]);
    const { project } = past.when(decides("modify", { note: "Smaller." }));
    expect(runs(project)).toEqual(["screens.plan#1", "api.produce#2"]);
  });

  it("are tried again without holding up the other one or what it writes", () => {
    const past = given(...bothWork, failsAt("api.plan", { retryAfterMs: 600_000 }));
    expect(past.project.reservedTokens).toBe(20_000);
    const { project, now } = given(
      ...bothWork,
      failsAt("api.plan", { retryAfterMs: 600_000 }),
      finishesAt("screens.plan"),
    ).world;
    const ready = readyEffects(project, "work", now);
    expect(ready.map((effect) => (effect.type === "writeArtifact" ? effect.step : effect.type))).toEqual([
      "screens.plan",
    ]);
    const later = given(
      ...bothWork,
      failsAt("api.plan", { retryAfterMs: 600_000 }),
      finishesAt("screens.plan"),
      plays(),
    );
    expect(states(later.project)).toMatchObject({ api: "active", screens: "done" });
  });

  it("go on when people are asked about a fault of the other one", () => {
    const past = given(...bothWork, failsAt("api.plan", { kind: "timeout" }), plays());
    expect(openOne(past.project)).toMatchObject({ kind: "timeout", stage: "api" });
    expect(states(past.project)).toMatchObject({ api: "blocked", screens: "done", ship: "waiting" });
    expect(runs(past.when(decides("retry")).project)).toEqual(["api.plan#2"]);
  });

  it("finish their steps in a pause, and both go on with the resume", () => {
    const past = given(
      ...bothWork,
      does({ type: "pause" }),
      finishesAt("api.plan"),
      finishesAt("screens.plan"),
    );
    expect([runs(past.project), past.project.reservedTokens]).toEqual([[], 0]);
    expect(runs(past.when(does({ type: "resume" })).project)).toEqual(["api.produce#1", "screens.produce#1"]);
  });

  it("are all abandoned when the project is stopped", () => {
    const { project } = given(...bothWork).when(does({ type: "cancel", reason: "" }));
    expect([runs(project), project.reservedTokens, project.status]).toEqual([[], 0, "cancelled"]);
  });

  it("are both charged with the most they may have used when their ground is taken back", () => {
    const quote = {
      steps: Object.fromEntries(
        ["scope", "api", "screens", "ship"].map((id) => [id, { usual: 0.5, saving: 0.1 }]),
      ),
      low: 1,
      high: 4,
    };
    const past = given(started({ workflow: wideDiamond, quote }), playsUntil("api.plan"));
    const { project } = past.when(does({ type: "rollback", stage: "scope", reason: "" }));
    expect(runs(project)).toEqual(["scope.plan#2"]);
    expect([project.reservedTokens, project.reservedUsd]).toEqual([10_000, 0.5]);
    expect((project.usage.usd ?? 0) - (past.project.usage.usd ?? 0)).toBeCloseTo(1);
  });

  it("run alone when the budget covers no more, and people are asked once", () => {
    const settings = { budgetTokens: 15_000 };
    const past = given(started({ workflow: wideDiamond, settings }), playsUntil("api.plan"));
    expect(runs(past.project)).toEqual(["api.plan#1"]);
    expect(openOne(past.project)).toMatchObject({ kind: "budget", stage: "screens" });
    expect(runs(past.when(decides("raise")).project)).toEqual(["api.plan#1", "screens.plan#1"]);
  });

  it("take a late result of an attempt that was taken back for nothing", () => {
    const back = does({ type: "rollback", stage: "api", reason: "" });
    const past = given(...bothWork, back);
    expect(runs(past.project)).toEqual(["screens.plan#1", "api.plan#2"]);
    const late = past.world.past.length;
    const again = given(...bothWork, back, finishesAt("api.plan"));
    expect(again.world.past).toHaveLength(late + 1);
    expect(again.project.stages[1]?.plan).toMatchObject({ state: "done", attempt: 2 });
  });
});
