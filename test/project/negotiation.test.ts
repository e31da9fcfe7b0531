import { describe, expect, it } from "vitest";
import { diamond, objection } from "./samples.ts";
import {
  decides,
  does,
  finishes,
  given,
  openOne,
  plays,
  playsUntil,
  running,
  started,
  type Script,
} from "./scenario.ts";

/** Agents do not talk their disagreements over: people decide. */
const begun = () => started({ settings: { mediationRounds: 0 } });
const object = { verdict: objection };
const stubborn: Script = { "design.plan": [object, object, object, object] };
const disputed = given(begun(), plays(stubborn));

describe("a receiving agent", () => {
  it("that accepts goes on with its own document", () => {
    const { project, envelopes } = given(begun(), playsUntil("design.plan")).when(finishes());
    expect(running(project)).toBe("design.produce#1");
    expect(envelopes.find((one) => one.type === "agreement")).toMatchObject({
      from: "architect",
      to: "analyst",
      attempt: 1,
    });
  });

  it("that objects sends the result back to its author, and waits", () => {
    const { project, envelopes, effects } = given(begun(), playsUntil("design.plan")).when(finishes(object));
    expect(running(project)).toBe("analyze.produce#2");
    expect(project.stages.map((stage) => stage.state).slice(0, 2)).toEqual(["active", "waiting"]);
    expect(project.stages[0]?.objections).toEqual(["The limits are missing."]);
    expect(envelopes.find((one) => one.type === "conflict")?.content.data).toEqual({
      confidence: 0.9,
      priority: "normal",
    });
    const post = effects.find((effect) => effect.type === "post");
    expect(post?.type === "post" && post.message).toMatchObject({
      kind: "handoff",
      tone: "warning",
      from: { id: "architect" },
      blocks: [
        { text: "Architect objects to Analyze" },
        { text: "The limits are missing." },
        { text: "Handover 1 of 3, confidence 90 %. Analyst works it in." },
      ],
    });
  });

  it.each([
    [0.7, "design.produce#1"],
    [0.69, "analyze.produce#2"],
  ])("that accepts with a confidence of %d leads to %s", (confidence, next) => {
    const verdict = { accept: true, confidence, reason: "" };
    const { project } = given(begun(), playsUntil("design.plan")).when(finishes({ verdict }));
    expect(running(project)).toBe(next);
  });

  it("that is unsure without saying why is quoted with its confidence", () => {
    const verdict = { accept: true, confidence: 0.5, reason: "" };
    const { project } = given(begun(), playsUntil("design.plan")).when(finishes({ verdict }));
    expect(project.stages[0]?.objections).toEqual(["Not sure enough to build on it (50 %)."]);
  });

  it("settles after one objection when the next result is better", () => {
    const { project } = given(begun(), plays({ "design.plan": [object] }));
    expect(project.status).toBe("completed");
    expect(project.stages[0]).toMatchObject({ handovers: 2, produce: { attempt: 2 }, plan: { attempt: 1 } });
    expect(project.artifacts.find((one) => one.path === "requirements/analyze.md")?.version).toBe(2);
    expect(project.escalations).toEqual([]);
  });

  it("grows more pressing with every handover", () => {
    const conflicts = disputed.world.past
      .flatMap(({ advance }) => advance.envelopes)
      .filter((one) => one.type === "conflict");
    expect(conflicts.map((one) => [one.attempt, one.content.data["priority"]])).toEqual([
      [1, "normal"],
      [2, "high"],
      [3, "urgent"],
    ]);
  });

  it("that gives no verdict has nothing against it", () => {
    const { project } = given(begun(), playsUntil("design.plan")).when(finishes({ verdict: null }));
    expect(running(project)).toBe("design.produce#1");
  });
});

describe("after three handovers without agreement", () => {
  it("people are asked, with both positions side by side", () => {
    expect(running(disputed.project)).toBeNull();
    expect(openOne(disputed.project)).toMatchObject({
      kind: "conflict",
      priority: "urgent",
      stage: "design",
      step: "plan",
      title: "Architect and Analyst disagree about Analyze",
      positions: [
        { agent: "architect", text: "The limits are missing." },
        { agent: "analyst", text: "analyze.produce attempt 3 is written." },
      ],
      choices: [{ id: "receiver" }, { id: "author" }, { id: "modify" }],
    });
  });

  it("siding with the objection has the author work it in, and binds both", () => {
    const { project } = disputed.when(decides("receiver", { note: "It is right." }));
    expect(running(project)).toBe("analyze.produce#4");
    expect(project.stages[0]?.settled).toBe(true);
    expect(project.directions).toMatchObject([
      {
        to: "analyst",
        by: "ada",
        text: "Decision: the position of architect stands. It is right. The limits are missing.",
      },
    ]);
    expect(project.spec.document["decisions"]).toEqual([
      { stage: "design", choice: "receiver", note: "It is right.", answers: {}, by: "Ada" },
    ]);
  });

  it("keeping the result has the receiver plan again with it", () => {
    const { project } = disputed.when(decides("author"));
    expect(running(project)).toBe("design.plan#4");
    expect(project.directions).toMatchObject([
      {
        to: "architect",
        text: "Decision: the position of analyst stands. analyze.produce attempt 3 is written.",
      },
    ]);
  });

  it("deciding in own words needs the words, and gives them to the author", () => {
    const silent = disputed.when(decides("modify"));
    expect([silent.moved, silent.reply]).toEqual([
      false,
      "Say in words what `modify` means here, e.g. `modify: …`.",
    ]);
    const { project } = disputed.when(decides("modify", { note: "At most ten things per flat." }));
    expect(running(project)).toBe("analyze.produce#4");
    expect(project.directions.at(-1)?.text).toBe("Decision: At most ten things per flat.");
  });

  it.each(["receiver", "author", "modify"])("the decision `%s` is not negotiated again", (choice) => {
    const { project } = given(
      begun(),
      plays(stubborn),
      decides(choice, { note: "So be it." }),
      plays(stubborn),
    );
    expect(project.status).toBe("completed");
    expect(project.escalations).toHaveLength(1);
  });

  it("the number of handovers is a setting", () => {
    const { project } = given(
      started({ settings: { maxHandovers: 1, mediationRounds: 0 } }),
      plays(stubborn),
    );
    expect(openOne(project)).toMatchObject({ kind: "conflict", step: "plan" });
    expect(project.stages[0]?.handovers).toBe(1);
  });

  it("a decision finds no room in a spec that uses its name for something else, and is followed all the same", () => {
    const own = [{ op: "add" as const, path: "/decisions", value: "mine" }];
    const past = given(begun(), plays({ ...stubborn, "analyze.produce": [{ specPatch: own }, {}, {}] }));
    const { project } = past.when(decides("author"));
    expect(project.spec.document["decisions"]).toBe("mine");
    expect(running(project)).toBe("design.plan#4");
  });
});

describe("the first agent", () => {
  const objected = given(begun(), playsUntil("analyze.plan")).when(finishes(object));

  it("that cannot work from the brief asks the person who wrote it", () => {
    expect(objected.envelopes.find((one) => one.type === "conflict")).toMatchObject({
      from: "analyst",
      to: "person:ada",
    });
    expect(openOne(objected.project)).toMatchObject({
      kind: "question",
      title: "Analyst cannot work from the brief as it is",
      context: "The limits are missing.",
      questions: [{ id: "q1", text: "What should be changed or added?", options: [] }],
    });
  });

  it("plans again with the answer", () => {
    const { project } = given(begun(), playsUntil("analyze.plan"), finishes(object)).when(
      decides("answer", { note: "Ten things." }),
    );
    expect(running(project)).toBe("analyze.plan#2");
    expect(project.directions.at(-1)?.text).toBe(
      "Question: What should be changed or added?\nAnswer: Ten things.",
    );
  });
});

describe("an objection in a workflow with independent stages", () => {
  it("takes back what was begun on the result that is being changed", () => {
    const past = given(
      started({ workflow: diamond, settings: { maxHandovers: 1, mediationRounds: 0 } }),
      playsUntil("screens.produce", { "api.plan": [object] }),
    );
    expect([openOne(past.project).stage, running(past.project)]).toEqual(["api", "screens.produce#1"]);
    const { project, effects } = past.when(decides("receiver"));
    expect(running(project)).toBe("scope.produce#2");
    expect(project.stages.map((stage) => stage.state)).toEqual(["active", "waiting", "waiting", "waiting"]);
    expect(project.reservedTokens).toBe(10_000);
    expect(project.artifacts.find((one) => one.path === "development/screens_plan.md")?.superseded).toBe(
      true,
    );
    expect(effects.filter((effect) => effect.type === "runStep")).toHaveLength(1);
  });

  it("withdraws a second question about the same result once people have settled the first", () => {
    const settings = { maxHandovers: 1, mediationRounds: 0, approvals: "gates" } as const;
    const both = { "api.plan": [object], "screens.plan": [object] };
    const past = given(started({ workflow: diamond, settings }), plays(), decides("approve"), plays(both));
    expect(past.project.escalations.map((one) => [one.id, one.kind, one.state])).toEqual([
      ["e1", "approval", "decided"],
      ["e2", "conflict", "open"],
      ["e3", "conflict", "open"],
    ]);
    const { project } = past.when(decides("receiver", { escalation: "e2" }));
    expect(project.escalations.map((one) => one.state)).toEqual(["decided", "decided", "withdrawn"]);
    expect(running(project)).toBe("scope.produce#2");
  });

  it("has the other branch done again, after the author", () => {
    const { project } = given(
      started({ workflow: diamond }),
      playsUntil("ship.plan"),
      does({ type: "rollback", stage: "api", reason: "" }),
      plays({ "api.plan": [{}, object] }),
    );
    expect(project.status).toBe("completed");
    expect(project.stages.map((stage) => [stage.id, stage.produce.attempt])).toEqual([
      ["scope", 2],
      ["api", 2],
      ["screens", 2],
      ["ship", 1],
    ]);
  });

  it("concerns the last stage that is needed", () => {
    const { project } = given(started({ workflow: diamond }), playsUntil("ship.plan")).when(finishes(object));
    expect(running(project)).toBe("screens.produce#2");
    expect(project.stages[1]?.objections).toEqual([]);
  });
});
