import { expect, onTestFinished, test } from "vitest";
import { runStep } from "#src/agent/step.ts";
import type { Said } from "#src/project/discussion.ts";
import { memoryBodies } from "../../fakes/memory-bodies.ts";
import { memoryCalls } from "../../fakes/memory-calls.ts";
import { runOrder, sampleProject } from "../../fakes/sample-project.ts";
import { startProviderServer } from "../../support/provider-servers/agents.ts";
import { modelAt, never } from "./models.ts";

const first: Said = {
  agent: "architect",
  text: "The map needs a network.",
  proposal: "FR-1 keeps coordinates only.",
  agreement: 0.9,
  next: null,
};

/** The sample project in whose design stage it is the analyst's turn. */
const talking = async (bodies: ReturnType<typeof memoryBodies>) => {
  const project = await sampleProject(bodies);
  const discussion = {
    conflict: null,
    topic: "How does the map work without a network?",
    members: ["architect", "analyst"],
    speakers: "turns" as const,
    agreement: 0.85,
    max: 4,
    turns: [first],
  };
  const stages = project.stages.map((stage) => (stage.id === "design" ? { ...stage, discussion } : stage));
  return { ...project, stages };
};

test.each(["anthropic", "responses", "chat"] as const)(
  "a turn in a talk is asked and answered over %s",
  async (wire) => {
    const server = await startProviderServer();
    onTestFinished(() => server.close());
    const bodies = memoryBodies();
    const order = { project: await talking(bodies), effect: runOrder("design", "talk", 2) };
    const outcome = await runStep(
      { model: modelAt(wire, server.url), calls: memoryCalls(), bodies },
      order,
      never,
    );
    expect(outcome).toMatchObject({
      type: "done",
      result: { turn: { proposal: "", next: null }, files: [], usage: { calls: 1 } },
    });
    expect(server.served).toMatchObject([{ agent: "analyst", step: "talk", attempt: 2, status: 200 }]);
  },
);
