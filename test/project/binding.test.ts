import { describe, expect, it } from "vitest";
import { diamond, objection, wideDiamond } from "./samples.ts";
import { does, fails, finishes, given, plays, playsUntil, started } from "./scenario.ts";

const rollback = (stage: string) => does({ type: "rollback", stage, reason: "" });
const words = { choice: "modify", note: "Only in Europe.", answers: {}, binding: true };
const binds = does({ type: "decide", escalation: "e1", rev: 1, ...words });
const kept = [{ note: "Only in Europe.", by: "Ada" }];

describe("words for the whole project", () => {
  it("outlast a rollback of the stage at which they were said, and of what is before it", () => {
    const unsure = { "api.produce": [{ confidence: 0.7 }] };
    const past = given(started({ workflow: wideDiamond }), plays(unsure), binds, plays());
    for (const stage of ["api", "scope"])
      expect(past.when(rollback(stage)).project.spec.document["decisions"]).toMatchObject(kept);
  });

  it.each([
    [
      "an unusable result",
      started({ workflow: wideDiamond }),
      fails({ kind: "invalid-output", retryable: false }),
    ],
    [
      "a conflict",
      started({ workflow: diamond, settings: { mediationRounds: 0, maxHandovers: 1 } }),
      finishes({ verdict: objection }),
    ],
  ])("count when they were said about %s, too", (_, start, ask) => {
    const { project } = given(start, playsUntil("api.plan"), ask, binds).when(rollback("scope"));
    expect(project.spec.document["decisions"]).toMatchObject(kept);
  });

  it("for which the spec has no room are told to be so", () => {
    const full = { op: "add" as const, path: "/all", value: "x".repeat(23_900) };
    const past = given(
      started(),
      playsUntil("design.produce"),
      finishes({ confidence: 0.7, specPatch: [full] }),
    ).when(binds);
    expect(past.project.spec.document["decisions"]).toBeUndefined();
    const post = past.effects.find((effect) => effect.type === "post");
    expect(post?.type === "post" && post.message.fallback).toBe(
      "The spec has no room for this decision, so that only Architect is told it. Tell the others by `AGENT: …`.",
    );
  });
});
