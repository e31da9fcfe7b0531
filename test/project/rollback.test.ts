import { describe, expect, it } from "vitest";
import { specAt } from "#src/project/spec.ts";
import { diamond, wideDiamond } from "./samples.ts";
import {
  decides,
  does,
  finishes,
  given,
  openOne,
  plays,
  playsUntil,
  running,
  runs,
  started,
  states,
} from "./scenario.ts";

const rollback = (stage: string, reason = "") => does({ type: "rollback", stage, reason });
const done = given(started(), plays());

describe("a rollback", () => {
  const { project, envelopes, effects } = done.when(rollback("design", "Too big."));

  it("opens a completed project again and begins at the stage", () => {
    expect([project.status, project.endedAt, running(project)]).toEqual(["running", null, "design.plan#2"]);
    expect(project.stages.map((stage) => stage.state)).toEqual([
      "done",
      "active",
      "waiting",
      "waiting",
      "waiting",
    ]);
  });

  it("gives the spec back as it was when the stage began, as a new version", () => {
    expect(Object.keys(project.spec.document)).toEqual(["analyze"]);
    expect(project.spec.version).toBe(6);
    expect(Object.keys(specAt(project.spec, 5) ?? {})).toHaveLength(5);
    expect(done.when(rollback("design")).world.past.at(-1)?.advance.specPatch).toHaveLength(4);
  });

  it("keeps the documents made since, marked as superseded", () => {
    const superseded = project.artifacts.filter((one) => one.superseded).map((one) => one.stage);
    expect(new Set(superseded)).toEqual(new Set(["design", "build", "validate", "launch"]));
    expect(project.artifacts).toHaveLength(11);
    expect(
      project.artifacts
        .filter((one) => one.stage === "analyze" || one.stage === "brief")
        .every((one) => !one.superseded),
    ).toBe(true);
  });

  it("tells the agent why, and the thread what was undone", () => {
    expect(project.directions).toMatchObject([
      { to: "architect", by: "system", text: "Rolled back to Design. Ada rolled back: Too big." },
    ]);
    expect(envelopes.at(-1)).toMatchObject({
      from: "system",
      to: "architect",
      content: { data: { stage: "design", undone: ["design", "build", "validate", "launch"] } },
    });
    const post = effects.find((effect) => effect.type === "post");
    expect(post?.type === "post" && post.message.blocks[1]).toMatchObject({
      facts: [
        { value: "Design, Build, Validate, Launch" },
        { name: "Superseded" },
        { name: "Next", value: "Architect" },
      ],
    });
  });

  it("can be brought to the end again, with second versions", () => {
    const again = given(started(), plays(), rollback("design"), plays()).project;
    expect(again.status).toBe("completed");
    expect(
      again.artifacts.filter((one) => one.stage === "launch").map((one) => [one.version, one.superseded]),
    ).toEqual([
      [2, false],
      [2, false],
    ]);
  });

  it("to the first stage gives an empty spec", () => {
    expect(done.when(rollback("analyze")).project.spec.document).toEqual({});
  });

  it("abandons the step that runs and withdraws what is asked", () => {
    const busy = given(started(), playsUntil("build.plan")).when(rollback("design"));
    expect([running(busy.project), busy.project.reservedTokens]).toEqual(["design.plan#2", 10_000]);
    const asked = given(started(), playsUntil("build.produce"), finishes({ confidence: 0.7 })).when(
      rollback("design"),
    );
    expect(asked.project.escalations.map((one) => one.state)).toEqual(["withdrawn"]);
    expect(running(asked.project)).toBe("design.plan#2");
  });

  it("forgets what was negotiated about the stages that run again", () => {
    const verdict = { accept: false, confidence: 1, reason: "no" };
    const past = given(
      started(),
      plays({ "design.plan": [{ verdict }, { verdict }, { verdict }] }),
      decides("receiver"),
      playsUntil("build.plan"),
    );
    expect(past.project.stages[0]).toMatchObject({ settled: true, handovers: 4 });
    expect(past.when(rollback("analyze")).project.stages[0]).toMatchObject({
      settled: false,
      handovers: 0,
      objections: [],
    });
  });

  it("while paused waits for the resume", () => {
    const past = given(started(), playsUntil("build.plan"), does({ type: "pause" }), rollback("design"));
    expect([past.project.status, running(past.project)]).toEqual(["paused", null]);
    expect(running(past.when(does({ type: "resume" })).project)).toBe("design.plan#2");
  });

  it("twice in a row loses nothing of the stages before", () => {
    const { project: twice } = given(
      started(),
      playsUntil("build.plan"),
      rollback("analyze"),
      rollback("design"),
      plays(),
    ).when(rollback("design"));
    expect(Object.keys(twice.spec.document)).toEqual(["analyze"]);
  });

  it.each([
    [
      "nowhere",
      "There is no stage `nowhere`. The stages are `analyze`, `design`, `build`, `validate`, `launch`.",
    ],
    ["launch", "Launch has not begun yet; there is nothing to go back to."],
  ])("to %s is refused", (stage, reply) => {
    expect(given(started(), playsUntil("build.plan")).when(rollback(stage))).toMatchObject({
      moved: false,
      reply,
    });
  });
});

describe("a rollback in a workflow with independent stages", () => {
  it("leaves the step of the other branch running, and goes on after it", () => {
    const { project } = given(started({ workflow: diamond }), playsUntil("screens.produce")).when(
      rollback("api"),
    );
    expect(running(project)).toBe("screens.produce#1");
    expect(project.stages.map((stage) => stage.state)).toEqual(["done", "waiting", "active", "waiting"]);
  });

  it("leaves a question of the other branch open", () => {
    const past = given(started({ workflow: diamond }), plays({ "screens.produce": [{ confidence: 0.7 }] }));
    const { project } = past.when(rollback("api"));
    expect([openOne(project).stage, running(project)]).toEqual(["screens", "api.plan#2"]);
  });
});

describe("a rollback of one side of a diamond", () => {
  const back = rollback("api", "Too big.");
  const past = given(started({ workflow: wideDiamond }), plays());
  const { project } = past.when(back);

  it("takes its work and what builds on it out of the spec, and leaves the other side's", () => {
    expect(Object.keys(project.spec.document)).toEqual(["scope", "screens"]);
    expect(past.when(back).world.past.at(-1)?.advance.specPatch).toEqual([
      { op: "remove", path: "/ship" },
      { op: "remove", path: "/api" },
    ]);
  });

  it("leaves the documents of the other side valid", () => {
    const valid = project.artifacts.filter((one) => !one.superseded).map((one) => one.stage);
    expect(new Set(valid)).toEqual(new Set(["brief", "scope", "screens"]));
  });

  it("does only that side and what needs it again", () => {
    expect(states(project)).toEqual({ scope: "done", api: "active", screens: "done", ship: "waiting" });
    const again = given(started({ workflow: wideDiamond }), plays(), back, plays()).project;
    expect(again.stages.map(({ id, produce }) => [id, produce.attempt])).toEqual([
      ["scope", 1],
      ["api", 2],
      ["screens", 1],
      ["ship", 2],
    ]);
    expect(Object.keys(again.spec.document).toSorted()).toEqual(["api", "scope", "screens", "ship"]);
  });

  it("leaves the run of the other side alone", () => {
    const busy = given(started({ workflow: wideDiamond }), playsUntil("api.plan")).when(back);
    expect(runs(busy.project)).toEqual(["screens.plan#1", "api.plan#2"]);
  });

  it("keeps what people decided about the other side", () => {
    const ask = { "screens.plan": [{ questions: [{ id: "q1", text: "Which?", options: [] }] }] };
    const asked = { ...ask, "api.plan": [{ questions: [{ id: "q1", text: "Who?", options: [] }] }] };
    const decided = given(
      started({ workflow: wideDiamond }),
      plays(asked),
      decides("answer", { escalation: "e1", note: "Ann." }),
      decides("answer", { escalation: "e2", note: "Blue." }),
      plays(),
    );
    expect(decided.project.spec.document["decisions"]).toHaveLength(2);
    const { project: after } = decided.when(back);
    expect(after.spec.document["decisions"]).toMatchObject([{ stage: "screens", answers: { q1: "Blue." } }]);
  });

  it("and then of the other brings nothing of the first back", () => {
    const first = { "api.produce": [{ specPatch: [{ op: "add" as const, path: "/old", value: 1 }] }] };
    const twice = given(started({ workflow: wideDiamond }), plays(first), back, plays(), rollback("screens"));
    expect(Object.keys(twice.project.spec.document).toSorted()).toEqual(["api", "scope"]);
  });
});
