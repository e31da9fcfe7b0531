import { describe, expect, it } from "vitest";
import type { Effect } from "#src/project/effect.ts";
import { beside, clashing, flats, set } from "./disputes.ts";
import { wideDiamond } from "./samples.ts";
import { decides, finishesAt, given, plays, playsUntil, runs, started } from "./scenario.ts";

const posts = (effects: readonly Effect[]) =>
  effects.flatMap((effect) => (effect.type === "post" ? [effect.message.fallback] : []));
const reason = `- wants /flats to be "twelve", but /flats is "ten", as Api says`;

describe("what a settled conflict overrules in a later result", () => {
  const again = given(...clashing(), decides("author"), playsUntil("screens.produce"));
  const past = again.when(
    finishesAt("screens.produce", { specPatch: [set("/flats", "twelve"), set("/rooms", "six")] }),
  );

  it("is left out, while the rest is taken", () => {
    expect(past.project.spec.document).toMatchObject({ flats: "ten", rooms: "six" });
    expect(past.project.conflicts).toHaveLength(1);
  });

  it("is told in the thread and in the log", () => {
    const text = `Not taken into the spec from **Screens**, since something else stands there:\n${reason}`;
    expect(posts(past.effects)).toContain(text);
    expect(past.envelopes).toContainEqual(
      expect.objectContaining({
        to: "developer",
        type: "conflict",
        content: { text: `Not taken into the spec from Screens:\n${reason}`, data: { stage: "screens" } },
      }),
    );
  });

  it("is told to its agent, whose next turn it goes into", () => {
    const text = `Of what Screens says, this was not taken into the spec. Keep to what stands there:\n${reason}`;
    expect(past.project.directions).toMatchObject([{ to: "developer", by: "system", text }]);
  });

  it("takes along what does not fit without it", () => {
    const patch = [set("/flats", "twelve"), { op: "move" as const, from: "/flats", path: "/houses" }];
    const { project, effects } = again.when(finishesAt("screens.produce", { specPatch: patch }));
    expect(project.spec.document).toMatchObject({ flats: "ten" });
    expect(project.spec.document["houses"]).toBeUndefined();
    expect(posts(effects).join()).toContain("- wants to move /houses, but /flats is");
  });

  it("is shortened and counted where it is much", () => {
    const many = Array.from({ length: 14 }, (_, i) => set(`/flats/${i}`, "y".repeat(900)));
    const whole = {
      op: "add" as const,
      path: "/flats",
      value: Object.fromEntries(many.map((_, i) => [i, "x"])),
    };
    const told = given(
      started({ workflow: wideDiamond, settings: { mediationRounds: 0 } }),
      playsUntil("api.produce"),
      finishesAt("api.produce", { specPatch: [whole] }),
      playsUntil("screens.produce"),
      finishesAt("screens.produce", { specPatch: many }),
      decides("author"),
      playsUntil("screens.produce"),
    ).when(
      finishesAt("screens.produce", {
        specPatch: [...many.slice(0, 1), ...many.slice(0, 13).map((one) => ({ ...one, path: "/flats/0" }))],
      }),
    );
    const [text = ""] = posts(told.effects).filter((one) => one.startsWith("Not taken"));
    expect(text.split("\n")).toHaveLength(12);
    expect(text).toContain("- and 4 more changes");
    expect(text.length).toBeLessThan(4_000);
  });
});

describe("what is not taken for now", () => {
  it("since its result asks people first, is told: the result is made again with their answers", () => {
    const questions = [{ id: "q1", text: "How many?", options: [] }];
    const past = given(...beside()).when(finishesAt("screens.produce", { ...flats("twelve"), questions }));
    expect([past.project.conflicts, past.project.escalations.length]).toEqual([undefined, 1]);
    expect(posts(past.effects).join()).toContain(reason);
  });

  it("since it does not fit any more when its conflict is decided, is told", () => {
    const past = given(
      started({ workflow: wideDiamond, settings: { mediationRounds: 0 } }),
      playsUntil("api.produce"),
      finishesAt("api.produce", { ...flats("ten"), confidence: 0.7 }),
      playsUntil("screens.produce"),
      finishesAt("screens.produce", { specPatch: [{ op: "replace", path: "/flats", value: "twelve" }] }),
      decides("modify", { escalation: "e1", note: "Leave them out." }),
      finishesAt("api.produce", { specPatch: [{ op: "remove", path: "/flats" }] }),
    );
    const { project, effects } = past.when(decides("receiver", { escalation: "e2" }));
    expect(project.spec.document["flats"]).toBeUndefined();
    expect(posts(effects)).toContain(
      "What Screens wanted to write into the spec does not fit it any more: the spec stays as it is until Screens writes it anew.",
    );
    expect(runs(project)).toContain("screens.produce#2");
  });

  it("is nothing where all fits", () => {
    const { project, world } = given(started({ workflow: wideDiamond }), plays());
    expect([project.status, project.directions]).toEqual(["completed", []]);
    expect(JSON.stringify(world.past)).not.toContain("Not taken");
  });
});
