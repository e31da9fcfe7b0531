import { describe, expect, it } from "vitest";
import type { Effect } from "#src/project/effect.ts";
import { readyEffects, wakeAt } from "#src/project/outbox.ts";
import type { Project } from "#src/project/project.ts";
import { bodyOf } from "./samples.ts";
import {
  decides,
  does,
  finishes,
  given,
  plays,
  playsUntil,
  reports,
  running,
  runningStep,
  started,
  submits,
  type World,
} from "./scenario.ts";

const first = given(started());
const effectOf = (project: Project, type: Effect["type"]): Effect => {
  const effect = project.outbox.find((one) => one.type === type);
  if (effect === undefined) throw new Error(`no ${type}`);
  return effect;
};
const performs = (effect: Effect, ref = "ref-1", thread: string | null = null) =>
  reports({ type: "performed", results: [{ effect: effect.id, ref, thread }] });
const failsTo = (effect: Effect, retryable = true, retryAfterMs: number | null = null) =>
  reports({ type: "notPerformed", effect: effect.id, message: "disk full", retryable, retryAfterMs });
const types = (effects: readonly Effect[]) => effects.map((effect) => effect.type);

describe("an effect", () => {
  const open = effectOf(first.project, "openThread");

  it("is named after the project, the version and its number in the move", () => {
    expect(first.project.outbox.map((effect) => effect.id)).toEqual([
      "p-sample1:1:1",
      "p-sample1:1:2",
      "p-sample1:1:3",
    ]);
  });

  it("is marked before the act, once", () => {
    const marked = first.when(reports({ type: "sending", effects: [open.id, "p-sample1:9:9"] }));
    expect(marked.project.outbox[0]?.state).toBe("sending");
    expect(
      given(started(), reports({ type: "sending", effects: [open.id] })).when(
        reports({ type: "sending", effects: [open.id] }),
      ).moved,
    ).toBe(false);
  });

  it("leaves the outbox when it is done, with what it gave back", () => {
    expect(first.when(performs(open, "root-1", "thread-1")).project).toMatchObject({
      chat: { name: "terminal", channel: "main", root: "root-1", thread: "thread-1" },
      outbox: [{ type: "writeArtifact" }, { type: "runStep" }],
    });
    const written = first.when(performs(effectOf(first.project, "writeArtifact"), "abc"));
    expect(written.project.artifacts[0]?.commit).toBe("abc");
    const asked = given(started(), playsUntil("design.produce"), finishes({ confidence: 0.7 }));
    expect(asked.when(performs(effectOf(asked.project, "ask"), "m7")).project.escalations[0]?.posted).toBe(
      "m7",
    );
  });

  it("reported twice, or never ordered, changes nothing", () => {
    const done = given(started(), performs(open));
    expect(done.when(performs(open)).moved).toBe(false);
    expect(done.when(failsTo(open)).moved).toBe(false);
  });

  it("that runs a step ends only by the step's own report", () => {
    const run = runningStep(first.project);
    expect(first.when(performs(run)).moved).toBe(false);
    expect(first.when(failsTo(run, false)).moved).toBe(false);
  });
});

describe("an effect that failed", () => {
  const open = effectOf(first.project, "openThread");

  it("is tried again after one second, then two, at most five minutes", () => {
    let past: World = first.world;
    const waits: number[] = [];
    for (let i = 0; i < 11; i += 1) {
      past = { ...past, now: (past.project.outbox[0]?.notBefore ?? 0) || past.now };
      past = failsTo(open)(past);
      waits.push(((past.project.outbox[0]?.notBefore ?? 0) - past.now) / 1_000);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
    expect(past.project.outbox[0]).toMatchObject({ tries: 11 });
  });

  it("waits as long as the platform asks", () => {
    const { project, world } = first.when(failsTo(open, true, 45_000));
    expect((project.outbox[0]?.notBefore ?? 0) - world.now).toBe(45_000);
    expect(readyEffects(project, "talk", world.now + 44_999)).toEqual([]);
    expect(types(readyEffects(project, "talk", world.now + 45_000))).toEqual(["openThread"]);
  });

  it("reported twice waits once", () => {
    const failed = given(started(), failsTo(open));
    const last = failed.world.past.at(-1);
    if (last === undefined) throw new Error("no past");
    expect(failed.when(submits(last.command)).moved).toBe(false);
  });

  it("for good is dropped when it is a post, and the log says so", () => {
    const past = given(started(), does({ type: "pause" }));
    const post = effectOf(past.project, "post");
    const { project, envelopes } = past.when(failsTo(post, false));
    expect(project.outbox).not.toContainEqual(post);
    expect(envelopes).toMatchObject([
      { type: "error", from: "system", content: { text: "disk full", data: { effect: post.id, tries: 1 } } },
    ]);
  });

  it("for good is asked in plain words when it is a question that is still open", () => {
    const past = given(started(), playsUntil("design.produce"), finishes({ confidence: 0.7 }));
    const { project, effects } = past.when(failsTo(effectOf(past.project, "ask"), false));
    expect(project.outbox.some(({ type }) => type === "ask")).toBe(false);
    expect(effects).toMatchObject([
      {
        type: "post",
        message: {
          mentions: ["ada"],
          fallback:
            "**Architect: design/design.md**\nIts card cannot be shown here. Decide in words: `approve e1`, `modify e1: …`, `reject e1: …`.",
        },
      },
    ]);
  });

  it.each(["openThread", "writeArtifact"] as const)("is never given up when it is %s", (type) => {
    const { project } = first.when(failsTo(effectOf(first.project, type), false));
    expect(effectOf(project, type)).toMatchObject({ tries: 1 });
  });
});

describe("a document that cannot be written", () => {
  const before = given(started(), playsUntil("analyze.plan"), finishes());
  const write = effectOf(before.project, "writeArtifact");
  const later = (world: World): World => ({ ...world, now: world.now + 600_000 });
  const stuck = given(
    started(),
    playsUntil("analyze.plan"),
    finishes(),
    failsTo(write),
    later,
    failsTo(write),
    later,
  );

  it("is told to people after the third try, ahead of everything that waits for it", () => {
    const { project, effects, world } = stuck.when(failsTo(write));
    const post = effects.find((effect) => effect.type === "post");
    expect(post?.type === "post" && post.message).toMatchObject({
      tone: "bad",
      mentions: ["ada"],
      fallback: "The result cannot be written: disk full It will be tried again until it can.",
    });
    expect(types(readyEffects(project, "talk", world.now))).toContain("post");
    expect(types(readyEffects(project, "talk", world.now))).not.toContain("upload");
  });

  it("holds up the next step", () => {
    const { project } = stuck.when(failsTo(write));
    expect(running(project)).toBe("analyze.produce#1");
    expect(runningStep(project).after).toEqual([write.id]);
    expect(
      types(readyEffects(project, "work", project.outbox.find((one) => one.id === write.id)?.notBefore ?? 0)),
    ).toEqual(["writeArtifact"]);
  });
});

describe("the lanes", () => {
  const past = given(started(), playsUntil("design.produce")).when(finishes({ confidence: 0.7 }));

  it("tell people and do work side by side, each in order", () => {
    expect(types(past.project.outbox.filter((effect) => effect.state === "ready"))).toEqual([
      "writeArtifact",
      "upload",
      "ask",
      "edit",
    ]);
    expect(types(readyEffects(past.project, "work", past.world.now))).toEqual(["writeArtifact"]);
    expect(readyEffects(past.project, "talk", past.world.now)).toEqual([]);
  });

  it("upload a document after its commit, and only then what comes behind", () => {
    const { project, world } = given(
      started(),
      playsUntil("design.produce"),
      finishes({ confidence: 0.7 }),
    ).when(performs(effectOf(past.project, "writeArtifact")));
    expect(types(readyEffects(project, "talk", world.now))).toEqual(["upload", "ask", "edit"]);
    expect(project.wakeAt).toBe(0);
  });

  it("say when they want to be looked at", () => {
    expect(wakeAt(first.project)).toBe(0);
    expect(wakeAt({ ...first.project, outbox: [] })).toBeNull();
  });
});

describe("a card", () => {
  it("that is redrawn while an older redraw is under way is drawn again", () => {
    const asked = given(started(), plays({ "design.produce": [{ confidence: 0.7 }] }));
    const paused = asked.when(does({ type: "pause" }));
    const old = effectOf(paused.project, "edit");
    const resumed = given(
      started(),
      plays({ "design.produce": [{ confidence: 0.7 }] }),
      does({ type: "pause" }),
    ).when(does({ type: "resume" }));
    const edits = resumed.project.outbox.filter((effect) => effect.type === "edit");
    expect(edits).toHaveLength(1);
    expect(edits[0]?.id).not.toBe(old.id);
  });

  it("of a question that is decided before it was posted needs no redraw", () => {
    const { project } = given(started(), playsUntil("design.produce"), finishes({ confidence: 0.7 })).when(
      decides("approve"),
    );
    expect(project.outbox.some((effect) => effect.type === "edit" && effect.target === "e1")).toBe(false);
    expect(effectOf(project, "ask")).toMatchObject({ escalation: "e1" });
  });
});

describe("a step with many files", () => {
  const files = Array.from({ length: 200 }, (_, i) => ({
    path: `design/part_${i}.md`,
    phase: "design" as const,
    body: bodyOf(`${i}`),
  }));

  it("names the first forty in its handoff and counts the others", () => {
    const { project } = given(started(), playsUntil("design.produce")).when(finishes({ files }));
    const posts = project.outbox.flatMap((effect) => (effect.type === "post" ? [effect.message] : []));
    const blocks = posts.find((message) => message.kind === "handoff")?.blocks ?? [];
    expect(blocks.filter((block) => block.type === "file")).toHaveLength(40);
    expect(blocks.at(-1)).toEqual({ type: "context", text: "and 161 more files" });
  });
});
