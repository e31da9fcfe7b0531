import { describe, expect, it } from "vitest";
import { beside, conflictOf, contradicting, contradiction, flats } from "./disputes.ts";
import { wideDiamond } from "./samples.ts";
import { decides, does, finishesAt, given, plays, playsUntil, runs, started, states } from "./scenario.ts";

describe("a conflict whose ground is taken away", () => {
  const back = (stage: string) => does({ type: "rollback", stage, reason: "" });

  it("by a rollback of its author is withdrawn, and the one who noticed it does its step again", () => {
    const { project } = given(...contradicting()).when(back("api"));
    expect([conflictOf(project)?.state, project.escalations[0]?.state]).toEqual(["withdrawn", "withdrawn"]);
    expect(runs(project).toSorted()).toEqual(["api.plan#2", "screens.produce#2"]);
  });

  it("is withdrawn while it is talked over, too, and the talk ends", () => {
    const past = given(...contradicting({ settings: { mediationRounds: 2 } }));
    expect(runs(past.project)).toEqual(["screens.talk#1"]);
    const { project } = past.when(back("api"));
    expect([conflictOf(project)?.state, project.stages[2]?.discussion]).toEqual(["withdrawn", undefined]);
    expect(runs(project).toSorted()).toEqual(["api.plan#2", "screens.produce#2"]);
    expect(project.reservedTokens).toBe(20_000);
    const end = given(...contradicting({ settings: { mediationRounds: 2 } }), back("api"), plays()).project;
    expect(end.status).toBe("completed");
  });

  it("by a rollback of the one who noticed it is withdrawn, and the author is left alone", () => {
    const { project } = given(...contradicting()).when(back("screens"));
    expect([conflictOf(project)?.state, runs(project)]).toEqual(["withdrawn", ["screens.plan#2"]]);
    expect(states(project)["api"]).toBe("done");
  });

  it("may be raised again when it was settled before the rollback, and keeps its outcome", () => {
    const past = given(...contradicting(), decides("author"), back("api"));
    expect(conflictOf(past.project)).toMatchObject({ state: "withdrawn", outcome: { by: "Ada" } });
    const again = given(
      ...contradicting(),
      decides("author"),
      back("api"),
      playsUntil("api.produce"),
      finishesAt("api.produce", { contradictions: [{ ...contradiction, stage: "screens" }] }),
    ).project;
    expect(again.conflicts?.map(({ id, state }) => [id, state])).toEqual([
      ["c1", "withdrawn"],
      ["c2", "asked"],
    ]);
  });

  it("decided with a click that comes late changes nothing", () => {
    const past = given(...contradicting(), back("api"));
    const late = past.when(decides("receiver", { escalation: "e1" }));
    expect([late.moved, late.reply]).toEqual([false, "e1 is no longer needed; the work went on without it."]);
  });
});

describe("the author of a disputed result", () => {
  it("that is being asked itself makes its result again, and its question is withdrawn", () => {
    const past = given(
      started({ workflow: wideDiamond, settings: { mediationRounds: 0 } }),
      playsUntil("api.produce"),
      finishesAt("api.produce", { ...flats("ten"), confidence: 0.7 }),
      playsUntil("screens.produce"),
      finishesAt("screens.produce", flats("twelve")),
    );
    expect(past.project.escalations.map(({ kind, stage }) => [kind, stage])).toEqual([
      ["approval", "api"],
      ["conflict", "screens"],
    ]);
    const { project } = past.when(decides("receiver", { escalation: "e2" }));
    expect(project.escalations.map(({ state }) => state)).toEqual(["withdrawn", "decided"]);
    expect(runs(project).toSorted()).toEqual(["api.produce#2", "screens.produce#2"]);
  });

  it("that still plans keeps its plan, and writes with the decision in mind", () => {
    const past = given(
      started({ workflow: wideDiamond, settings: { mediationRounds: 0 } }),
      playsUntil("api.plan"),
      finishesAt("api.plan", { ...flats("ten"), confidence: 0.3 }),
      finishesAt("screens.plan"),
      playsUntil("screens.produce"),
      finishesAt("screens.produce", flats("twelve")),
    );
    const { project } = past.when(decides("receiver", { escalation: "e2" }));
    expect(project.escalations.map(({ state }) => state)).toEqual(["open", "decided"]);
    expect([states(project)["api"], runs(project)]).toEqual(["blocked", ["screens.produce#2"]]);
    expect(project.directions.some(({ to }) => to === "architect")).toBe(true);
  });
});

describe("the list of conflicts", () => {
  it("keeps the last thirty that are over, and never gives an id twice", () => {
    const many = Array.from({ length: 40 }, (_, i) => ({ ...contradiction, about: `point ${i}` }));
    const rounds = many.flatMap((one) => [
      playsUntil("screens.produce"),
      finishesAt("screens.produce", { contradictions: [one] }),
      decides("author"),
    ]);
    const { project } = given(...beside(), ...rounds);
    expect(project.conflicts).toHaveLength(31);
    expect(project.conflicts?.map(({ id }) => id).at(-1)).toBe("c40");
    expect(new Set(project.conflicts?.map(({ id }) => id)).size).toBe(31);
  });
});
