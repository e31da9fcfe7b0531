import { describe, expect, it } from "vitest";
import { diamond } from "./samples.ts";
import { decides, given, openOne, plays, playsUntil, running, started } from "./scenario.ts";

const waiting = given(
  started({ workflow: diamond }),
  playsUntil("screens.plan", { "api.produce": [{ confidence: 0.7 }] }),
);

describe("stages that do not need each other", () => {
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
