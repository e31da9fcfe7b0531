import { describe, expect, it } from "vitest";
import { StepTimeout } from "#src/agent/failures.ts";
import type { StepOutput } from "#src/agent/output.ts";
import { runStep } from "#src/agent/step.ts";
import { ProviderError } from "#src/errors.ts";
import { memoryBodies } from "../fakes/memory-bodies.ts";
import { memoryCalls } from "../fakes/memory-calls.ts";
import { goodOutput, goodPlan, sampleProject } from "../fakes/sample-project.ts";
import { responseWith, scriptedModel } from "../fakes/scripted-model.ts";
import { analyze, designPlan, done, failed, never, world } from "./running.ts";

describe("runStep with an answer that cannot be used", () => {
  it.each<[string, Partial<StepOutput>, string]>([
    ["its own file is missing", { files: [] }, "requirements/requirements.md is missing"],
    [
      "its own file is empty",
      { files: [{ path: "requirements/requirements.md", text: " \n" }] },
      "requirements/requirements.md is empty",
    ],
    [
      "a path leaves the project",
      { files: [...goodOutput().files, { path: "requirements/../../etc/passwd.md", text: "x" }] },
      "not a plain relative path",
    ],
    [
      "a file belongs to another phase",
      { files: [...goodOutput().files, { path: "design/other.md", text: "x" }] },
      "must begin with requirements/",
    ],
    [
      "a file belongs to another step",
      { files: [...goodOutput().files, { path: "requirements/Analyze_Plan.md", text: "x" }] },
      "belongs to another step",
    ],
    ["a file is there twice", { files: [...goodOutput().files, ...goodOutput().files] }, "is there twice"],
    [
      "the patch does not apply",
      { specPatch: [{ op: "remove", path: "/nowhere", from: null, value: null }] },
      "does not apply",
    ],
    [
      "a value is not JSON",
      { specPatch: [{ op: "add", path: "/a", from: null, value: "SQLite" }] },
      "not JSON text",
    ],
    [
      "the patch rewrites decisions of people",
      { specPatch: [{ op: "add", path: "/decisions", from: null, value: "[]" }] },
      "only people may change",
    ],
  ])("asks for a repair when %s, and fails when it is so again", async (_, change, problem) => {
    const { failure, requests } = await failed([{ json: goodOutput(change) }, { json: goodOutput(change) }]);
    expect(failure).toMatchObject({
      kind: "invalid-output",
      retryable: true,
      usage: { calls: 2, tokensIn: 200 },
    });
    expect(failure.message).toContain(problem);
    expect(requests[1]?.prompt).toContain("<repair>");
    expect(requests[1]?.documents.at(-1)?.name).toBe("your previous answer");
    expect(requests[1]?.system).toBe(requests[0]?.system);
  });

  it("goes on with a repaired answer", async () => {
    const { result } = await done(["nonsense", { json: goodOutput() }]);
    expect(result.usage.calls).toBe(2);
  });

  it("wants a verdict where one is due, unless people settled the matter", async () => {
    const silent = { json: goodPlan({ verdict: null }) };
    const { failure } = await failed([silent, silent], designPlan);
    expect(failure.message).toContain('"verdict" is missing');
    const { stages } = await sampleProject(memoryBodies());
    const settled = stages.map((stage) => (stage.id === "analyze" ? { ...stage, settled: true } : stage));
    expect((await done([silent], designPlan, { stages: settled })).result.verdict).toBeNull();
  });

  it("does not ask for a repair that the step's tokens do not cover", async () => {
    const bodies = memoryBodies();
    const project = await sampleProject(bodies);
    const dear = {
      ...responseWith("nonsense"),
      usage: { calls: 1, tokensIn: 9_000, tokensOut: 2_900, usd: 1 },
    };
    const parts = { model: scriptedModel([]), calls: memoryCalls(), bodies };
    await parts.calls.put(analyze.id, dear);
    const outcome = await runStep(parts, { project, effect: analyze }, never);
    expect(outcome).toMatchObject({
      type: "failed",
      failure: { kind: "invalid-output", usage: { calls: 1, usd: 1 } },
    });
  });
});

describe("runStep when the outside fails", () => {
  it("passes an outage on as the provider told it", async () => {
    const fault = new ProviderError("overloaded", { retryable: true, retryAfterMs: 1_500.5 });
    const { failure } = await failed([fault]);
    expect(failure).toMatchObject({
      kind: "outage",
      message: "overloaded",
      retryable: true,
      retryAfterMs: 1_501,
    });
  });

  it("counts what was paid before an outage", async () => {
    const { failure } = await failed(["nonsense", new ProviderError("no such model", { retryable: false })]);
    expect(failure).toMatchObject({ kind: "outage", retryable: false, usage: { calls: 1, usd: 0.01 } });
  });

  it("fails as timeout when its time is up, and throws any other reason on", async () => {
    const abortWith = async (reason: unknown) => {
      const stop = new AbortController();
      const { parts, project } = await world([
        (_, signal) => {
          stop.abort(reason);
          throw signal.reason;
        },
      ]);
      return runStep(parts, { project, effect: analyze }, stop.signal);
    };
    expect(await abortWith(new StepTimeout())).toMatchObject({
      type: "failed",
      failure: { kind: "timeout", retryable: true, message: "There was no answer within 5 min." },
    });
    const shutdown = new Error("shutting down");
    await expect(abortWith(shutdown)).rejects.toBe(shutdown);
  });

  it("uses a recorded call after a crash without calling the model", async () => {
    const { parts, project } = await world([]);
    await parts.calls.put(analyze.id, responseWith(JSON.stringify(goodOutput())));
    const outcome = await runStep(parts, { project, effect: analyze }, never);
    expect(outcome).toMatchObject({ type: "done", result: { usage: { calls: 1 } } });
    expect(parts.model.requests).toHaveLength(0);
  });
});
