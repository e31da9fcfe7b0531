import { describe, expect, it } from "vitest";
import { advance } from "#src/project/advance.ts";
import { readyEffects } from "#src/project/outbox.ts";
import { ada, projectId, startAt, startCommand } from "./samples.ts";
import { given, openOne, plays, playsUntil, running, started, submits } from "./scenario.ts";

describe("a start", () => {
  const { world, project } = given(started());

  it("opens the thread, keeps the brief as the first artifact and orders the first plan", () => {
    expect(project.outbox.map((effect) => effect.type)).toEqual(["openThread", "writeArtifact", "runStep"]);
    expect(project.artifacts).toMatchObject([
      { path: "requirements/project_brief.md", stage: "brief", version: 1, commit: null },
    ]);
    expect(running(project)).toBe("analyze.plan#1");
    expect([project.version, project.wakeAt, project.status]).toEqual([1, 0, "running"]);
  });

  it("runs the first step only after the brief is written", () => {
    expect(readyEffects(project, "work", startAt).map((effect) => effect.type)).toEqual(["writeArtifact"]);
  });

  it("is told to the first agent, and every agent introduces itself", () => {
    const [move] = world.past;
    expect(move?.advance.envelopes[0]).toMatchObject({ from: "person:ada", to: "analyst", type: "start" });
    expect(move?.advance.envelopes.slice(1).map((one) => [one.from, one.type])).toEqual(
      ["analyst", "architect", "developer", "tester", "deployer"].map((id) => [id, "capability_discovery"]),
    );
  });

  it("that is delivered again changes nothing", () => {
    const again = given(started()).when(submits(startCommand()));
    expect([again.moved, again.reply]).toEqual([false, null]);
    expect(again.project).toBe(again.world.past[0]?.advance.project);
  });

  it("must come first: any other command is told that there is no project", () => {
    const early = advance(undefined, { id: "x", project: projectId, at: startAt, by: ada, type: "pause" });
    expect(early).toEqual({
      moved: false,
      project: undefined,
      envelopes: [],
      specPatch: [],
      denied: false,
      reply: `There is no project ${projectId}.`,
    });
  });

  it("never meets the command of another project", () => {
    const stray = { id: "x", project: "p-other12", at: startAt, by: ada, type: "pause" } as const;
    expect(() => advance(project, stray)).toThrow("pause for p-other12 was given p-sample1");
  });
});

describe("a run in which all agree", () => {
  const { project, world } = given(started(), plays());
  const said = world.past.flatMap(({ advance: move }) => move.envelopes);

  it("does each plan and each document once, in order, and completes", () => {
    const done = world.past.flatMap(({ command }) =>
      command.type === "stepDone" ? [`${command.stage}.${command.step}#${command.attempt}`] : [],
    );
    expect(done).toEqual(
      ["analyze", "design", "build", "validate", "launch"].flatMap((stage) => [
        `${stage}.plan#1`,
        `${stage}.produce#1`,
      ]),
    );
    expect(project.status).toBe("completed");
    expect(project.endedAt).toBe(
      world.past.findLast(({ command }) => command.type === "stepDone")?.command.at,
    );
  });

  it("leaves eleven artifacts, each with its commit, and an empty outbox", () => {
    expect(project.artifacts).toHaveLength(11);
    expect(project.artifacts.every((one) => one.commit !== null && !one.superseded)).toBe(true);
    expect([project.outbox, project.wakeAt]).toEqual([[], null]);
  });

  it("hands every result to the next agent and hears its agreement", () => {
    const talk = said.filter((one) => one.type === "handoff" || one.type === "agreement");
    expect(talk.map((one) => `${one.type} ${one.from} → ${one.to}`)).toEqual([
      "handoff analyst → architect",
      "agreement architect → analyst",
      "handoff architect → developer",
      "agreement developer → architect",
      "handoff developer → tester",
      "agreement tester → developer",
      "handoff tester → deployer",
      "agreement deployer → tester",
    ]);
    expect(talk[0]?.content.data).toMatchObject({
      confidence: 0.9,
      artifacts: expect.arrayContaining(["requirements/analyze.md"]),
    });
  });

  it("counts what was used and keeps the spec that the steps wrote", () => {
    expect(project.usage).toEqual({
      calls: 10,
      tokensIn: 10_000,
      tokensOut: 5_000,
      usd: expect.closeTo(0.1),
    });
    expect(project.spec.version).toBe(5);
    expect(Object.keys(project.spec.document)).toEqual(["analyze", "design", "build", "validate", "launch"]);
  });

  it("tells the thread about its end and mentions who started it", () => {
    const before = given(started(), playsUntil("launch.produce"));
    const end = before.when(plays());
    expect(end.envelopes.at(-1)).toMatchObject({ from: "system", type: "complete" });
    const last = end.world.past
      .flatMap(({ advance: move }) => move.project?.outbox ?? [])
      .findLast((one) => one.type === "post");
    expect(last?.type === "post" && last.message).toMatchObject({ tone: "good", mentions: ["ada"] });
    expect(last?.type === "post" && last.message.fallback).toBe("**Ladder list** is complete: 11 artifacts.");
  });
});

describe("after the end", () => {
  it("nothing is open", () => {
    expect(() => openOne(given(started(), plays()).project)).toThrow("0 escalations");
  });
});
