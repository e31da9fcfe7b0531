import { describe, expect, it } from "vitest";
import { agentOf } from "#src/project/draft.ts";
import type { Project } from "#src/project/project.ts";
import { diamond, objection, sdlc, withStages, type Beginning } from "./samples.ts";
import {
  decides,
  does,
  fails,
  finishes,
  given,
  openOne,
  plays,
  playsUntil,
  running,
  started,
  states,
  type Script,
} from "./scenario.ts";

const object = { verdict: objection };
const stubborn: Script = { "design.plan": [object, object, object, object, object] };
/** Three handovers are over, and both agents are to talk. */
const disputed = (beginning: Beginning = {}) =>
  [started(beginning), playsUntil("design.talk", stubborn)] as const;
const turn = (proposal: string, agreement: number) =>
  finishes({ summary: "As I see it.", turn: { proposal, agreement, next: null } });
const speaker = (project: Project) => agentOf(project, { stage: "design", step: "talk" });
const conflictOf = (project: Project) => project.conflicts?.at(-1);

describe("a talk about a conflict", () => {
  it("that cannot go on asks people, and goes on when they say so", () => {
    const past = given(...disputed(), turn("Ten.", 0.9), fails({ kind: "timeout" }));
    expect(openOne(past.project)).toMatchObject({
      kind: "timeout",
      step: "talk",
      title: "Analyst ran out of time",
    });
    expect(conflictOf(past.project)?.state).toBe("mediated");
    const { project } = past.when(decides("retry"));
    expect([running(project), speaker(project)]).toEqual(["design.talk#3", "analyst"]);
  });

  it("that goes round in circles leaves the conflict to people when they end it", () => {
    const past = given(...disputed(), turn("Ten.", 0.9), fails({ kind: "loop" })).when(decides("approve"));
    expect(openOne(past.project)).toMatchObject({ kind: "conflict", conflict: "c1" });
    expect(running(past.project)).toBeNull();
  });

  it("is taken back with the conflict by a rollback of either side", () => {
    for (const stage of ["analyze", "design"]) {
      const { project } = given(...disputed(), turn("Ten.", 0.9)).when(
        does({ type: "rollback", stage, reason: "" }),
      );
      expect(conflictOf(project)).toMatchObject({ state: "withdrawn", outcome: null });
      expect([running(project)?.split("#")[0], project.stages[1]?.discussion]).toEqual([
        `${stage}.plan`,
        undefined,
      ]);
      expect(project.reservedTokens).toBe(10_000);
    }
  });

  it("is taken back when the project is stopped, and so is a question about it", () => {
    const { project } = given(...disputed()).when(does({ type: "cancel", reason: "" }));
    expect([conflictOf(project)?.state, running(project)]).toEqual(["withdrawn", null]);
    const asked = given(started({ settings: { mediationRounds: 0 } }), plays(stubborn));
    const stopped = asked.when(does({ type: "cancel", reason: "" })).project;
    expect([conflictOf(stopped)?.state, stopped.escalations[0]?.state]).toEqual(["withdrawn", "withdrawn"]);
  });

  it("comes before the talk of the stage itself, which is held afterwards", () => {
    const members = ["architect", "developer"];
    const discuss = { topic: "How?", members, speakers: "turns" as const, agreement: 0.8, max: 4 };
    const workflow = withStages(sdlc, { design: { discuss } });
    const settled = given(
      ...disputed({ workflow }),
      turn("Ten.", 0.9),
      turn("", 0.9),
      playsUntil("design.talk"),
    );
    expect([running(settled.project), settled.project.stages[1]?.discussion]).toMatchObject([
      "design.talk#3",
      { conflict: null, topic: "How?", turns: [] },
    ]);
    const end = given(...disputed({ workflow }), turn("Ten.", 0.9), turn("", 0.9), plays()).project;
    expect(end.status).toBe("completed");
  });

  it("is not begun anew when the stage's own talk has to wait for budget", () => {
    const members = ["architect", "developer"];
    const discuss = { topic: "How?", members, speakers: "turns" as const, agreement: 0.8, max: 4 };
    const workflow = withStages(sdlc, { design: { discuss } });
    const past = given(
      ...disputed({ workflow }),
      turn("Ten.", 0.9),
      turn("", 0.9),
      playsUntil("design.plan"),
      does({ type: "settings", change: { budgetTokens: 20_000 } }),
      finishes(),
    );
    expect(openOne(past.project)).toMatchObject({ kind: "budget", step: "talk" });
    const { project } = past.when(decides("raise"));
    expect(project.stages[1]?.discussion).toMatchObject({ conflict: null, topic: "How?" });
  });
});

describe("a conflict in a workflow with independent stages", () => {
  const both: Script = { "api.plan": [object], "screens.plan": [object] };
  const settings = { maxHandovers: 1, approvals: "gates" as const, mediationRounds: 0 };

  it("that is settled withdraws another one about the same result, which is made again", () => {
    const past = given(
      started({ workflow: { ...diamond, parallel: 2 }, settings: { ...settings, mediationRounds: 1 } }),
      plays(),
      decides("approve"),
      playsUntil("api.talk", both),
    );
    expect(past.project.conflicts?.map(({ stage, state }) => [stage, state])).toEqual([
      ["api", "mediated"],
      ["screens", "mediated"],
    ]);
    const end = given(
      started({ workflow: { ...diamond, parallel: 2 }, settings: { ...settings, mediationRounds: 1 } }),
      plays(),
      decides("approve"),
      plays(both),
    ).project;
    expect(end.conflicts?.map(({ state }) => state).toSorted()).toEqual(["settled", "withdrawn"]);
    expect(states(end)).toMatchObject({ scope: "blocked", api: "waiting", screens: "waiting" });
  });

  it("concerns the stage whose file the objection names", () => {
    const about = (path: string) => ({ verdict: { ...objection, about: path } });
    const past = given(started({ workflow: diamond }), playsUntil("ship.plan"));
    expect(running(past.when(finishes(about("design/api.md"))).project)).toBe("api.produce#2");
    expect(running(past.when(finishes(about("development/screens.md"))).project)).toBe("screens.produce#2");
    expect(running(past.when(finishes(about("requirements/scope.md"))).project)).toBe("screens.produce#2");
    expect(running(past.when(finishes(about("nowhere.md"))).project)).toBe("screens.produce#2");
  });

  it("has its own agents talk: the one who objects and the author of that file", () => {
    const verdict = { ...objection, about: "design/api.md" };
    const past = given(
      started({ workflow: diamond, settings: { maxHandovers: 1 } }),
      playsUntil("ship.plan"),
      finishes({ verdict }),
    );
    expect(past.project.stages[3]?.discussion).toMatchObject({
      conflict: "c1",
      members: ["deployer", "architect"],
    });
    expect(past.project.conflicts).toMatchObject([{ author: "api", about: "design/api.md" }]);
  });
});
