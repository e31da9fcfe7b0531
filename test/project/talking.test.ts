import { describe, expect, it } from "vitest";
import { agentOf } from "#src/project/draft.ts";
import type { Project } from "#src/project/project.ts";
import type { DiscussRule } from "#src/project/workflow.ts";
import { diamond, objection, sdlc, wideDiamond, withStages } from "./samples.ts";
import {
  decides,
  does,
  fails,
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
  submits,
  type Act,
} from "./scenario.ts";

const rule: DiscussRule = {
  topic: "How large shall it be?",
  members: ["architect", "developer", "tester"],
  speakers: "turns",
  agreement: 0.8,
  max: 5,
};
const workflow = withStages(sdlc, { design: { discuss: rule } });
const begun = [started({ workflow }), playsUntil("design.talk")] as const;
const turn = (proposal: string, agreement: number, next: string | null = null) =>
  finishes({ summary: `I say ${agreement}.`, turn: { proposal, agreement, next } });
const speaker = (project: Project) => agentOf(project, { stage: "design", step: "talk" });

describe("a stage in which agents talk", () => {
  it("plans, lets them talk, and then produces", () => {
    const past = given(...begun);
    expect([running(past.project), speaker(past.project)]).toEqual(["design.talk#1", "architect"]);
    expect(past.project.stages[1]).toMatchObject({ plan: { state: "done" }, discussion: { turns: [] } });
    const { project } = given(...begun, playsUntil("design.produce"));
    expect(project.stages[1]?.discussion?.turns.map(({ agent }) => agent)).toEqual([
      "architect",
      "developer",
      "tester",
    ]);
  });

  it("makes one run of each turn, in its speaker's name", () => {
    const past = given(...begun).when(turn("Small.", 0.9));
    expect([running(past.project), speaker(past.project)]).toEqual(["design.talk#2", "developer"]);
    expect(past.envelopes).toMatchObject([
      {
        from: "architect",
        to: null,
        type: "discussion",
        attempt: 1,
        content: {
          text: "I say 0.9.",
          data: { stage: "design", proposal: "Small.", agreement: 0.9, conflict: null },
        },
      },
    ]);
    const post = past.effects.find((effect) => effect.type === "post");
    expect(post?.type === "post" && post.message).toMatchObject({
      from: { id: "architect" },
      blocks: [
        { text: "**Design:** I say 0.9." },
        { type: "quote", text: "Small.", source: "Architect proposes" },
        { text: "Agrees to what is proposed: 90 %" },
      ],
    });
  });

  it("goes on when all agree, however few turns it took", () => {
    const { project } = given(...begun, turn("Small.", 0.9), turn("", 0.8), turn("", 1));
    expect(running(project)).toBe("design.produce#1");
  });

  it("goes on when all agree and say the proposal again", () => {
    const { project } = given(...begun, turn("Small.", 0.9), turn("Small.", 0.8), turn("small", 1));
    expect(running(project)).toBe("design.produce#1");
    expect(project.stages[1]?.discussion?.turns.map((one) => one.proposal)).toEqual(["Small.", "", ""]);
  });

  it("goes on after the last turn when they do not, and nobody is asked", () => {
    const no = turn("", 0.2);
    const { project } = given(...begun, turn("Small.", 0.9), no, no, no, no);
    expect([running(project), project.escalations]).toEqual(["design.produce#1", []]);
    expect(project.stages[1]?.discussion?.turns).toHaveLength(5);
  });

  it("lets a speaker choose who is next, where the workflow says so", () => {
    const chosen = withStages(sdlc, { design: { discuss: { ...rule, speakers: "chosen" } } });
    const past = given(started({ workflow: chosen }), playsUntil("design.talk")).when(
      turn("Small.", 0.9, "tester"),
    );
    expect(speaker(past.project)).toBe("tester");
  });

  it("forgets what was said when its result is handed on, since the log has it", () => {
    const { project } = given(...begun, playsUntil("build.plan"));
    expect(project.stages[1]).toMatchObject({
      talk: { state: "done", result: null },
      discussion: { turns: [] },
    });
  });

  it("does not talk again when only its result is made again", () => {
    const { project } = given(...begun, playsUntil("build.plan")).when(finishes({ verdict: objection }));
    expect(running(project)).toBe("design.produce#2");
  });

  it("talks again from the start after a rollback, and an abandoned turn is too late", () => {
    const back = does({ type: "rollback", stage: "design", reason: "" });
    const past = given(...begun, turn("Small.", 0.9), back);
    expect([running(past.project), past.project.stages[1]?.discussion]).toEqual(["design.plan#2", undefined]);
    const again = given(...begun, turn("Small.", 0.9), back, playsUntil("design.talk"));
    expect([running(again.project), speaker(again.project)]).toEqual(["design.talk#3", "architect"]);
  });

  it("takes each turn once, however often it is reported", () => {
    const past = given(...begun, turn("Small.", 0.9));
    const report = past.world.past.at(-1)?.command;
    if (report?.type !== "stepDone") throw new Error("the turn was reported");
    expect(past.when(submits(report)).moved).toBe(false);
    expect(past.when(submits({ ...report, id: "again" })).moved).toBe(false);
    expect(past.when(submits({ ...report, id: "early", attempt: 3 })).moved).toBe(false);
    expect(past.project.stages[1]?.discussion?.turns).toHaveLength(1);
  });

  it("changes neither spec nor files by what is said, and asks nobody", () => {
    const past = given(...begun);
    const { project } = past.when(
      finishes({
        specPatch: [{ op: "remove", path: "/nothing" }],
        questions: [{ id: "q1", text: "Who?", options: [] }],
        confidence: 0.1,
        turn: { proposal: "Small.", agreement: 0.9, next: null },
      }),
    );
    expect([running(project), project.escalations]).toEqual(["design.talk#2", []]);
    expect(project.spec).toEqual(past.project.spec);
  });

  it("that has no plan talks first", () => {
    const bare = withStages(sdlc, { design: { discuss: rule, plan: null } });
    const { project } = given(started({ workflow: bare }), playsUntil("design.talk"));
    expect(running(project)).toBe("design.talk#1");
    expect(given(started({ workflow: bare }), plays()).project.status).toBe("completed");
  });

  it("that has no plan can be rolled back while it talks", () => {
    const bare = withStages(sdlc, { design: { discuss: rule, plan: null } });
    const past = given(started({ workflow: bare }), playsUntil("design.talk"), turn("Small.", 0.9));
    const { project } = past.when(does({ type: "rollback", stage: "design", reason: "" }));
    expect(running(project)).toBe("design.talk#3");
  });
});

describe("a turn that fails", () => {
  it("is tried again by itself after an outage", () => {
    const { project } = given(...begun, turn("Small.", 0.9)).when(fails());
    expect([running(project), project.stages[1]?.talk]).toMatchObject(["design.talk#2", { tries: 1 }]);
  });

  it("asks people in the name of its speaker, and the talk goes on where it was", () => {
    const past = given(...begun, turn("Small.", 0.9)).when(fails({ kind: "timeout" }));
    expect(openOne(past.project)).toMatchObject({
      kind: "timeout",
      stage: "design",
      step: "talk",
      title: "Developer ran out of time",
      context: "The model cannot be reached. The talk was about `design/design.md`.",
    });
    expect(states(past.project)["design"]).toBe("blocked");
    const { project } = given(...begun, turn("Small.", 0.9), fails({ kind: "timeout" })).when(
      decides("retry"),
    );
    expect([running(project), speaker(project)]).toEqual(["design.talk#3", "developer"]);
    expect(project.stages[1]?.discussion?.turns).toHaveLength(1);
  });

  it("tells people's words to the one who speaks", () => {
    const past = given(...begun, turn("Small.", 0.9), fails({ kind: "invalid-output", retryable: false }));
    const { project } = past.when(decides("modify", { note: "Be brief." }));
    expect([running(project), project.directions.at(-1)?.to]).toEqual(["design.talk#3", "developer"]);
  });

  it("by going round in circles ends the talk as it stands, when people accept that", () => {
    const past = given(...begun, turn("Small.", 0.9), fails({ kind: "loop" }));
    expect(openOne(past.project)).toMatchObject({ kind: "loop", step: "talk" });
    expect(running(past.when(decides("approve")).project)).toBe("design.produce#1");
    expect(running(past.when(decides("modify", { note: "Decide." })).project)).toBe("design.talk#3");
  });

  it("for want of budget goes on when that is raised", () => {
    const broke: Act = does({ type: "settings", change: { budgetTokens: 12_000 } });
    const past = given(started({ workflow }), playsUntil("design.plan"), broke, finishes());
    expect(openOne(past.project)).toMatchObject({ kind: "budget", step: "talk" });
    const { project } = past.when(decides("raise"));
    expect([running(project), speaker(project)]).toEqual(["design.talk#1", "architect"]);
  });
});

describe("a talk beside other work", () => {
  const discuss = { ...rule, members: ["architect", "developer"] };

  it("waits for a member that is at work elsewhere", () => {
    const wide = withStages(wideDiamond, { api: { discuss } });
    const past = given(started({ workflow: wide }), playsUntil("api.plan"), finishesAt("api.plan"));
    expect(runs(past.project)).toEqual(["screens.plan#1", "api.talk#1"]);
    const { project } = past.when(finishesAt("api.talk"));
    expect(runs(project)).toEqual(["screens.plan#1"]);
    const free = given(
      started({ workflow: wide }),
      playsUntil("api.plan"),
      finishesAt("api.plan"),
      finishesAt("api.talk"),
      finishesAt("screens.plan", { confidence: 0.3 }),
    );
    expect(runs(free.project)).toEqual(["api.talk#2"]);
  });

  it("keeps its members from other work while they speak", () => {
    const wide = withStages(wideDiamond, {
      api: { discuss: { ...discuss, members: ["developer", "architect"] } },
    });
    const past = given(started({ workflow: wide }), playsUntil("api.plan"), finishesAt("screens.plan"));
    expect(runs(past.project)).toEqual(["api.plan#1", "screens.produce#1"]);
    const { project } = past.when(finishesAt("api.plan"));
    expect(runs(project)).toEqual(["screens.produce#1"]);
  });

  it("comes to its end with one agent at a time", () => {
    const narrow = withStages(diamond, { api: { discuss }, ship: { discuss: rule } });
    expect(given(started({ workflow: narrow }), plays()).project.status).toBe("completed");
  });
});

describe("a project that is paused or stopped in a talk", () => {
  it("finishes the turn that runs and goes on with the next one after the resume", () => {
    const past = given(...begun, does({ type: "pause" }), turn("Small.", 0.9));
    expect(running(past.project)).toBeNull();
    expect(running(past.when(does({ type: "resume" })).project)).toBe("design.talk#2");
  });

  it("abandons the turn when it is stopped", () => {
    const { project } = given(...begun).when(does({ type: "cancel", reason: "" }));
    expect([running(project), project.stages[1]?.talk?.state]).toEqual([null, "waiting"]);
  });
});
