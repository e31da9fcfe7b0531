import { readdirSync, readFileSync } from "node:fs";
import type { RunStep } from "#src/agent/assignment.ts";
import type { StepOutput } from "#src/agent/output.ts";
import type { Bodies } from "#src/ports.ts";
import { Project } from "#src/project/project.ts";
import { defaultSettings } from "#src/project/workflow.ts";

const promptFolder = new URL("../../agents/prompts/", import.meta.url);

/** The prompt templates as they ship. */
export const shippedPrompts = (): Record<string, string> =>
  Object.fromEntries(
    readdirSync(promptFolder).map((name) => [
      `agents/prompts/${name}`,
      readFileSync(new URL(name, promptFolder), "utf8"),
    ]),
  );

export const briefText = `# Bird diary

Bird watchers want a diary on the phone that works without a network.

## Must have

- Write down a sighting with place, time and species.
- Show all sightings of a year on a map.

## Later

Sharing with friends would be nice.
`;

export const requirementsText = `# Requirements

## Goals

Bird watchers keep a diary on the phone that works without a network at all times.

## Functional requirements

FR-1: A sighting has a place, a time and a species, all of which are required.
`;

const agents = ["analyst", "architect"].map((id) => ({
  id,
  name: id === "analyst" ? "Ana" : "Archie",
  badge: id.slice(0, 2),
  description: `Does the work of the ${id}.`,
  capabilities: ["thinking"],
}));

const roles = agents.map((agent) => ({
  ...agent,
  persona: `You are the ${agent.id} of this team.`,
  model: { provider: null, name: null },
  maxTokens: 12_000,
  timeoutMs: 300_000,
}));

const waiting = { state: "waiting", attempt: 0, tries: 0, startedAt: null, doneAt: null, result: null };
const noUse = { calls: 0, tokensIn: 0, tokensOut: 0, usd: null };

const stagePlan = (
  id: string,
  fields: { agent: string; phase: string; needs: string[]; template: string; sections: string[] },
) => ({
  id,
  title: id === "analyze" ? "Analyze" : "Design",
  agent: fields.agent,
  phase: fields.phase,
  needs: fields.needs,
  plan: { file: `${fields.phase}/${id}_plan.md`, template: "plan", sections: ["Goal", "Approach"] },
  produce: {
    file: `${fields.phase}/${fields.template}.md`,
    template: fields.template,
    sections: fields.sections,
  },
  gate: { approval: "auto", rollbackTo: id },
  timeoutMs: 300_000,
  maxTokens: 12_000,
});

const stage = (id: string, agent: string) => ({
  id,
  agent,
  state: "waiting",
  plan: waiting,
  produce: waiting,
  handovers: 0,
  objections: [],
  settled: false,
  specBefore: 0,
});

/** Two stages, `analyze` and `design`; the brief, a bundle with the shipped templates and the requirements are in `bodies`. */
export const sampleProject = async (bodies: Bodies, change: Partial<Project> = {}): Promise<Project> => {
  const brief = await bodies.put(briefText);
  const bundle = await bodies.put(JSON.stringify({ roles, prompts: shippedPrompts() }));
  const row = {
    id: "p-abc234",
    version: 1,
    wakeAt: 0,
    status: "running",
    title: "Bird diary",
    brief: { body: brief, words: 40 },
    startedBy: { id: "u1", name: "Ann", roles: [] },
    startedAt: 1_000,
    endedAt: null,
    chat: { name: "terminal", channel: "main", root: null, thread: null },
    mode: "models",
    workflow: {
      name: "small",
      title: "Small workflow",
      hash: "ab".repeat(32),
      bundle,
      briefFile: "requirements/project_brief.md",
      stages: [
        stagePlan("analyze", {
          agent: "analyst",
          phase: "requirements",
          needs: [],
          template: "requirements",
          sections: ["Goals", "Functional requirements"],
        }),
        stagePlan("design", {
          agent: "architect",
          phase: "design",
          needs: ["analyze"],
          template: "architecture",
          sections: ["Overview", "Components"],
        }),
      ],
    },
    team: agents,
    settings: defaultSettings,
    stages: [stage("analyze", "analyst"), stage("design", "architect")],
    escalations: [],
    artifacts: [
      {
        path: "requirements/requirements.md",
        phase: "requirements",
        stage: "analyze",
        step: "produce",
        agent: "analyst",
        version: 1,
        body: await bodies.put(requirementsText),
        dependsOn: [],
        superseded: false,
        commit: null,
      },
    ],
    directions: [],
    spec: { version: 1, document: { requirements: { "FR-1": "Write down a sighting" } }, undo: [] },
    usage: noUse,
    reservedTokens: 0,
    reservedUsd: 0,
    quote: null,
    switches: [],
    outbox: [],
    seen: [],
  };
  return Project.parse({ ...row, ...change });
};

/** The order to run a step of the sample project. */
export const runOrder = (stageId: string, step: RunStep["step"], attempt = 1): RunStep => ({
  id: "p-abc234:1:1",
  type: "runStep",
  state: "ready",
  after: [],
  tries: 0,
  notBefore: 0,
  stage: stageId,
  step,
  attempt,
  timeoutMs: 300_000,
  maxUsd: 0,
});

/** A good answer for the requirements document; `change` overrides its fields. */
export const goodOutput = (change: Partial<StepOutput> = {}): StepOutput => ({
  summary: "Wrote two requirements.",
  confidence: 0.9,
  verdict: null,
  files: [{ path: "requirements/requirements.md", text: requirementsText }],
  evidence: [],
  specPatch: [],
  claims: [
    { text: "It works offline", source: "requirements/project_brief.md", quote: "works without a network" },
  ],
  questions: [],
  followed: [],
  ...change,
});

/** A good answer for the plan of the design stage. */
export const goodPlan = (change: Partial<StepOutput> = {}): StepOutput =>
  goodOutput({
    verdict: {
      accept: true,
      confidence: 0.9,
      reason: "Clear enough to build on.",
      about: "",
      evidence: [],
    },
    files: [
      {
        path: "design/design_plan.md",
        text: "# Design plan\n\n## Goal\n\nA design that one developer can build in a week.\n\n## Approach\n\nRead the requirements, choose storage, cut components along screens.\n",
      },
    ],
    evidence: [{ id: "#E1", tool: "extract", argument: "requirements/requirements.md#Goals", needs: [] }],
    ...change,
  });
