import { describe, expect, it } from "vitest";
import { readyEffects } from "#src/project/outbox.ts";
import type { SettingsChange } from "#src/project/workflow.ts";
import type { CommandBody } from "./samples.ts";
import {
  decides,
  does,
  fails,
  finishes,
  given,
  openOne,
  plays,
  playsUntil,
  running,
  runningStep,
  started,
} from "./scenario.ts";

const pause = does({ type: "pause" });
const resume = does({ type: "resume" });
const cancel = (reason = "") => does({ type: "cancel", reason });
const atWork = given(started(), playsUntil("design.produce"));
const waiting = given(started(), playsUntil("design.produce"), finishes({ confidence: 0.7 }));

describe("a pause", () => {
  it("lets a running step finish and starts nothing new", () => {
    const { project } = given(started(), playsUntil("design.produce"), pause).when(finishes());
    expect([project.status, running(project)]).toEqual(["paused", null]);
    expect(project.stages[1]?.state).toBe("done");
  });

  it("keeps back a step that was ordered but not begun", () => {
    const { project, world } = atWork.when(pause);
    expect(readyEffects(project, "work", world.now)).toEqual([]);
    expect(given(started(), playsUntil("design.produce"), pause, plays()).project.wakeAt).toBeNull();
  });

  it("still lets people decide, and waits with what follows", () => {
    const { project } = given(
      started(),
      playsUntil("design.produce"),
      finishes({ confidence: 0.7 }),
      pause,
    ).when(decides("approve"));
    expect([project.stages[1]?.state, running(project)]).toEqual(["done", null]);
  });

  it("is announced by name, and said once only", () => {
    const { effects } = atWork.when(pause);
    const post = effects.find((effect) => effect.type === "post");
    expect(post?.type === "post" && post.message.fallback).toBe(
      "Ada paused the project. A step that runs is finished; nothing new starts.",
    );
    const again = given(started(), pause).when(pause);
    expect([again.moved, again.reply]).toEqual([
      false,
      "The project is paused already. `/botarmy resume` goes on.",
    ]);
  });

  it("does not stop a technical retry from being ordered, but from running", () => {
    const { project, world } = given(started(), playsUntil("design.produce"), pause).when(fails());
    expect(runningStep(project).attempt).toBe(1);
    expect(readyEffects(project, "work", world.now + 1e9)).toEqual([]);
  });
});

describe("a resume", () => {
  it("goes on where the work stood", () => {
    expect(
      running(given(started(), playsUntil("design.produce"), pause, finishes()).when(resume).project),
    ).toBe("build.plan#1");
    expect(running(given(started(), playsUntil("design.produce"), pause).when(resume).project)).toBe(
      "design.produce#1",
    );
  });

  it("leaves open questions open", () => {
    const { project } = given(
      started(),
      playsUntil("design.produce"),
      finishes({ confidence: 0.7 }),
      pause,
    ).when(resume);
    expect([openOne(project).kind, running(project)]).toEqual(["approval", null]);
  });

  it("completes a project whose last approval came during the pause", () => {
    const past = given(
      started(),
      plays({ "launch.produce": [{ confidence: 0.7 }] }),
      pause,
      decides("approve"),
    );
    expect(past.project.status).toBe("paused");
    expect(past.when(resume).project.status).toBe("completed");
  });

  it("is refused when nothing is paused", () => {
    expect(atWork.when(resume)).toMatchObject({ moved: false, reply: "The project is not paused." });
  });
});

describe("a cancel", () => {
  it("abandons the running step and gives its tokens back", () => {
    const { project } = atWork.when(cancel("too dear"));
    expect(project).toMatchObject({ status: "cancelled", reservedTokens: 0 });
    expect(project.stages[1]).toMatchObject({ state: "waiting", produce: { state: "waiting", attempt: 1 } });
    expect([running(project), project.endedAt]).toEqual([null, expect.any(Number)]);
  });

  it("takes back what is asked, and redraws its card", () => {
    const { project, effects } = waiting.when(cancel());
    expect(project.escalations[0]).toMatchObject({ state: "withdrawn", decision: null });
    expect(project.stages[1]).toMatchObject({ state: "waiting", produce: { state: "waiting" } });
    expect(
      effects.filter((effect) => effect.type === "ask" || effect.type === "edit").length,
    ).toBeGreaterThan(0);
  });

  it("keeps the documents and still writes those that are under way", () => {
    const { project } = waiting.when(cancel());
    expect(project.outbox.map((effect) => effect.type)).toContain("writeArtifact");
    expect(
      given(started(), playsUntil("design.produce"), cancel(), plays()).project.artifacts.every(
        (one) => one.commit !== null,
      ),
    ).toBe(true);
  });

  it("says who stopped it and why", () => {
    const { envelopes } = atWork.when(cancel("too dear"));
    expect(envelopes.at(-1)?.content.text).toBe(
      "Ada stopped the project: too dear. Everything written so far is kept.",
    );
  });

  it("works while paused", () => {
    expect(given(started(), pause).when(cancel()).project.status).toBe("cancelled");
  });

  const afterwards: [string, CommandBody][] = [
    ["pause", { type: "pause" }],
    ["cancel", { type: "cancel", reason: "" }],
    ["say", { type: "say", to: null, text: "hello" }],
    ["retry", { type: "retry", stage: null }],
    ["setBudget", { type: "setBudget", tokens: 5, usd: null }],
    ["settings", { type: "settings", change: {} }],
    ["reassign", { type: "reassign", stage: "build", agent: "tester" }],
    ["rollback", { type: "rollback", stage: "design", reason: "" }],
  ];
  it.each(afterwards)("cannot be followed by %s", (_, body) => {
    const { moved, reply } = given(started(), playsUntil("design.produce"), cancel()).when(does(body));
    expect(moved).toBe(false);
    // Nothing that is refused then may be named as the way on.
    expect(reply).toBe("The project was stopped. Start a new one with the same brief.");
  });
});

describe("a retry", () => {
  it("finds the step that waits to be tried again", () => {
    const past = given(started(), playsUntil("design.produce"), fails({ kind: "timeout" }));
    expect(running(past.when(does({ type: "retry", stage: null })).project)).toBe("design.produce#2");
  });

  it("is refused when no step failed", () => {
    for (const past of [atWork, waiting]) {
      expect(past.when(does({ type: "retry", stage: null })).reply).toBe(
        "No step is waiting to be tried again. `/botarmy rollback STAGE` redoes a finished stage.",
      );
    }
  });
});

describe("a reassignment", () => {
  it("gives a stage to another agent from its next step on", () => {
    const { project, effects, envelopes } = atWork.when(
      does({ type: "reassign", stage: "build", agent: "architect" }),
    );
    expect(project.stages[2]?.agent).toBe("architect");
    expect(envelopes[0]?.content.text).toBe("Architect takes over Build from its next step on.");
    expect(effects.some((effect) => effect.type === "post")).toBe(true);
    const next = given(
      started(),
      does({ type: "reassign", stage: "design", agent: "tester" }),
      playsUntil("design.produce"),
    ).when(finishes());
    expect(next.envelopes.find((one) => one.type === "handoff")).toMatchObject({
      from: "tester",
      to: "developer",
    });
  });

  it.each([
    ["nowhere", "tester", "There is no stage `nowhere`."],
    [
      "build",
      "nobody",
      "There is no agent `nobody` in this project. The team is `analyst`, `architect`, `developer`, `tester`, `deployer`.",
    ],
    ["analyze", "tester", "Analyze is done. Roll it back first."],
  ])("of %s to %s is refused", (stage, agent, reply) => {
    expect(atWork.when(does({ type: "reassign", stage, agent }))).toMatchObject({ moved: false, reply });
  });
});

describe("settings", () => {
  it("that change are told in words, those that stay are not", () => {
    const { project } = given(started());
    const told = (change: SettingsChange): string | null => {
      const { effects, reply } = given(started()).when(does({ type: "settings", change }));
      const post = effects.find((effect) => effect.type === "post");
      return post?.type === "post" ? post.message.fallback : reply;
    };
    expect(told({ ...project.settings, approvers: ["U1"], decisionMs: 14_400_000, budgetUsd: 5 })).toBe(
      "Ada changed the settings: 4 h for a decision, the budget, who may decide.",
    );
    expect(told({ approvals: "gates", saving: true })).toBe(
      "Ada changed the settings: people approve after every stage, cheaper models.",
    );
    expect(told({ ...project.settings })).toBe("The settings are as they were.");
  });

  it("change what comes next", () => {
    const { project } = given(started(), does({ type: "settings", change: { approvals: "gates" } }), plays());
    expect(openOne(project)).toMatchObject({ kind: "approval", stage: "analyze" });
  });

  it("are announced and recorded", () => {
    const { effects, envelopes } = atWork.when(
      does({ type: "settings", change: { maxTries: 5, approveBelow: 0.9 } }),
    );
    expect(envelopes).toMatchObject([
      {
        type: "settings",
        content: { text: '{"maxTries":5,"approveBelow":0.9}', data: { names: ["maxTries", "approveBelow"] } },
      },
    ]);
    const post = effects.find((effect) => effect.type === "post");
    expect(post?.type === "post" && post.message.fallback).toBe(
      "Ada changed the settings: the limits of the work.",
    );
  });

  it("that do not fit are refused whole", () => {
    const { moved, reply } = atWork.when(
      does({ type: "settings", change: { maxTries: 0, approveBelow: 0.9 } }),
    );
    expect(moved).toBe(false);
    expect(reply).toMatch(/^These settings do not fit: /);
  });
});
