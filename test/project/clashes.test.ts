import { describe, expect, it } from "vitest";
import type { SpecOperation } from "#src/project/result.ts";
import { beside, clashing, conflictOf, flats, set } from "./disputes.ts";
import { diamond, stage, wideDiamond } from "./samples.ts";
import {
  decides,
  does,
  finishes,
  finishesAt,
  given,
  plays,
  playsUntil,
  running,
  runs,
  started,
  states,
} from "./scenario.ts";

describe("two stages that change one path of the spec beside each other", () => {
  const clash = given(...clashing()).project;

  it("are in conflict: the later one waits, and what else it wrote stands", () => {
    expect(conflictOf(clash)).toMatchObject({
      id: "c1",
      kind: "spec",
      stage: "screens",
      step: "produce",
      author: "api",
      about: "/flats",
      title: "Developer and Architect disagree about /flats in the spec",
      positions: [
        { agent: "developer", text: 'wants /flats to be "twelve"' },
        { agent: "architect", text: '/flats is "ten"' },
      ],
      patch: [set("/flats", "twelve")],
      state: "asked",
    });
    expect(clash.spec.document).toMatchObject({ flats: "ten", rooms: "two" });
    expect(states(clash)).toMatchObject({ api: "done", screens: "blocked", ship: "waiting" });
  });

  it("`receiver`: the later word stands in the spec, and both make their results again", () => {
    const past = given(...clashing()).when(decides("receiver"));
    expect(past.project.spec.document["flats"]).toBe("twelve");
    expect(runs(past.project).toSorted()).toEqual(["api.produce#2", "screens.produce#2"]);
    expect(past.project.directions.map(({ to }) => to)).toEqual(["architect", "developer"]);
    const end = given(
      ...clashing(),
      decides("receiver"),
      plays({ "api.produce": [{}, flats("ten")], "screens.produce": [{}, flats("twelve")] }),
    ).project;
    expect([end.status, end.spec.document["flats"], end.conflicts?.length]).toEqual([
      "completed",
      "twelve",
      1,
    ]);
  });

  it("`author`: the first word stands, and only the later one makes its result again", () => {
    const past = given(...clashing()).when(decides("author"));
    expect([past.project.spec.document["flats"], runs(past.project)]).toEqual(["ten", ["screens.produce#2"]]);
    const end = given(
      ...clashing(),
      decides("author"),
      plays({ "screens.produce": [{}, flats("twelve")] }),
    ).project;
    expect([end.status, end.spec.document["flats"], end.conflicts?.length]).toEqual(["completed", "ten", 1]);
  });

  it("`modify`: neither word stands, and the first one writes what people said", () => {
    const past = given(...clashing(), decides("modify", { note: "Eleven." }));
    expect(past.project.directions.map(({ text }) => text)).toEqual([
      "Decision: Eleven.",
      "Decision: Eleven.",
    ]);
    const end = given(
      ...clashing(),
      decides("modify", { note: "Eleven." }),
      plays({ "api.produce": [{}, flats("eleven")], "screens.produce": [{}, flats("twelve")] }),
    ).project;
    expect([end.status, end.spec.document["flats"], end.conflicts?.length]).toEqual([
      "completed",
      "eleven",
      1,
    ]);
  });

  it("may settle it among themselves", () => {
    const settings = { mediationRounds: 2 };
    const talks = given(...clashing({ settings }));
    expect([conflictOf(talks.project)?.state, runs(talks.project)]).toEqual(["mediated", ["screens.talk#1"]]);
    const end = given(...clashing({ settings }), plays()).project;
    expect([end.status, end.conflicts?.[0]?.state, end.escalations]).toEqual(["completed", "settled", []]);
    expect(end.spec.document["decisions"]).toMatchObject([
      { choice: "settled", by: "Developer and Architect" },
    ]);
  });

  it("may both be objected to afterwards: only the one path is settled", () => {
    const past = given(...clashing(), decides("author"), playsUntil("ship.plan"));
    expect(past.project.stages.map(({ settled }) => settled)).toEqual([false, false, false, false]);
    const verdict = { accept: false, confidence: 0.9, reason: "No.", about: "design/api.md" };
    expect(running(past.when(finishes({ verdict })).project)).toBe("api.produce#2");
  });

  it("are not when they say the same", () => {
    const past = given(...beside(), finishesAt("screens.produce", flats("ten")));
    expect([past.project.conflicts, states(past.project)["screens"]]).toEqual([undefined, "done"]);
    const ordered = { op: "add" as const, path: "/size", value: { a: 1, b: 2 } };
    const turned = { op: "add" as const, path: "/size", value: { b: 2, a: 1 } };
    const same = given(
      started({ workflow: wideDiamond }),
      playsUntil("api.produce"),
      finishesAt("api.produce", { specPatch: [ordered] }),
      playsUntil("screens.produce"),
      finishesAt("screens.produce", { specPatch: [turned] }),
    );
    expect(same.project.conflicts).toBeUndefined();
  });

  it.each<[string, SpecOperation]>([
    ["removes it", { op: "remove", path: "/flats" }],
    ["moves it away", { op: "move", from: "/flats", path: "/houses" }],
    ["replaces it", { op: "replace", path: "/flats", value: "two" }],
  ])("are when the later one %s", (_, operation) => {
    const past = given(...beside(), finishesAt("screens.produce", { specPatch: [operation] }));
    expect(conflictOf(past.project)).toMatchObject({ kind: "spec", about: "/flats", author: "api" });
    expect(past.project.spec.document["flats"]).toBe("ten");
  });

  it("are not when they add items to one list", () => {
    const list = (value: SpecOperation & { op: "add" }) => ({ specPatch: [value] });
    const past = given(
      started({ workflow: wideDiamond }),
      playsUntil("api.produce"),
      finishesAt("api.produce", list({ op: "add", path: "/list", value: ["a"] })),
      playsUntil("screens.produce"),
      finishesAt("screens.produce", list({ op: "add", path: "/list/-", value: "b" })),
    );
    expect([past.project.conflicts, past.project.spec.document["list"]]).toEqual([undefined, ["a", "b"]]);
  });

  it("are not when one builds on the other and changes its word", () => {
    const end = given(
      started({ workflow: diamond }),
      plays({ "scope.produce": [flats("ten")], "ship.produce": [flats("twelve")] }),
    ).project;
    expect([end.status, end.conflicts, end.spec.document["flats"]]).toEqual([
      "completed",
      undefined,
      "twelve",
    ]);
  });

  it("are not about a value that was rolled back", () => {
    const past = given(
      ...beside(),
      does({ type: "rollback", stage: "api", reason: "" }),
      finishesAt("screens.produce", flats("twelve")),
    );
    expect([past.project.conflicts, past.project.spec.document["flats"]]).toEqual([undefined, "twelve"]);
    const later = given(
      ...beside(),
      does({ type: "rollback", stage: "api", reason: "" }),
      finishesAt("screens.produce", flats("twelve")),
      playsUntil("api.produce"),
      finishesAt("api.produce", flats("ten")),
    );
    expect(conflictOf(later.project)).toMatchObject({ stage: "api", author: "screens" });
  });

  it("are not when a stage changes its own word, though the other one had written before it", () => {
    const end = given(
      ...clashing(),
      decides("receiver"),
      plays({ "screens.produce": [{}, flats("thirteen")], "api.produce": [{}, { specPatch: [] }] }),
    ).project;
    expect([end.status, end.spec.document["flats"], end.conflicts?.length]).toEqual([
      "completed",
      "thirteen",
      1,
    ]);
  });

  it("are in a second conflict about another path, when the first one is settled", () => {
    const two = { specPatch: [set("/flats", "twelve"), set("/api", "mine")] };
    const past = given(
      started({ workflow: wideDiamond, settings: { mediationRounds: 0 } }),
      playsUntil("api.produce"),
      finishesAt("api.produce", { specPatch: [set("/flats", "ten"), set("/api", "ours")] }),
      playsUntil("screens.produce"),
      finishesAt("screens.produce", two),
      decides("author"),
      playsUntil("screens.produce"),
    );
    const { project } = past.when(finishesAt("screens.produce", two));
    expect(project.conflicts?.map(({ about, state }) => [about, state])).toEqual([
      ["/flats", "settled"],
      ["/api", "asked"],
    ]);
  });
});

describe("a patch against which two stages stand", () => {
  const { stages, ...rest } = wideDiamond;
  const shops = stage("shops", { agent: "tester", phase: "testing", needs: ["scope"] });
  const past = given(
    started({ workflow: { ...rest, stages: [...stages, shops] }, settings: { mediationRounds: 0 } }),
    playsUntil("api.produce"),
    finishesAt("api.produce", flats("ten")),
    playsUntil("screens.produce"),
    finishesAt("screens.produce", { specPatch: [set("/rooms", "two")] }),
    playsUntil("shops.produce"),
    finishesAt("shops.produce", {
      specPatch: [set("/flats", "twelve"), set("/rooms", "three"), set("/own", "x")],
    }),
  );

  it("is in conflict with one at a time: the other's word is not overruled with the first one's", () => {
    expect(past.project.conflicts).toMatchObject([
      { stage: "shops", author: "api", about: "/flats", patch: [set("/flats", "twelve")] },
    ]);
    const { project } = past.when(decides("receiver"));
    expect(project.spec.document).toMatchObject({ flats: "twelve", rooms: "two", own: "x" });
  });
});
