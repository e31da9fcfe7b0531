import { createDemoModel, loadScenario } from "#adapters/model/demo/demo-model.ts";
import { outputSchema, StepOutput } from "#src/agent/output.ts";
import { knownIds } from "#src/agent/structures/known-ids.ts";
import {
  readStructure,
  withStructure,
  type Structure,
  type Structures,
} from "#src/agent/structures/structure.ts";
import type { Clock, ModelRequest, PromptDocument } from "#src/ports.ts";

/** Time that passes at once, except for waits of more than a day: those end only by their signal. */
export const quickClock: Clock = {
  now: () => 0,
  sleep: async (ms, signal) => {
    if (ms < 86_400_000) return;
    const aborted = Promise.withResolvers<void>();
    signal.addEventListener("abort", () => aborted.resolve(), { once: true });
    await aborted.promise;
    signal.throwIfAborted();
  },
};

const plan = "Goal | Approach | Evidence | Risks | Done when";
const stages = [
  [
    "analyst",
    "analyze",
    "requirements/analysis_execution_plan.md",
    "requirements/requirements.md",
    "Goals | Users | Functional requirements | Non-functional requirements | Acceptance criteria | Out of scope | Open questions",
  ],
  [
    "architect",
    "design",
    "design/design_execution_plan.md",
    "design/architecture.md",
    "Overview | Components | Interfaces | Data model | Decisions | Risks",
  ],
  [
    "developer",
    "build",
    "development/build_execution_plan.md",
    "development/implementation_plan.md",
    "Work items | Files | Order of work | Definition of done",
  ],
  [
    "tester",
    "validate",
    "testing/validation_execution_plan.md",
    "testing/test_plan.md",
    "Scope | Test cases | Edge cases | Quality metrics | Exit criteria",
  ],
  [
    "deployer",
    "launch",
    "deployment/launch_execution_plan.md",
    "deployment/deployment_plan.md",
    "Environments | Pipeline | Rollout | Rollback | Monitoring",
  ],
] as const;

const kinds = {
  analyst: "requirements",
  architect: "architecture",
  developer: "implementation",
  tester: "test-plan",
  deployer: "deployment",
} as const;

/** A request like the ones a step makes. */
export const request = (
  about: Partial<ModelRequest["about"]>,
  prompt: string,
  documents: readonly PromptDocument[],
): ModelRequest => ({
  key: "p-000000:1:1",
  about: { project: "p-000000", agent: "analyst", stage: "analyze", step: "produce", attempt: 1, ...about },
  system: "",
  documents,
  prompt,
  schema: { name: "step_output", json: {} },
  maxTokens: 4_000,
});

/** The brief as the document it is given as. */
export const asDocument = (brief: string): PromptDocument => ({
  name: "requirements/project_brief.md",
  text: brief,
});

/** A request of one stage of the ten-step workflow. */
export const requestOf = (
  agent: string,
  step: "plan" | "produce",
  given: { documents: readonly PromptDocument[]; words?: string; attempt?: number },
): ModelRequest => {
  const stage = stages.find(([id]) => id === agent) ?? stages[0];
  const [file, sections] = step === "plan" ? [stage[2], plan] : [stage[3], stage[4]];
  return request(
    { agent, stage: stage[1], step, attempt: given.attempt ?? 1 },
    `File: ${file}\nSections: ${sections}\n${given.words ?? ""}`,
    given.documents,
  );
};

/** One step as it was played. */
export interface Played {
  readonly request: ModelRequest;
  readonly output: StepOutput;
  readonly text: string;
  /** Of a produce step, with those of the steps before it. */
  readonly structure: Structure | null;
  readonly earlier: Structures;
}

/** Answers a request in a scenario. */
export const answer = async (asked: ModelRequest, scenario = "clean", seed = 1): Promise<StepOutput> => {
  const model = createDemoModel({ scenario: await loadScenario(scenario), seed, clock: quickClock });
  const response = await model.complete(asked, new AbortController().signal);
  return StepOutput.parse(JSON.parse(response.text));
};

/** Plays all ten steps, each with the documents the step before left and the spec so far. */
export const playAll = async (brief: string, seed = 1): Promise<readonly Played[]> => {
  const model = createDemoModel({ scenario: await loadScenario("clean"), seed, clock: quickClock });
  const played: Played[] = [];
  const spec: Record<string, unknown> = {};
  let earlier: Structures = {};
  let handed: readonly PromptDocument[] = [];
  for (const [agent] of stages) {
    let own: readonly PromptDocument[] = [];
    for (const step of ["plan", "produce"] as const) {
      const known = Object.keys(spec).length === 0 ? [] : [{ name: "spec.json", text: JSON.stringify(spec) }];
      const kind = step === "plan" ? undefined : kinds[agent];
      const asked = requestOf(agent, step, {
        documents: [asDocument(brief), ...own, ...handed, ...known],
        words: kind === undefined ? "" : [`Structure: ${kind}`, ...knownIds(earlier)].join("\n"),
      });
      const response = await model.complete(asked, new AbortController().signal);
      const { structure: given, ...output } = outputSchema(kind).parse(JSON.parse(response.text));
      const read = kind === undefined ? null : readStructure(kind, given);
      const structure = read?.ok === true ? read.value : null;
      const text = output.files[0]?.text ?? "";
      for (const { path, value } of output.specPatch) spec[path.slice(1)] = JSON.parse(value ?? "null");
      own = [{ name: output.files[0]?.path ?? "", text }];
      played.push({ request: asked, output, text, structure, earlier });
      if (structure !== null) earlier = withStructure(earlier, structure);
    }
    handed = own;
  }
  return played;
};
