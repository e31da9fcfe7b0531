import { describe, expect, it } from "vitest";
import type { Effect } from "#src/project/effect.ts";
import { laterWakeAt, readyEffects, wakeAt } from "#src/project/outbox.ts";
import type { Project } from "#src/project/project.ts";
import { wideDiamond } from "./samples.ts";
import { given, playsUntil, started } from "./scenario.ts";

const { project } = given(started({ workflow: wideDiamond }), playsUntil("api.plan"));

type Waiting = Pick<Effect, "after" | "notBefore">;

const base: Waiting & Pick<Effect, "state" | "tries"> = { state: "ready", after: [], tries: 0, notBefore: 0 };
const run = (id: string, waiting: Partial<Waiting> = {}): Effect => ({
  ...base,
  id,
  type: "runStep",
  stage: id,
  step: "plan",
  attempt: 1,
  timeoutMs: 1_000,
  maxUsd: 0,
  ...waiting,
});
const write = (id: string, notBefore = 0): Effect => ({
  ...base,
  id,
  notBefore,
  type: "writeArtifact",
  step: "api.plan",
  agent: "architect",
  title: "Api",
  files: [{ path: "design/a.md", phase: "design", body: { sha256: "0".repeat(64), bytes: 1 } }],
  dependsOn: [],
});
const withOutbox = (...outbox: Effect[]): Project => ({ ...project, outbox, escalations: [] });
const readyAt = (one: Project, now: number): readonly string[] =>
  readyEffects(one, "work", now).map(({ id }) => id);

describe("work that is ready", () => {
  it("is every step that waits for nothing, and the oldest write", () => {
    expect(readyAt(withOutbox(run("a"), write("w1"), run("b"), write("w2")), 0)).toEqual(["a", "w1", "b"]);
  });

  it("does not wait for a step that waits for its time, nor a step for a write that it does not need", () => {
    const outbox = withOutbox(
      run("a", { notBefore: 50 }),
      write("w1", 70),
      run("b"),
      run("c", { after: ["w1"] }),
    );
    expect(readyAt(outbox, 0)).toEqual(["b"]);
    expect(readyAt(outbox, 50)).toEqual(["a", "b"]);
    expect(readyAt(outbox, 70)).toEqual(["a", "w1", "b"]);
  });

  it("keeps writes in order: one that waits holds up those behind it", () => {
    expect(readyAt(withOutbox(write("w1", 70), write("w2")), 0)).toEqual([]);
  });

  it("is no step while the project is paused", () => {
    expect(readyAt({ ...withOutbox(run("a"), write("w1")), status: "paused" }, 0)).toEqual(["w1"]);
  });
});

describe("the time of the next look", () => {
  it("is the earliest of all that may begin", () => {
    expect(wakeAt(withOutbox(run("a", { notBefore: 50 }), run("b", { notBefore: 30 })))).toBe(30);
    expect(wakeAt(withOutbox(run("a", { notBefore: 50 }), run("b")))).toBe(0);
    expect(wakeAt(withOutbox())).toBeNull();
  });

  it("is also known for what comes after the work that is under way", () => {
    const outbox = withOutbox(run("a", { notBefore: 50 }), run("b"), write("w1", 70), write("w2"));
    expect([0, 50, 70].map((now) => laterWakeAt(outbox, now))).toEqual([50, 70, null]);
  });
});
