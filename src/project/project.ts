import { z } from "zod";
import { Conflict } from "./conflict.ts";
import { Discussion } from "./discussion.ts";
import { Effect } from "./effect.ts";
import { Escalation } from "./escalation.ts";
import { SpecOperation, StepResult } from "./result.ts";
import { BodyRef, Instant, Person, Phase, ProjectId, Usage } from "./words.ts";
import { AgentCard, Quote, Settings, Workflow } from "./workflow.ts";

/** One step of a running stage. A result is taken only when its `attempt` is the current one. */
export const Step = z.strictObject({
  state: z.enum(["waiting", "running", "blocked", "done"]),
  /** 0 before the first run; grows with every new run and never shrinks. */
  attempt: z.number().int().nonnegative(),
  /** Technical faults in this attempt. */
  tries: z.number().int().nonnegative(),
  startedAt: Instant.nullable(),
  doneAt: Instant.nullable(),
  result: StepResult.nullable(),
});
export type Step = z.infer<typeof Step>;

/** The part of a stage that changes; the fixed part is `workflow.stages` at the same index. */
export const Stage = z.strictObject({
  id: z.string(),
  /** Who does it now; people may reassign it. */
  agent: z.string(),
  /** `skipped`: its condition did not hold. */
  state: z.enum(["waiting", "active", "blocked", "done", "skipped"]),
  plan: Step,
  /** Absent until agents talked in this stage; its attempts are their turns. */
  talk: Step.exactOptional(),
  produce: Step,
  /** The talk that goes on in this stage, or the last one. */
  discussion: Discussion.exactOptional(),
  /** How often it was done, where the workflow repeats it; absent before. */
  rounds: z.number().int().positive().exactOptional(),
  /** How often this stage's result was handed over, and what was objected each time. */
  handovers: z.number().int().nonnegative(),
  objections: z.array(z.string().max(2_000)).max(10),
  /** Set once people settled a disagreement about this stage's result: it is not negotiated again. */
  settled: z.boolean(),
  /** The spec's version when the stage began; a rollback restores it. */
  specBefore: z.number().int().nonnegative(),
  /** What all attempts of its steps used, also of those that failed or were taken back. Rows of older versions do not know it. */
  spent: Usage.default({ calls: 0, tokensIn: 0, tokensOut: 0, usd: null }),
});
export type Stage = z.infer<typeof Stage>;

/** The latest version of a file; older ones are in the artifact repository. */
export const Artifact = z.strictObject({
  path: z.string(),
  phase: Phase,
  /** `brief`, `@people` for a document that people gave, or a stage id. */
  stage: z.string(),
  step: z.enum(["brief", "plan", "produce", "document"]),
  agent: z.string(),
  version: z.number().int().positive(),
  body: BodyRef,
  dependsOn: z.array(z.string()).max(50),
  /** Set when it was rolled back or is being redone: kept, but no longer the project's word. */
  superseded: z.boolean(),
  /** The commit that holds it, once written. */
  commit: z.string().nullable(),
});
export type Artifact = z.infer<typeof Artifact>;

/** The structured truth of the project, and how to undo each of its versions, newest last. */
export const Spec = z.strictObject({
  version: z.number().int().nonnegative(),
  document: z.record(z.string(), z.json()),
  undo: z
    .array(
      z.strictObject({
        version: z.number().int().positive(),
        patch: z.array(SpecOperation),
        /** The stages whose work it was, or `@people` for words that bind the whole project. Rows of older versions do not know it. */
        stages: z.array(z.string()).max(30).exactOptional(),
        /** Set for work that a rollback took out, and for the taking out itself. */
        undone: z.literal(true).exactOptional(),
      }),
    )
    .max(500),
});
export type Spec = z.infer<typeof Spec>;

/** A word of a person to an agent. It goes into the prompts of the agent's stage and is dropped when that stage's produce step, started after it, is done. */
export const Direction = z.strictObject({
  /** An agent id, or null for whoever works next. */
  to: z.string().nullable(),
  /** Longer than any note of a person, since words may stand before it. */
  text: z.string().min(1).max(4_500),
  by: z.string(),
  at: Instant,
});
export type Direction = z.infer<typeof Direction>;

/** A project: one brief, one thread, one workflow run; saved as one row, so that a move and all it asks for are one write. */
export const Project = z.strictObject({
  id: ProjectId,
  /** Grows by one with every command that moved the project. */
  version: z.number().int().positive(),
  /** The time at which this row wants to be looked at: 0 for now, null for not until something happens. Indexed by the store. */
  wakeAt: Instant.nullable(),
  status: z.enum(["running", "paused", "completed", "cancelled"]),
  title: z.string().min(1).max(120),
  brief: z.strictObject({ body: BodyRef, words: z.number().int().positive() }),
  startedBy: Person,
  startedAt: Instant,
  endedAt: Instant.nullable(),
  /** Where it is talked about. `root` and `thread` are the platform's ids, null until the thread is open. */
  chat: z.strictObject({
    name: z.string(),
    channel: z.string(),
    root: z.string().nullable(),
    thread: z.string().nullable(),
  }),
  /** `scripted` when the demo model plays all agents; shown on the thread and in every artifact. */
  mode: z.enum(["models", "scripted"]),
  workflow: Workflow,
  team: z.array(AgentCard).min(1).max(30),
  settings: Settings,
  stages: z.array(Stage),
  escalations: z.array(Escalation),
  /** Absent while there was none. */
  conflicts: z.array(Conflict).max(100).exactOptional(),
  artifacts: z.array(Artifact),
  directions: z.array(Direction).max(50),
  spec: Spec,
  usage: Usage,
  /** Tokens promised to steps that are running. */
  reservedTokens: z.number().int().nonnegative(),
  /** Dollars promised to them, in the same way. */
  reservedUsd: z.number().nonnegative(),
  /** What the run may cost; null when nothing costs. */
  quote: Quote.nullable(),
  /** Changes of provider that the thread was told of, as `from > to`. */
  switches: z.array(z.string().max(250)).max(50),
  outbox: z.array(Effect),
  /** Commands of people and reports of steps that moved this project within 24 h; repeated ones are ignored. */
  seen: z.array(z.strictObject({ id: z.string(), at: Instant })),
});
export type Project = z.infer<typeof Project>;
