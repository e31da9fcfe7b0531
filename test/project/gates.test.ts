import { describe, expect, it } from "vitest";
import type { StepResult } from "#src/project/result.ts";
import { objection, sdlc } from "./samples.ts";
import { decides, finishes, given, openOne, plays, playsUntil, running, started } from "./scenario.ts";

const atGate = (settings = {}) => given(started({ settings }), playsUntil("design.produce"));
const marks = (confidence: number, quality: number): Partial<StepResult> => ({ confidence, quality });

describe("a stage's gate", () => {
  it.each([
    [0.8, 0.85, null],
    [1, 1, null],
    [0.79, 0.85, "approval"],
    [0.8, 0.849, "approval"],
    [0.6, 1, "approval"],
    [0.59, 1, "low-confidence"],
    [0, 0, "low-confidence"],
  ])("with confidence %d and quality %d raises %s", (confidence, quality, kind) => {
    const { project } = atGate().when(finishes(marks(confidence, quality)));
    expect(project.escalations.map((one) => one.kind)).toEqual(kind === null ? [] : [kind]);
    expect(running(project)).toBe(kind === null ? "build.plan#1" : null);
  });

  it("that asks names the failed checks even beside the longest summary", () => {
    const checks = [{ name: "sections", passed: false, score: 0.5, detail: "Risks is missing" }];
    const { project } = atGate().when(finishes({ confidence: 0.7, checks, summary: "s".repeat(4_000) }));
    const { context } = openOne(project);
    expect(context).toContain("- sections: Risks is missing");
    expect([context.length, context.at(-1)]).toEqual([4_000, "…"]);
  });

  it("that lets a result pass says which checks it failed", () => {
    const checks = [
      { name: "sections", passed: false, score: 0.9, detail: "Risks is missing" },
      { name: "length", passed: true, score: 1, detail: "fits" },
    ];
    const { effects } = atGate().when(finishes({ checks }));
    const post = effects.find((effect) => effect.type === "post");
    expect(post?.type === "post" && post.message.blocks).toContainEqual({
      type: "context",
      text: "Not fulfilled: sections: Risks is missing",
    });
  });

  it.each([
    { approvals: "gates", confidence: 0.95, quality: 0.95, raised: ["approval"] },
    { approvals: "marks", confidence: 0.95, quality: 0.95, raised: [] },
    { approvals: "none", confidence: 0.6, quality: 0, raised: [] },
    { approvals: "none", confidence: 0.59, quality: 1, raised: ["low-confidence"] },
  ] as const)("asks by the settings: %o", ({ approvals, confidence, quality, raised }) => {
    const past = given(started({ settings: { approvals } }), playsUntil("analyze.produce"));
    const { project } = past.when(finishes(marks(confidence, quality)));
    expect(project.escalations.map((one) => one.kind)).toEqual(raised);
  });

  it("that always asks does so whatever the marks", () => {
    const [first, ...rest] = sdlc.stages;
    if (first === undefined) throw new Error("no stage");
    const strict = {
      ...sdlc,
      stages: [{ ...first, gate: { approval: "always" as const, rollbackTo: first.id } }, ...rest],
    };
    const { project } = given(started({ workflow: strict }), plays());
    expect(openOne(project)).toMatchObject({
      kind: "approval",
      context: expect.stringContaining("needs approval before it goes on"),
    });
  });

  it("has marks of its own in the settings", () => {
    const { project } = atGate({ approveBelow: 0.5, escalateBelow: 0.4, qualityBelow: 0.1 }).when(
      finishes(marks(0.5, 0.1)),
    );
    expect(project.escalations).toEqual([]);
  });

  it("says why, and which checks failed", () => {
    const checks = [
      { name: "sections", passed: false, score: 0.5, detail: "Risks is missing" },
      { name: "links", passed: true, score: 1, detail: "fine" },
    ];
    const { project } = atGate().when(finishes({ checks, quality: 0.75 }));
    expect(openOne(project)).toMatchObject({
      title: "Architect: design/design.md",
      priority: "normal",
      context:
        "The checks give 75 %; below 85 % people approve.\n- sections: Risks is missing\n\ndesign.produce attempt 1 is written.",
    });
  });
});

describe("an approval", () => {
  const asked = given(started(), playsUntil("design.produce"), finishes(marks(0.7, 1)));

  it("by people hands the result over as it is", () => {
    const { project, envelopes } = asked.when(decides("approve"));
    expect(running(project)).toBe("build.plan#1");
    expect(envelopes.find((one) => one.type === "handoff")).toMatchObject({
      from: "architect",
      to: "developer",
    });
  });

  it("with changes has the step done again with people's words", () => {
    const { project } = asked.when(decides("modify", { note: "Use SQLite." }));
    expect(running(project)).toBe("design.produce#2");
    expect(project.directions).toMatchObject([{ to: "architect", text: "Use SQLite.", by: "ada" }]);
  });

  it("that is rejected goes back to the stage that the gate names", () => {
    const rejected = given(started(), playsUntil("build.produce"), finishes(marks(0.7, 1))).when(
      decides("reject", { note: "Wrong shape." }),
    );
    expect(running(rejected.project)).toBe("design.plan#2");
    expect(rejected.project.directions.at(-1)).toMatchObject({ to: "architect", by: "system" });
    expect(rejected.project.directions.at(-1)?.text).toBe(
      "Rolled back to Design. Ada rejected it: Wrong shape.",
    );
  });

  it.each(["modify", "reject"])("`%s` means nothing without words", (choice) => {
    const { moved, reply } = asked.when(decides(choice));
    expect([moved, reply]).toEqual([
      false,
      `Say in words what \`${choice}\` means here, e.g. \`${choice}: …\`.`,
    ]);
  });
});

describe("low confidence", () => {
  const unsure = given(started(), playsUntil("design.plan"), finishes(marks(0.59, 1)));

  it("stops a plan too, with high priority", () => {
    expect(openOne(unsure.project)).toMatchObject({
      kind: "low-confidence",
      step: "plan",
      priority: "high",
      title: "Architect: design/design_plan.md",
      context: expect.stringContaining("The agent's confidence is 59 %, below 60 %."),
    });
  });

  it("does not hide an objection, which is negotiated first", () => {
    const past = given(started(), playsUntil("design.plan"));
    const { project } = past.when(finishes({ confidence: 0.3, verdict: objection }));
    expect([project.escalations, running(project)]).toEqual([[], "analyze.produce#2"]);
  });

  it("that people accept goes on to the document", () => {
    expect(running(unsure.when(decides("approve")).project)).toBe("design.produce#1");
  });

  it("that people answer with words has the plan made again", () => {
    expect(running(unsure.when(decides("modify", { note: "Look at the limits." })).project)).toBe(
      "design.plan#2",
    );
  });

  it("that people reject begins the stage again", () => {
    const { project } = unsure.when(decides("reject", { note: "No." }));
    expect(running(project)).toBe("design.plan#2");
    expect(project.artifacts.find((one) => one.path === "design/design_plan.md")?.superseded).toBe(true);
  });
});
