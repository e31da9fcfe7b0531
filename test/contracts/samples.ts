import type { Move } from "#src/ports.ts";
import type { Envelope } from "#src/project/envelope.ts";
import type { Project } from "#src/project/project.ts";
import { defaultSettings } from "#src/project/workflow.ts";

const hash = "ab".repeat(32);
const ann = { id: "U123", name: "Ann", roles: [] };
const step = { file: "design/plan.md", template: "plan", sections: [] };

/** A small valid project; `change` overrides its fields. */
export const sampleProject = (change: Partial<Project> = {}): Project => ({
  id: "p-abc234",
  version: 1,
  wakeAt: 0,
  status: "running",
  title: ":rocket: To-do list",
  brief: { body: { sha256: hash, bytes: 10 }, words: 2 },
  startedBy: ann,
  startedAt: 1_000,
  endedAt: null,
  chat: { name: "terminal", channel: "main", root: null, thread: null },
  mode: "scripted",
  workflow: {
    name: "small",
    title: "Small",
    hash,
    bundle: { sha256: hash, bytes: 10 },
    briefFile: "requirements/project_brief.md",
    stages: [
      {
        id: "design",
        title: "Design",
        agent: "architect",
        phase: "design",
        needs: [],
        plan: step,
        produce: step,
        gate: { approval: "auto", rollbackTo: "design" },
        timeoutMs: 300_000,
        maxTokens: 10_000,
      },
    ],
  },
  team: [{ id: "architect", name: "Archie", badge: "A", description: "Designs", capabilities: [] }],
  settings: defaultSettings,
  stages: [],
  escalations: [],
  artifacts: [],
  directions: [],
  spec: { version: 0, document: {}, undo: [] },
  usage: { calls: 0, tokensIn: 0, tokensOut: 0, usd: null },
  reservedTokens: 0,
  reservedUsd: 0,
  quote: null,
  switches: [],
  outbox: [],
  seen: [],
  ...change,
});

/** One envelope of `p-abc234`. */
export const sampleEnvelope = (version: number, change: Partial<Envelope> = {}): Envelope => ({
  id: `p-abc234:${version}:0`,
  project: "p-abc234",
  version,
  at: version * 1_000,
  from: "architect",
  to: null,
  type: "handoff",
  attempt: 1,
  content: { text: `Said in move ${version}: “naïve” 🚀\nand more`, data: {} },
  ...change,
});

/** One move of `p-abc234`: a person speaks, and the given envelopes are said; by default one. */
export const sampleMove = (version: number, change: Partial<Move> = {}): Move => ({
  version,
  command: {
    type: "say",
    id: `say-${version}`,
    project: "p-abc234",
    at: version * 1_000,
    by: ann,
    to: null,
    text: `:wave: ${version}`,
  },
  envelopes: [sampleEnvelope(version)],
  spec: null,
  ...change,
});
