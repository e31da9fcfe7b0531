import { createHash } from "node:crypto";
import type { Command, CommandOf } from "#src/project/command.ts";
import type { Effect } from "#src/project/effect.ts";
import type { Project } from "#src/project/project.ts";
import type { FileRef, StepFailure, StepResult, Turn } from "#src/project/result.ts";
import type { BodyRef, Person } from "#src/project/words.ts";
import { defaultSettings, type Settings, type StagePlan, type Workflow } from "#src/project/workflow.ts";

/** The moment every sample project starts. */
export const startAt = 1_700_000_000_000;
/** The only project there is. */
export const projectId = "p-sample1";

/** Starts the projects; may do everything. */
export const ada: Person = { id: "ada", name: "Ada", roles: ["staff"] };
/** Is an approver only where the settings say so. */
export const bob: Person = { id: "bob", name: "Bob", roles: ["leads"] };
/** May do nothing. */
export const eve: Person = { id: "eve", name: "Eve", roles: ["guests"] };

/** A text's reference, without the text. */
export const bodyOf = (text: string): BodyRef => ({
  sha256: createHash("sha256").update(text).digest("hex"),
  bytes: text.length,
});

/** A stage that plans and produces; `rest` overrides its fields. */
export const stage = (
  id: string,
  rest: Partial<StagePlan> & Pick<StagePlan, "agent" | "phase">,
): StagePlan => ({
  id,
  title: `${id.charAt(0).toUpperCase()}${id.slice(1)}`,
  needs: [],
  plan: { file: `${rest.phase}/${id}_plan.md`, template: "plan", sections: [] },
  produce: { file: `${rest.phase}/${id}.md`, template: "document", sections: [] },
  gate: { approval: "auto", rollbackTo: id },
  timeoutMs: 300_000,
  maxTokens: 10_000,
  ...rest,
});

/** A workflow of these stages; `rest` overrides its fields. */
export const workflow = (name: string, stages: StagePlan[], rest: Partial<Workflow> = {}): Workflow => ({
  name,
  title: name.toUpperCase(),
  hash: "ab".repeat(32),
  bundle: bodyOf("bundle"),
  briefFile: "requirements/project_brief.md",
  stages,
  ...rest,
});

/** A workflow in which some stages are told more. */
export const withStages = (
  { stages, ...rest }: Workflow,
  more: Readonly<Record<string, Partial<StagePlan>>>,
): Workflow => ({ ...rest, stages: stages.map((one) => ({ ...one, ...more[one.id] })) });

/** Five stages, one after the other; a rejected build goes back to the design, anything else to itself. */
export const sdlc = workflow("sdlc", [
  stage("analyze", { agent: "analyst", phase: "requirements" }),
  stage("design", { agent: "architect", phase: "design", needs: ["analyze"] }),
  stage("build", {
    agent: "developer",
    phase: "development",
    needs: ["design"],
    gate: { approval: "auto", rollbackTo: "design" },
  }),
  stage("validate", { agent: "tester", phase: "testing", needs: ["build"] }),
  stage("launch", { agent: "deployer", phase: "deployment", needs: ["validate"] }),
]);

/** `scope`, then `api` and `screens` which do not need each other, then `ship` which needs both. */
export const diamond = workflow("diamond", [
  stage("scope", { agent: "analyst", phase: "requirements" }),
  stage("api", { agent: "architect", phase: "design", needs: ["scope"] }),
  stage("screens", { agent: "developer", phase: "development", needs: ["scope"] }),
  stage("ship", { agent: "deployer", phase: "deployment", needs: ["api", "screens"] }),
]);

/** The diamond with two agents at work at once. */
export const wideDiamond: Workflow = { ...diamond, name: "wide-diamond", parallel: 2 };

const team = ["analyst", "architect", "developer", "tester", "deployer"].map((id) => ({
  id,
  name: `${id.charAt(0).toUpperCase()}${id.slice(1)}`,
  badge: id.slice(0, 2).toUpperCase(),
  description: `Does the work of the ${id}.`,
  capabilities: ["writing"],
}));

/** What may differ between sample projects. */
export interface Beginning {
  readonly workflow?: Workflow;
  readonly settings?: Partial<Settings>;
  readonly mode?: Project["mode"];
  readonly quote?: Project["quote"];
}

/** The command that starts a sample project. */
export const startCommand = (beginning: Beginning = {}): CommandOf<"start"> => ({
  id: "start-1",
  project: projectId,
  at: startAt,
  by: ada,
  type: "start",
  title: "Ladder list",
  brief: { body: bodyOf("brief"), words: 40 },
  chat: { name: "terminal", channel: "main" },
  mode: beginning.mode ?? "models",
  workflow: beginning.workflow ?? sdlc,
  team,
  settings: { ...defaultSettings, ...beginning.settings },
  quote: beginning.quote ?? null,
});

/** The order to run a step. */
export type RunStep = Extract<Effect, { type: "runStep" }>;

/** One attempt of a step. */
export type StepRun = Pick<RunStep, "stage" | "step" | "attempt">;

/** Good words about what was handed over. */
export const agreement = { accept: true, confidence: 0.9, reason: "Clear enough to build on." };
/** Words against it. */
export const objection = { accept: false, confidence: 0.9, reason: "The limits are missing." };

/** A good result of a step; `change` overrides its fields. */
export const resultOf = (project: Project, run: StepRun, change: Partial<StepResult> = {}): StepResult => {
  const plan = project.workflow.stages.find((candidate) => candidate.id === run.stage);
  if (plan === undefined) throw new Error(`no stage ${run.stage}`);
  const judges = run.step === "plan" && plan.needs.length > 0;
  return {
    summary: `${run.stage}.${run.step} attempt ${run.attempt} is written.`,
    confidence: 0.9,
    verdict: judges ? agreement : null,
    files: run.step === "talk" ? [] : [fileOf(plan, run)],
    ...(run.step === "talk" ? { turn: turnOf(project, run) } : {}),
    specPatch:
      run.step === "produce"
        ? [
            {
              op: "add",
              path: `/${run.stage}`,
              value: { attempt: run.attempt, facts: [`made by ${plan.agent}`] },
            },
          ]
        : [],
    questions: [],
    evidence: [],
    checks: [{ name: "sections", passed: true, score: 0.95, detail: "all there" }],
    quality: 0.95,
    claims: { total: 2, grounded: 2 },
    dependsOn: [project.workflow.briefFile],
    model: "sample-1",
    switches: [],
    usage: { calls: 1, tokensIn: 1_000, tokensOut: 500, usd: 0.01 },
    ...change,
  };
};

const fileOf = ({ plan, produce, phase }: StagePlan, { stage: id, step, attempt }: StepRun): FileRef => ({
  path: (step === "plan" ? (plan ?? produce) : produce).file,
  phase,
  body: bodyOf(`${id}.${step}.${attempt}`),
});

/** Who speaks first proposes; the others agree. */
const turnOf = ({ stages }: Project, { stage: id }: StepRun): Turn => {
  const turns = stages.find((one) => one.id === id)?.discussion?.turns ?? [];
  return { proposal: turns.length === 0 ? "Keep it small." : "", agreement: 0.9, next: null };
};

/** A fault of a step; `change` overrides its fields. */
export const failureOf = (change: Partial<StepFailure> = {}): StepFailure => ({
  kind: "outage",
  message: "The model cannot be reached.",
  retryable: true,
  retryAfterMs: null,
  usage: { calls: 0, tokensIn: 0, tokensOut: 0, usd: null },
  ...change,
});

/** Keeps the fields of each kind of command apart. */
type Body<C> = C extends Command ? Omit<C, "id" | "project" | "at" | "by"> : never;

/** What someone asks for, without when and by whom. */
export type CommandBody = Body<Exclude<Command, { type: "start" }>>;
