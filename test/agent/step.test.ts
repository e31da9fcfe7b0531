import { describe, expect, it } from "vitest";
import type { StepOutput } from "#src/agent/output.ts";
import { runStep } from "#src/agent/step.ts";
import { memoryBodies } from "../fakes/memory-bodies.ts";
import { memoryCalls } from "../fakes/memory-calls.ts";
import {
  briefText,
  goodOutput,
  goodPlan,
  requirementsText,
  runOrder,
  sampleProject,
} from "../fakes/sample-project.ts";
import { scriptedModel, type ScriptedStep } from "../fakes/scripted-model.ts";
import { analyze, designPlan, done, never, world } from "./running.ts";

describe("runStep", () => {
  it("turns an answer into a result with its file, checks, claims and usage", async () => {
    const { result, file } = await done([{ json: goodOutput() }]);
    expect(result).toMatchObject({
      confidence: 0.9,
      quality: 1,
      claims: { total: 1, grounded: 1 },
      dependsOn: ["requirements/project_brief.md"],
      model: "scripted-1",
      usage: { calls: 1, tokensIn: 100, tokensOut: 10, usd: 0.01 },
    });
    expect(result.files.map(({ path, phase }) => ({ path, phase }))).toEqual([
      { path: "requirements/requirements.md", phase: "requirements" },
    ]);
    const from = briefText.indexOf("works without a network");
    expect(file).toContain(
      `1. It works offline: “works without a network”, \`requirements/project_brief.md:${from}-${from + 23}\``,
    );
    expect(file).not.toContain("Scripted demo");
  });

  it("writes the same bytes from the same inputs", async () => {
    const [one, two] = await Promise.all([done([{ json: goodOutput() }]), done([{ json: goodOutput() }])]);
    expect(one.result).toEqual(two.result);
  });

  it("labels every document of a scripted project below its title", async () => {
    const { file } = await done([{ json: goodOutput() }], analyze, { mode: "scripted" });
    expect(file.split("\n").slice(0, 4)).toEqual([
      "# Requirements",
      "",
      "> Scripted demo, no AI: written by a program from the words of the brief.",
      "",
    ]);
  });

  it("reads spec values as JSON text and numbers questions", async () => {
    const specPatch: StepOutput["specPatch"] = [
      { op: "add", path: "/limit", from: null, value: "3" },
      { op: "move", path: "/most", from: "/limit", value: null },
    ];
    const questions = [
      { text: "Which phone?", options: ["Android", " "] },
      { text: " ", options: [] },
      { text: "Until when?", options: [] },
    ];
    const { result } = await done([{ json: goodOutput({ specPatch, questions }) }]);
    expect(result.specPatch).toEqual([
      { op: "add", path: "/limit", value: 3 },
      { op: "move", path: "/most", from: "/limit" },
    ]);
    expect(result.questions).toEqual([
      { id: "q1", text: "Which phone?", options: ["Android"] },
      { id: "q2", text: "Until when?", options: [] },
    ]);
  });

  it("keeps a verdict and the evidence of a plan that received a handover", async () => {
    const { result, prompt } = await done([{ json: goodPlan() }], designPlan);
    expect(result.verdict).toEqual({ accept: true, confidence: 0.9, reason: "Clear enough to build on." });
    expect(result.evidence).toEqual([
      { id: "E1", tool: "extract", argument: "requirements/requirements.md#Goals", needs: [] },
    ]);
    expect(prompt).toContain("First judge what was handed to you");
  });

  it("drops a verdict that nobody asked for", async () => {
    const verdict = { accept: false, confidence: 0.1, reason: "no", about: "", evidence: [] };
    expect((await done([{ json: goodOutput({ verdict }) }])).result.verdict).toBeNull();
  });

  it("drops evidence steps that cannot run, and says so in a check", async () => {
    const evidence: StepOutput["evidence"] = [
      { id: "E1", tool: "search", argument: "map", needs: ["E2"] },
      { id: "E2", tool: "search", argument: "map", needs: ["E1"] },
      { id: "E3", tool: "search", argument: "map", needs: [] },
      { id: "nonsense", tool: "search", argument: "map", needs: [] },
    ];
    const { result } = await done([{ json: goodPlan({ evidence }) }], designPlan);
    expect(result.evidence.map(({ id }) => id)).toEqual(["E3"]);
    const check = result.checks.find(({ name }) => name === "evidence plan");
    expect(check?.passed).toBe(false);
    expect(check?.detail).toContain("#E1 was dropped");
    expect(check?.detail).toContain("“nonsense” was dropped");
  });

  it("resolves the plan's evidence for the produce step and lets claims cite it", async () => {
    const bodies = memoryBodies();
    const sample = await sampleProject(bodies);
    const planned = await done([{ json: goodPlan() }], designPlan);
    const stages = sample.stages.map((stage) =>
      stage.id === "design" ? { ...stage, plan: { ...stage.plan, result: planned.result } } : stage,
    );
    const text = "# Architecture\n\n## Overview\n\nOne app that keeps everything on the phone itself.\n";
    const claims = [{ text: "offline", source: "#E1", quote: "works without a network at all times" }];
    const answer = goodOutput({ files: [{ path: "design/architecture.md", text }], claims });
    const parts = { model: scriptedModel([{ json: answer }]), calls: memoryCalls(), bodies };
    const outcome = await runStep(
      parts,
      { project: { ...sample, stages }, effect: runOrder("design", "produce") },
      never,
    );
    const evidence = parts.model.requests[0]?.documents.find(({ name }) => name.startsWith("#E1"));
    const at = requirementsText.indexOf("## Goals");
    expect(evidence?.text).toBe(requirementsText.slice(at, at + (evidence?.text.length ?? 0)));
    expect(evidence?.name).toBe(
      `#E1 requirements/requirements.md:${at}-${at + (evidence?.text.length ?? 0)}`,
    );
    expect(outcome).toMatchObject({ type: "done", result: { claims: { total: 1, grounded: 1 } } });
  });
});

describe("runStep when a step is done again", () => {
  const again = runOrder("analyze", "produce", 2);
  interface Said {
    readonly objection?: string;
    readonly direction?: string;
    readonly isRolledBack?: boolean;
  }

  /** The row after a first attempt, with what people or the next agent said about it. */
  const redo = async (steps: readonly ScriptedStep[], said: Said) => {
    const { parts, project } = await world([{ json: goodOutput() }, ...steps]);
    const first = await runStep(parts, { project, effect: analyze }, never);
    if (first.type !== "done") throw new Error("the first attempt failed");
    const artifacts = project.artifacts.map((artifact) => ({
      ...artifact,
      body: first.result.files[0]?.body ?? artifact.body,
      superseded: true,
    }));
    const { result } = first;
    const stages = project.stages.map((stage) =>
      stage.id === "analyze"
        ? {
            ...stage,
            produce: { ...stage.produce, result: said.isRolledBack === true ? null : result },
            objections: said.objection === undefined ? [] : [said.objection],
          }
        : stage,
    );
    const directions =
      said.direction === undefined ? [] : [{ to: "analyst", text: said.direction, by: "u1", at: 5 }];
    const effect = { ...again, id: "p-abc234:2:1" };
    const outcome = await runStep(
      parts,
      { project: { ...project, artifacts, stages, directions }, effect },
      never,
    );
    return {
      outcome,
      prompt: parts.model.requests[1]?.prompt ?? "",
      documents: parts.model.requests[1]?.documents,
    };
  };

  it("is a loop when an objection brought the same files again", async () => {
    const { outcome, prompt } = await redo([{ json: goodOutput() }], { objection: "The map is missing." });
    expect(outcome).toMatchObject({
      type: "failed",
      failure: { kind: "loop", retryable: false, usage: { calls: 1 } },
    });
    expect(prompt).toContain("- Objection: The map is missing.");
  });

  it("is a loop when a person's direction brought the same files again", async () => {
    const same = { json: goodOutput({ followed: ["The map is there already."] }) };
    const { outcome } = await redo([same], { direction: "add the map" });
    expect(outcome).toMatchObject({ type: "failed", failure: { kind: "loop" } });
  });

  it("is no loop when something changed, or when nobody asked for a change", async () => {
    const files = [{ path: "requirements/requirements.md", text: `${requirementsText}\nFR-2: a map.\n` }];
    const changed = await redo([{ json: goodOutput({ files }) }], { objection: "The map is missing." });
    expect(changed.outcome.type).toBe("done");
    expect((await redo([{ json: goodOutput() }], {})).outcome.type).toBe("done");
  });

  it("is no loop when it wrote the same files again after a rollback, since no result is left", async () => {
    const same = { json: goodOutput({ followed: ["The map is there already."] }) };
    const { outcome } = await redo([same], { direction: "add the map", isRolledBack: true });
    expect(outcome.type).toBe("done");
  });

  it("shows the earlier version without its list of sources", async () => {
    const { documents } = await redo([{ json: goodOutput() }], { objection: "The map is missing." });
    const earlier = documents?.find(({ name }) => name === "requirements/requirements.md");
    expect(earlier?.text.trim()).toBe(requirementsText.trim());
  });
});
