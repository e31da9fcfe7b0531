import { z } from "zod";
import { BodyRef, Phase, Share, Slug } from "./words.ts";

/** Facts of the project in a condition such as `outputs.validate.facts.defects == 0`; its grammar is in expression.ts. */
const Condition = z.string().min(1).max(500);

/** Something that a document must fulfil besides what is always checked. */
const CheckRule = z.strictObject({
  name: z.string().min(1).max(60),
  /** Asked of the result: `document.words`, `document.sections`, `claims`, `facts`, `spec`. */
  that: Condition,
});
export type CheckRule = z.infer<typeof CheckRule>;

/** The kinds of results that have a structure besides their document; each has a schema, checks and a rubric of its own. */
export const StructureKind = z.enum([
  "requirements",
  "architecture",
  "implementation",
  "test-plan",
  "deployment",
]);
export type StructureKind = z.infer<typeof StructureKind>;

/** One step of a stage: the file it must write and the prompt template that asks for it. */
export const StepPlan = z.strictObject({
  /** Path inside the project's artifacts, always `{phase}/{name}.md`. */
  file: z.string().min(3).max(200),
  /** Name of the prompt template, without extension. */
  template: Slug,
  /** Headings of level 2 the document must have; checked after the step. */
  sections: z.array(z.string().min(1).max(80)).max(30),
  /** What the workflow asks for in words, beside the template. */
  instructions: z.string().min(1).max(4_000).exactOptional(),
  structure: StructureKind.exactOptional(),
  checks: z.array(CheckRule).max(20).exactOptional(),
});
export type StepPlan = z.infer<typeof StepPlan>;

/** When a stage's result goes on by itself and when people are asked. */
export const GateRule = z.strictObject({
  /** `always` asks people after this stage whatever the marks; `auto` leaves it to the marks and the project's settings. */
  approval: z.enum(["auto", "always"]),
  /** The stage a rejected result goes back to; itself, or one it depends on. */
  rollbackTo: Slug,
});
export type GateRule = z.infer<typeof GateRule>;

/** Agents talk about one point before the stage's result is written. */
export const DiscussRule = z.strictObject({
  topic: z.string().min(1).max(2_000),
  /** Agents that take part; the stage's own agent leads and writes the result. */
  members: z.array(Slug).min(2).max(6),
  /** `turns`: one after the other. `chosen`: each speaker says who is to speak next. */
  speakers: z.enum(["turns", "chosen"]),
  /** It ends when all members agree to one proposal with at least this confidence … */
  agreement: Share,
  /** … or after so many turns. */
  max: z.number().int().min(2).max(24),
});
export type DiscussRule = z.infer<typeof DiscussRule>;

/** A stage, and all from `from` to it, is done again until a condition holds. */
export const RepeatRule = z.strictObject({
  /** Itself, or a stage it depends on. */
  from: Slug,
  until: Condition,
  /** Rounds in all. */
  max: z.number().int().min(2).max(10),
  /** After the last round without success: people are asked, or it goes on as it is. */
  otherwise: z.enum(["ask", "go-on"]),
});
export type RepeatRule = z.infer<typeof RepeatRule>;

/** A stage: one agent plans, unless there is nothing to plan, and produces. */
export const StagePlan = z.strictObject({
  id: Slug,
  title: z.string().min(1).max(80),
  agent: Slug,
  phase: Phase,
  needs: z.array(Slug).max(20),
  /** Null for a stage that is written without a plan; it does not judge what it is handed. */
  plan: StepPlan.nullable(),
  produce: StepPlan,
  gate: GateRule,
  /** The stage is skipped when this does not hold at the time its turn comes. */
  when: Condition.exactOptional(),
  repeat: RepeatRule.exactOptional(),
  discuss: DiscussRule.exactOptional(),
  /** `{provider}/{model}` that is asked first for this stage. */
  model: z.string().min(3).max(120).exactOptional(),
  /** Time one attempt of a step may take. */
  timeoutMs: z.number().int().min(100).max(86_400_000),
  /** Most tokens one step may use, in and out together: reserved from the budget before the step starts. */
  maxTokens: z.number().int().min(500).max(2_000_000),
});
export type StagePlan = z.infer<typeof StagePlan>;

/** A workflow as pinned in a project: later changes of the file do not touch it. Stages are in an order in which `needs` always point back. */
export const Workflow = z.strictObject({
  name: Slug,
  title: z.string().min(1).max(80),
  /** SHA-256 over the workflow, the roles and the templates it uses. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  /** The roles and prompt templates as they were at the start, as a JSON body. */
  bundle: BodyRef,
  /** File that receives the brief, e.g. `requirements/project_brief.md`. */
  briefFile: z.string().min(3).max(200),
  stages: z.array(StagePlan).min(1).max(30),
  /** How many agents may be at work at once; one when it is not said. */
  parallel: z.number().int().min(1).max(8).exactOptional(),
});
export type Workflow = z.infer<typeof Workflow>;

/** What the others may know of an agent. */
export const AgentCard = z.strictObject({
  id: Slug,
  name: z.string().min(1).max(60),
  /** One emoji or up to two letters shown before the name. */
  badge: z.string().max(8),
  description: z.string().max(300),
  capabilities: z.array(z.string().max(60)).max(20),
});
export type AgentCard = z.infer<typeof AgentCard>;

/** What a run may cost in US dollars, worked out before it starts. */
export const Quote = z.strictObject({
  /** By stage id: the most that one step may cost, with the usual models and with the saving ones. Reserved before a step starts. */
  steps: z.record(
    Slug,
    z.strictObject({ usual: z.number().nonnegative(), saving: z.number().nonnegative() }),
  ),
  /** By stage id: both its steps, if all goes well and if much is redone. Absent in rows of older versions. */
  stages: z
    .record(Slug, z.strictObject({ low: z.number().nonnegative(), high: z.number().nonnegative() }))
    .exactOptional(),
  /** The whole run, in the same way: the sums over the stages. */
  low: z.number().nonnegative(),
  high: z.number().nonnegative(),
});
export type Quote = z.infer<typeof Quote>;

/** Limits and habits of one project. Every number has its default in `defaultSettings`. */
export const Settings = z.strictObject({
  /** `gates` asks after every stage, `marks` only when the marks are low, `none` never for approval (other escalations still ask). */
  approvals: z.enum(["gates", "marks", "none"]),
  /** Below this an agent's result is escalated as low-confidence. */
  escalateBelow: Share,
  /** Below this (and not below `escalateBelow`) a stage's gate asks for approval. */
  approveBelow: Share,
  /** Below this quality a stage's gate asks for approval. */
  qualityBelow: Share,
  /** A receiving agent's verdict below this confidence counts as a disagreement. */
  agreeFrom: Share,
  /** How often a result is handed over before people decide a disagreement. */
  maxHandovers: z.number().int().min(1).max(10),
  /** Rounds in which two agents may settle a disagreement among themselves before people decide; 0 for none, as in rows of older versions, which have no templates for it. */
  mediationRounds: z.number().int().min(0).max(10).default(0),
  /** From this agreement of both on, their own settlement stands. */
  settleFrom: Share.default(0.85),
  /** How often one step is tried again after a technical fault. */
  maxTries: z.number().int().min(1).max(10),
  /** First wait before such a retry; doubled each time. */
  retryDelayMs: z.number().int().min(0).max(3_600_000),
  /** Overrides every stage's own timeout when set. */
  stepTimeoutMs: z.number().int().min(100).max(86_400_000).nullable(),
  /** Time people have before they are reminded. Nothing is ever decided by its passing. */
  decisionMs: z.number().int().min(1_000).max(31_536_000_000),
  /** Tokens, in and out, the project may use; null for no limit. */
  budgetTokens: z.number().int().positive().nullable(),
  /** US dollars the project may use; null for no limit. */
  budgetUsd: z.number().positive().nullable(),
  /** Use each provider's cheaper model. */
  saving: z.boolean(),
  /** User ids, roles or groups that may decide, besides the person who started the project; `anyone` opens it to all. */
  approvers: z.array(z.string().min(1).max(200)).max(50),
});
export type Settings = z.infer<typeof Settings>;

/** Some settings, to be laid over others. */
export const SettingsChange = Settings.partial();
export type SettingsChange = z.infer<typeof SettingsChange>;

/** Sources: confidence, quality, negotiation, mediation and timeout defaults are the product's requirements B7 to B9. */
export const defaultSettings: Settings = {
  approvals: "marks",
  escalateBelow: 0.6,
  approveBelow: 0.8,
  qualityBelow: 0.85,
  agreeFrom: 0.7,
  maxHandovers: 3,
  mediationRounds: 3,
  settleFrom: 0.85,
  maxTries: 3,
  retryDelayMs: 2_000,
  stepTimeoutMs: null,
  decisionMs: 24 * 3_600_000,
  budgetTokens: null,
  budgetUsd: null,
  saving: false,
  approvers: [],
};
