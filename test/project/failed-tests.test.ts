import { describe, expect, it } from "vitest";
import { beside, conflictOf, set } from "./disputes.ts";
import { decides, finishesAt, given, playsUntil } from "./scenario.ts";

describe("a patch that relies on what is not so", () => {
  const relying = (value: string) => ({
    specPatch: [{ op: "test" as const, path: "/flats", value }, set("/rooms", "two")],
  });

  it("is a conflict with the one who wrote otherwise, and nothing of it is applied", () => {
    const { project } = given(...beside(), finishesAt("screens.produce", relying("twelve")));
    expect(conflictOf(project)).toMatchObject({
      kind: "spec",
      about: "/flats",
      positions: [{ text: 'relies on /flats being "twelve"' }, { text: '/flats is "ten"' }],
      patch: [set("/rooms", "two")],
    });
    expect(project.spec.document["rooms"]).toBeUndefined();
  });

  it("applies when it is right", () => {
    const { project } = given(...beside(), finishesAt("screens.produce", relying("ten")));
    expect([project.conflicts, project.spec.document["rooms"]]).toEqual([undefined, "two"]);
  });

  it("may rely on what it writes itself", () => {
    const own = { specPatch: [set("/own", "x"), { op: "test" as const, path: "/own", value: "x" }] };
    const { project } = given(...beside(), finishesAt("screens.produce", own));
    expect([project.conflicts, project.spec.document["own"]]).toEqual([undefined, "x"]);
  });

  it("is no usable result when nobody wrote otherwise, or when it was settled already", () => {
    const nobody = { specPatch: [{ op: "test" as const, path: "/nothing", value: 1 }] };
    const { project } = given(...beside(), finishesAt("screens.produce", nobody));
    expect(project.stages[2]?.produce).toMatchObject({ state: "running", tries: 1 });
    const again = given(
      ...beside(),
      finishesAt("screens.produce", relying("twelve")),
      decides("author"),
      playsUntil("screens.produce"),
      finishesAt("screens.produce", relying("twelve")),
    );
    expect(again.project.stages[2]?.produce).toMatchObject({ state: "running", tries: 1 });
    expect(again.project.conflicts).toHaveLength(1);
  });
});
