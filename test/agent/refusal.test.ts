import { expect, it } from "vitest";
import { runStep } from "#src/agent/step.ts";
import type { Model } from "#src/ports.ts";
import { memoryBodies } from "../fakes/memory-bodies.ts";
import { memoryCalls } from "../fakes/memory-calls.ts";
import { sampleProject } from "../fakes/sample-project.ts";
import { responseWith } from "../fakes/scripted-model.ts";
import { analyze, never } from "./running.ts";

it.each([
  ["I cannot help with that.", "I cannot help with that."],
  ["", "it gave no reason"],
])("a refusal goes to people with the model's name and its words: %j", async (text, told) => {
  const bodies = memoryBodies();
  const project = await sampleProject(bodies);
  const model: Model = {
    name: "refusing",
    complete: async () => ({ ...responseWith(text), model: "one/model-1", stop: "refusal" }),
  };
  const outcome = await runStep({ model, calls: memoryCalls(), bodies }, { project, effect: analyze }, never);
  expect(outcome).toMatchObject({
    type: "failed",
    failure: { kind: "invalid-output", retryable: false, usage: { calls: 1 } },
  });
  expect(outcome.type === "failed" && outcome.failure.message).toContain("one/model-1 refused");
  expect(outcome.type === "failed" && outcome.failure.message).toContain(told);
});
