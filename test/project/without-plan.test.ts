import { describe, expect, it } from "vitest";
import { sdlc, withStages } from "./samples.ts";
import { decides, does, finishes, given, openOne, plays, playsUntil, running, started } from "./scenario.ts";

const workflow = withStages(sdlc, { analyze: { plan: null }, design: { plan: null } });

describe("a stage without a plan", () => {
  it("begins with its result", () => {
    const { project } = given(started({ workflow }));
    expect(running(project)).toBe("analyze.produce#1");
    expect(project.stages[0]?.plan).toMatchObject({ state: "waiting", attempt: 0 });
  });

  it("comes to its end and is handed on", () => {
    const { project } = given(started({ workflow }), plays());
    expect(project.status).toBe("completed");
    expect(project.artifacts.map((one) => one.path)).not.toContain("design/design_plan.md");
    expect(project.stages[1]).toMatchObject({ state: "done", handovers: 1, plan: { attempt: 0 } });
  });

  it("judges nothing that it is handed, even when its result says so", () => {
    const verdict = { accept: false, confidence: 1, reason: "No." };
    const { project } = given(started({ workflow }), plays({ "design.produce": [{ verdict }] }));
    expect([project.status, project.escalations]).toEqual(["completed", []]);
    expect(project.stages[0]?.objections).toEqual([]);
  });

  it("is asked about like any other", () => {
    const past = given(started({ workflow }), playsUntil("design.produce"), finishes({ confidence: 0.7 }));
    expect(openOne(past.project)).toMatchObject({ kind: "approval", stage: "design", step: "produce" });
    expect(running(past.when(decides("modify", { note: "x" })).project)).toBe("design.produce#2");
  });

  it("may be objected to by the next one", () => {
    const verdict = { accept: false, confidence: 1, reason: "No." };
    const { project } = given(started({ workflow }), playsUntil("build.plan")).when(finishes({ verdict }));
    expect(running(project)).toBe("design.produce#2");
  });

  it("begins with its result after a rollback, too", () => {
    const past = given(started({ workflow }), plays());
    const { project } = past.when(does({ type: "rollback", stage: "design", reason: "" }));
    expect(running(project)).toBe("design.produce#2");
  });
});
