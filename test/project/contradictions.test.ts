import { describe, expect, it } from "vitest";
import { beside, conflictOf, contradicting, contradiction } from "./disputes.ts";
import { diamond, wideDiamond, withStages } from "./samples.ts";
import {
  decides,
  finishes,
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

describe("a result that contradicts another one", () => {
  it("is in conflict with it, with the words of both as evidence", () => {
    const { project } = given(...contradicting());
    expect(conflictOf(project)).toMatchObject({
      kind: "statement",
      stage: "screens",
      step: "produce",
      author: "api",
      about: "number of flats",
      title: "Screens and Api contradict each other about number of flats",
      positions: [
        { agent: "developer", text: "There are twelve.", evidence: [contradiction.mine.evidence] },
        { agent: "architect", text: "There are ten.", evidence: [contradiction.theirs.evidence] },
      ],
      patch: [],
    });
    expect(openOne(project)).toMatchObject({ kind: "conflict", conflict: "c1", stage: "screens" });
  });

  it.each([
    ["receiver", ["api.produce#2", "screens.produce#2"]],
    ["author", ["screens.produce#2"]],
    ["modify", ["api.produce#2", "screens.produce#2"]],
  ])("is settled by `%s`, after which %j run again and it is not raised again", (choice, next) => {
    const past = given(...contradicting()).when(decides(choice, { note: "Eleven." }));
    expect(runs(past.project).toSorted()).toEqual(next);
    const again = { "screens.produce": [{}, { contradictions: [contradiction] }] };
    const end = given(...contradicting(), decides(choice, { note: "Eleven." }), plays(again)).project;
    expect([end.status, end.conflicts?.length]).toEqual(["completed", 1]);
  });

  it("is not raised from the other side either, but about something else it is", () => {
    const back = { ...contradiction, stage: "screens" };
    const other = { ...back, about: "number of rooms" };
    const past = given(...contradicting(), decides("receiver"), playsUntil("api.produce"));
    expect(past.when(finishesAt("api.produce", { contradictions: [back] })).project.conflicts).toHaveLength(
      1,
    );
    const { project } = past.when(finishesAt("api.produce", { contradictions: [back, other] }));
    expect(project.conflicts?.map(({ about, state }) => [about, state])).toEqual([
      ["number of flats", "settled"],
      ["number of rooms", "asked"],
    ]);
  });

  it("may be talked over by both agents", () => {
    const end = given(...contradicting({ settings: { mediationRounds: 2 } }), plays()).project;
    expect([end.status, end.conflicts?.[0]?.state, end.escalations]).toEqual(["completed", "settled", []]);
  });

  it("with an earlier stage has all between them done again, and waits for it", () => {
    const early = { ...contradiction, stage: "scope" };
    const past = given(
      started({ workflow: diamond, settings: { mediationRounds: 0 } }),
      playsUntil("ship.produce"),
      finishes({ contradictions: [early] }),
    );
    const { project } = past.when(decides("receiver"));
    expect(states(project)).toEqual({ scope: "active", api: "waiting", screens: "waiting", ship: "waiting" });
    expect(running(project)).toBe("scope.produce#2");
    const end = given(
      started({ workflow: diamond, settings: { mediationRounds: 0 } }),
      playsUntil("ship.produce"),
      finishes({ contradictions: [early] }),
      decides("receiver"),
      plays(),
    ).project;
    expect([end.status, end.stages[3]?.plan.attempt, end.stages[3]?.produce.attempt]).toEqual([
      "completed",
      1,
      2,
    ]);
  });

  it.each(["nowhere", "ship", "screens"])(
    "with %s, which has no result of its own to dispute, is none",
    (stage) => {
      const past = given(
        ...beside(),
        finishesAt("screens.produce", { contradictions: [{ ...contradiction, stage }] }),
      );
      expect([past.project.conflicts, states(past.project)["screens"]]).toEqual([undefined, "done"]);
    },
  );

  it("is asked about at once where the stage begins with a talk of its own", () => {
    const discuss = {
      topic: "How?",
      members: ["developer", "tester"],
      speakers: "turns" as const,
      agreement: 0.8,
      max: 4,
    };
    const workflow = withStages(wideDiamond, { screens: { discuss } });
    const past = given(...contradicting({ workflow, settings: { mediationRounds: 3 } }));
    expect(openOne(past.project)).toMatchObject({ kind: "conflict", conflict: "c1" });
  });

  it("asks its questions first", () => {
    const questions = [{ id: "q1", text: "Which?", options: [] }];
    const past = given(
      ...beside(),
      finishesAt("screens.produce", { questions, contradictions: [contradiction] }),
    );
    expect([openOne(past.project).kind, past.project.conflicts]).toEqual(["question", undefined]);
  });
});
