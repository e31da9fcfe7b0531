import { describe, expect, it } from "vitest";
import { agentOf } from "#src/project/draft.ts";
import type { Project } from "#src/project/project.ts";
import { objection, sdlc, withStages, type Beginning } from "./samples.ts";
import {
  decides,
  finishes,
  given,
  openOne,
  plays,
  playsUntil,
  running,
  started,
  states,
  submits,
  type Script,
} from "./scenario.ts";

const object = { verdict: objection };
const stubborn: Script = { "design.plan": [object, object, object, object, object] };
/** Three handovers are over, and both agents are to talk. */
const disputed = (beginning: Beginning = {}) =>
  [started(beginning), playsUntil("design.talk", stubborn)] as const;
const turn = (proposal: string, agreement: number) =>
  finishes({ summary: "As I see it.", turn: { proposal, agreement, next: null } });
const speaker = (project: Project) => agentOf(project, { stage: "design", step: "talk" });
const conflictOf = (project: Project) => project.conflicts?.at(-1);

describe("a disagreement after the last handover", () => {
  const { project, world } = given(...disputed());

  it("is a conflict with both positions, which both agents talk over before people are asked", () => {
    expect(project.conflicts).toMatchObject([
      {
        id: "c1",
        kind: "handover",
        stage: "design",
        step: "plan",
        author: "analyze",
        about: "requirements/analyze.md",
        title: "Architect and Analyst disagree about Analyze",
        positions: [
          { agent: "architect", text: "The limits are missing." },
          { agent: "analyst", text: "analyze.produce attempt 3 is written." },
        ],
        severity: "critical",
        state: "mediated",
        outcome: null,
      },
    ]);
    expect([project.escalations, running(project), speaker(project)]).toEqual([
      [],
      "design.talk#1",
      "architect",
    ]);
  });

  it("is told in the thread, and in the log", () => {
    const moves = world.past.flatMap(({ advance }) => advance.envelopes);
    expect(moves.findLast((one) => one.type === "conflict")).toMatchObject({
      from: "architect",
      to: "analyst",
      content: { data: { conflict: "c1", kind: "handover", severity: "critical" } },
    });
    const posts = world.past.flatMap(({ advance }) => advance.project?.outbox ?? []);
    const told = posts.some(
      (one) => one.type === "post" && one.message.fallback.includes("talk it over, in at most 3 rounds"),
    );
    expect(told).toBe(true);
  });

  it("carries the evidence of the objection and what was decided about the like before", () => {
    const evidence = [{ source: "requirements/analyze.md", quote: "no limits" }];
    const precedents = [{ project: "p-older1", title: "Limits", outcome: "There are limits." }];
    const past = given(
      started({ settings: { maxHandovers: 1 } }),
      playsUntil("design.plan"),
      finishes({ verdict: objection }),
    );
    expect(past.project.conflicts).toHaveLength(1);
    const asked = given(started({ settings: { maxHandovers: 1 } }), playsUntil("design.plan"));
    const run = asked.when(finishes({ verdict: { ...objection, evidence } }));
    const report = run.world.past.at(-1)?.command;
    if (report?.type !== "stepDone") throw new Error("the plan was reported");
    const { project: known } = asked.when(submits({ ...report, precedents }));
    expect(known.conflicts).toMatchObject([{ positions: [{ evidence }, { evidence: [] }], precedents }]);
  });

  it("goes to people at once when settings allow no rounds, or one agent has both sides", () => {
    const none = given(started({ settings: { mediationRounds: 0 } }), plays(stubborn));
    expect(openOne(none.project)).toMatchObject({ kind: "conflict", conflict: "c1" });
    const workflow = withStages(sdlc, { design: { agent: "analyst" } });
    const same = given(started({ workflow }), plays(stubborn));
    expect(openOne(same.project)).toMatchObject({ kind: "conflict", conflict: "c1" });
  });

  it("weighs less the less hangs on it", () => {
    const last = { verdict: { ...objection, confidence: 0.1 } };
    const { project: late } = given(
      started({ settings: { maxHandovers: 1 } }),
      plays({
        "launch.plan": [last],
        "launch.talk": Array.from({ length: 6 }, () => ({
          turn: { proposal: "", agreement: 0, next: null },
        })),
      }),
    );
    expect(late.conflicts?.[0]?.severity).toBe("low");
    expect(openOne(late).priority).toBe("high");
  });
});

describe("agents that agree with each other", () => {
  const agreed = given(...disputed(), turn("Ten flats at first.", 0.9)).when(turn("", 0.85));

  it("bind both: it is recorded in the spec, and the author makes its result again", () => {
    expect(running(agreed.project)).toBe("analyze.produce#4");
    expect(agreed.project.spec.document["decisions"]).toEqual([
      {
        stage: "design",
        choice: "settled",
        note: "Ten flats at first.",
        answers: {},
        by: "Architect and Analyst",
      },
    ]);
    expect(agreed.project.stages[0]).toMatchObject({ settled: true });
    expect(agreed.project.directions).toMatchObject([
      { to: "analyst", by: "agents", text: "Agreed with each other: Ten flats at first." },
    ]);
  });

  it("ask nobody, but tell everybody how sure they are", () => {
    expect(agreed.project.escalations).toEqual([]);
    const post = agreed.effects.findLast((effect) => effect.type === "post");
    expect(post?.type === "post" && post.message).toMatchObject({
      tone: "good",
      fallback: "Architect and Analyst settled it among themselves (85 %): Ten flats at first.",
    });
    expect(agreed.envelopes.find((one) => one.type === "agreement")).toMatchObject({
      content: { data: { conflict: "c1", agreement: 0.85 } },
    });
  });

  it("leave a conflict that is settled, with its outcome and without the long texts", () => {
    expect(conflictOf(agreed.project)).toMatchObject({
      state: "settled",
      outcome: { by: "Architect and Analyst", text: "Agreed with each other: Ten flats at first." },
      positions: [
        { agent: "architect", text: "" },
        { agent: "analyst", text: "" },
      ],
    });
    expect(agreed.project.stages[1]?.discussion).toBeUndefined();
  });

  it("do not dispute the result again", () => {
    const { project } = given(...disputed(), turn("Ten.", 0.9), turn("", 0.9), plays(stubborn));
    expect([project.status, project.escalations, project.conflicts?.length]).toEqual(["completed", [], 1]);
  });
});

describe("agents that do not agree", () => {
  const no = turn("", 0.5);
  const open = [...disputed(), turn("Ten.", 0.9), no, no, no, no, no] as const;

  it("take turns, as many rounds as the settings allow", () => {
    const past = given(...disputed(), turn("Ten.", 0.9));
    expect(speaker(past.project)).toBe("analyst");
    const five = given(...disputed(), turn("Ten.", 0.9), no, no, no, no);
    expect([running(five.project), speaker(five.project)]).toEqual(["design.talk#6", "analyst"]);
    const once = given(...disputed({ settings: { mediationRounds: 1 } }), turn("Ten.", 0.9), no);
    expect(openOne(once.project).kind).toBe("conflict");
  });

  it("leave it to people, who see both sides", () => {
    const { project } = given(...open);
    expect(openOne(project)).toMatchObject({
      kind: "conflict",
      stage: "design",
      step: "plan",
      conflict: "c1",
      priority: "urgent",
      context:
        "Architect and Analyst contradict each other. They talked it over in 3 rounds and did not agree. What you decide is written into the spec and binds both.",
      positions: [{ agent: "architect" }, { agent: "analyst" }],
    });
    expect([conflictOf(project)?.state, states(project)["design"], running(project)]).toEqual([
      "asked",
      "blocked",
      null,
    ]);
  });

  it.each([
    ["receiver", "analyze.produce#4"],
    ["author", "design.plan#4"],
    ["modify", "analyze.produce#4"],
  ])("are bound by the choice `%s`, which leads to %s and settles it", (choice, next) => {
    const { project } = given(...open).when(decides(choice, { note: "Ten it is." }));
    expect(running(project)).toBe(next);
    expect(conflictOf(project)).toMatchObject({ state: "settled", outcome: { by: "Ada" } });
    const end = given(...open, decides(choice, { note: "Ten it is." }), plays(stubborn)).project;
    expect([end.status, end.escalations.length, end.conflicts?.length]).toEqual(["completed", 1, 1]);
  });

  it("could agree on what is below 85 %, where the settings say so", () => {
    const past = given(...disputed({ settings: { settleFrom: 0.5 } }), turn("Ten.", 0.9), no);
    expect(conflictOf(past.project)?.state).toBe("settled");
  });
});
