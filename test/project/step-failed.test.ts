import { describe, expect, it } from "vitest";
import { readyEffects } from "#src/project/outbox.ts";
import type { StepFailure } from "#src/project/result.ts";
import { agentState } from "#src/project/status-card.ts";
import { failureOf, projectId, resultOf } from "./samples.ts";
import {
  decides,
  does,
  fails,
  finishes,
  given,
  openOne,
  plays,
  playsUntil,
  reports,
  running,
  runningStep,
  started,
  submits,
  waits,
} from "./scenario.ts";

const used = { calls: 1, tokensIn: 100, tokensOut: 10, usd: null };
const ready = given(started(), playsUntil("design.produce"));

describe("a technical fault", () => {
  it.each(["outage", "invalid-output"] as const)(
    "of kind %s is tried again after a while, in the same attempt",
    (kind) => {
      const { project, envelopes, effects } = ready.when(fails({ kind, usage: used }));
      const run = runningStep(project);
      expect(run).toMatchObject({ stage: "design", step: "produce", attempt: 1 });
      expect(run.notBefore - (project.stages[1]?.produce.startedAt ?? 0)).toBe(1_000 + 2_000);
      expect(effects.map((effect) => effect.type)).toContain("runStep");
      expect(project.stages[1]?.produce).toMatchObject({ state: "running", tries: 1 });
      expect(envelopes).toMatchObject([
        { type: "error", from: "architect", content: { data: { kind, tries: 1 } } },
      ]);
      expect(project.usage.tokensIn).toBe(3_100);
      expect(project.reservedTokens).toBe(10_000);
    },
  );

  it("waits twice as long each time, and as long as the provider asks", () => {
    const second = given(started(), playsUntil("design.produce"), fails(), waits(2_000)).when(fails());
    expect(runningStep(second.project).notBefore - second.world.now).toBe(4_000);
    const told = ready.when(fails({ retryAfterMs: 90_000 }));
    expect(runningStep(told.project).notBefore - told.world.now).toBe(90_000);
  });

  it("does not run before its time, and then at once", () => {
    const { project, world } = ready.when(fails());
    expect(readyEffects(project, "work", world.now + 1_999)).toEqual([]);
    expect(readyEffects(project, "work", world.now + 2_000)).toMatchObject([{ type: "runStep" }]);
    expect(
      given(started(), playsUntil("design.produce"), plays({ "design.produce": [{ fails: {} }] })).project
        .wakeAt,
    ).toBe(world.now + 2_000);
  });

  it("is shown as an error of the agent while it waits", () => {
    const [, design] = ready.when(fails()).project.stages;
    expect(design === undefined ? null : agentState(design)).toBe("error");
  });

  it("that passes leaves no trace but the log", () => {
    const past = given(started(), plays({ "design.produce": [{ fails: {} }] }), waits(2_000), plays());
    expect(past.project.status).toBe("completed");
    expect(past.project.escalations).toEqual([]);
    expect(past.project.stages[1]?.produce.attempt).toBe(1);
  });

  it("reported twice counts once", () => {
    const once = ready.when(fails());
    const last = once.world.past.at(-1);
    if (last === undefined) throw new Error("no past");
    const twice = given(started(), playsUntil("design.produce"), fails()).when(submits(last.command));
    expect(twice.moved).toBe(false);
  });

  it("is escalated after the last try, with how often it was tried", () => {
    const { project } = given(started(), playsUntil("design.produce"), fails(), fails()).when(
      fails({ message: "HTTP 529." }),
    );
    expect(openOne(project)).toMatchObject({
      kind: "outage",
      priority: "urgent",
      title: "Architect cannot reach its model",
      context: "HTTP 529. Tried 3 times. The step was to write `design/design.md`.",
    });
    expect([running(project), project.reservedTokens]).toEqual([null, 0]);
  });
});

describe("a fault that trying again cannot mend", () => {
  const titles: [Partial<StepFailure>, string, string[]][] = [
    [{ kind: "outage", retryable: false }, "Architect cannot reach its model", ["retry", "cancel"]],
    [
      { kind: "invalid-output", retryable: false },
      "Architect gave no usable result",
      ["retry", "modify", "cancel"],
    ],
    [{ kind: "timeout" }, "Architect ran out of time", ["retry", "longer", "cancel"]],
    [{ kind: "loop" }, "Architect repeats itself", ["approve", "modify", "cancel"]],
  ];

  it.each(titles)("%o is escalated at once as “%s”", (failure, title, choices) => {
    const { project } = ready.when(fails(failure));
    expect(openOne(project)).toMatchObject({ kind: failure.kind, title });
    expect(openOne(project).choices.map((one) => one.id)).toEqual(choices);
    expect(openOne(project).context).toBe(
      "The model cannot be reached. The step was to write `design/design.md`.",
    );
  });

  it.each(["outage", "timeout", "invalid-output"] as const)(
    "after %s people may have it tried again",
    (kind) => {
      const { project } = given(
        started(),
        playsUntil("design.produce"),
        fails({ kind, retryable: false }),
      ).when(decides("retry"));
      expect(running(project)).toBe("design.produce#2");
      expect(project.stages[1]?.produce.tries).toBe(0);
    },
  );

  it("may be tried again by a word instead of a button", () => {
    const failed = given(started(), playsUntil("design.produce"), fails({ kind: "timeout" }));
    expect(running(failed.when(does({ type: "retry", stage: "design" })).project)).toBe("design.produce#2");
    expect(failed.when(does({ type: "retry", stage: "build" })).moved).toBe(false);
  });

  it.each(["outage", "timeout", "invalid-output", "loop"] as const)(
    "after %s people may stop the project",
    (kind) => {
      const { project } = given(
        started(),
        playsUntil("design.produce"),
        fails({ kind, retryable: false }),
      ).when(decides("cancel"));
      expect([project.status, running(project)]).toEqual(["cancelled", null]);
    },
  );
});

describe("an unusable result", () => {
  it("may be met with words that go into the next attempt", () => {
    const past = given(
      started(),
      playsUntil("design.produce"),
      fails({ kind: "invalid-output", retryable: false }),
    );
    const { project } = past.when(decides("modify", { note: "Shorter." }));
    expect(running(project)).toBe("design.produce#2");
    expect(project.directions).toMatchObject([{ to: "architect", text: "Shorter." }]);
  });

  it("is also one whose patch does not fit the spec; nothing of it is kept, its tokens count", () => {
    const specPatch = [{ op: "remove" as const, path: "/nothing" }];
    const { project, envelopes } = ready.when(finishes({ specPatch }));
    expect(project.spec.version).toBe(1);
    expect(project.artifacts.some((one) => one.path === "design/design.md")).toBe(false);
    expect(envelopes).toMatchObject([{ type: "error", content: { data: { kind: "invalid-output" } } }]);
    expect(envelopes[0]?.content.text).toContain("The spec patch does not apply");
    expect(project.usage.calls).toBe(4);
    expect(runningStep(project)).toMatchObject({ attempt: 1 });
  });
});

describe("a loop", () => {
  const changed = [{ confidence: 0.7 }, { fails: { kind: "loop" as const } }];
  const looping = given(
    started(),
    plays({ "design.produce": changed }),
    decides("modify", { note: "Less." }),
    plays({ "design.produce": changed }),
  );

  it("may be ended by accepting the result that was there before", () => {
    const { project, envelopes } = looping.when(decides("approve"));
    expect(running(project)).toBe("build.plan#1");
    expect(envelopes.find((one) => one.type === "handoff")?.content).toMatchObject({
      text: "design.produce attempt 1 is written.",
      data: { confidence: 0.7, artifacts: ["design/design_plan.md", "design/design.md"] },
    });
  });

  it("after a rollback makes the old documents valid again when they are accepted", () => {
    const past = given(
      started(),
      playsUntil("build.plan"),
      does({ type: "rollback", stage: "design", reason: "again" }),
      plays({ "design.produce": [{}, { fails: { kind: "loop" } }] }),
    );
    expect(past.project.artifacts.find((one) => one.path === "design/design.md")?.superseded).toBe(true);
    const { project } = past.when(decides("approve"));
    expect(project.artifacts.find((one) => one.path === "design/design.md")?.superseded).toBe(false);
    expect(running(project)).toBe("build.plan#2");
  });
});

describe("a report of an attempt that was abandoned", () => {
  const back = given(
    started(),
    playsUntil("design.produce"),
    does({ type: "rollback", stage: "analyze", reason: "" }),
  );
  const about = { stage: "design", step: "produce", attempt: 1 } as const;

  it("comes too late and is ignored", () => {
    const late = back.when(reports({ type: "stepDone", ...about, result: resultOf(back.project, about) }));
    const failed = back.when(reports({ type: "stepFailed", ...about, failure: failureOf() }));
    expect([late.moved, failed.moved]).toEqual([false, false]);
    expect(late.project).toBe(back.project);
  });

  it("of a stage or attempt that never was is ignored", () => {
    const result = resultOf(back.project, about);
    expect(back.when(reports({ type: "stepDone", ...about, stage: "nowhere", result })).moved).toBe(false);
    const future = { stage: "analyze", step: "plan", attempt: 3 } as const;
    expect(back.when(reports({ type: "stepDone", ...future, result })).moved).toBe(false);
  });

  it("that is repeated changes nothing the second time", () => {
    const done = given(started(), playsUntil("design.plan"), finishes());
    const last = done.world.past.at(-1);
    if (last === undefined) throw new Error("no past");
    expect(done.when(submits({ ...last.command, project: projectId })).moved).toBe(false);
  });
});
