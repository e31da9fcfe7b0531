import { z } from "zod";
import { Precedent } from "./conflict.ts";
import { StepFailure, StepResult } from "./result.ts";
import { BodyRef, Instant, Person, ProjectId, StepKind } from "./words.ts";
import { AgentCard, Quote, Settings, SettingsChange, Workflow } from "./workflow.ts";

/** A file of a person, checked and stored. */
const GivenDocument = z.strictObject({
  /** A plain file name with its extension. */
  name: z.string().min(1).max(120),
  body: BodyRef,
  words: z.number().int().nonnegative(),
  /** What in it looks like orders to a model or to a machine; shown to people. It is data all the same. */
  suspicious: z.array(z.string().max(100)).max(10),
});
export type GivenDocument = z.infer<typeof GivenDocument>;

const base = { id: z.string().min(1).max(200), project: ProjectId, at: Instant };
const byPerson = { ...base, by: Person };
const stepId = { stage: z.string(), step: StepKind, attempt: z.number().int().positive() };

/** What someone wants or what happened: the only way a project changes. Everything it needs to know comes with it. */
export const Command = z.discriminatedUnion("type", [
  z.strictObject({
    ...byPerson,
    type: z.literal("start"),
    title: z.string().min(1).max(120),
    brief: z.strictObject({ body: BodyRef, words: z.number().int().positive() }),
    chat: z.strictObject({ name: z.string(), channel: z.string() }),
    mode: z.enum(["models", "scripted"]),
    workflow: Workflow,
    team: z.array(AgentCard).min(1).max(30),
    settings: Settings,
    quote: Quote.nullable(),
  }),
  z.strictObject({
    ...byPerson,
    type: z.literal("say"),
    to: z.string().nullable(),
    text: z.string().min(1).max(4_000),
  }),
  z.strictObject({
    ...byPerson,
    type: z.literal("decide"),
    escalation: z.string(),
    rev: z.number().int().positive(),
    choice: z.string(),
    note: z.string().max(4_000),
    answers: z.record(z.string(), z.string().max(2_000)),
    /** The note is meant for the whole project, not for this result alone. */
    binding: z.boolean().exactOptional(),
  }),
  z.strictObject({ ...byPerson, type: z.literal("pause") }),
  z.strictObject({ ...byPerson, type: z.literal("resume") }),
  z.strictObject({ ...byPerson, type: z.literal("cancel"), reason: z.string().max(1_000) }),
  z.strictObject({ ...byPerson, type: z.literal("retry"), stage: z.string().nullable() }),
  z.strictObject({
    ...byPerson,
    type: z.literal("rollback"),
    stage: z.string(),
    reason: z.string().max(1_000),
  }),
  z.strictObject({
    ...byPerson,
    type: z.literal("setBudget"),
    tokens: z.number().int().positive().nullable(),
    usd: z.number().positive().nullable(),
  }),
  z.strictObject({ ...byPerson, type: z.literal("reassign"), stage: z.string(), agent: z.string() }),
  z.strictObject({ ...byPerson, type: z.literal("settings"), change: SettingsChange }),
  z.strictObject({
    ...byPerson,
    type: z.literal("addDocuments"),
    documents: z.array(GivenDocument).max(10),
    /** Files that were not taken, and why. */
    refused: z.array(z.strictObject({ name: z.string().max(200), why: z.string().max(300) })).max(10),
  }),
  z.strictObject({
    ...base,
    type: z.literal("stepDone"),
    ...stepId,
    result: StepResult,
    /** What was decided before about what this result disputes; looked up when it does. */
    precedents: z.array(Precedent).max(3).exactOptional(),
  }),
  z.strictObject({ ...base, type: z.literal("stepFailed"), ...stepId, failure: StepFailure }),
  z.strictObject({ ...base, type: z.literal("sending"), effects: z.array(z.string()).min(1) }),
  z.strictObject({
    ...base,
    type: z.literal("performed"),
    /** What the outside gave back: a message id or a commit; `thread` only for an opened thread. */
    results: z
      .array(z.strictObject({ effect: z.string(), ref: z.string(), thread: z.string().nullable() }))
      .min(1),
  }),
  z.strictObject({
    ...base,
    type: z.literal("notPerformed"),
    effect: z.string(),
    message: z.string().max(1_000),
    retryable: z.boolean(),
    retryAfterMs: z.number().int().nonnegative().nullable(),
  }),
  /** A deadline may have passed: everything due at `at` is handled. */
  z.strictObject({ ...base, type: z.literal("timeUp") }),
]);
export type Command = z.infer<typeof Command>;

/** A command of one type. */
export type CommandOf<T extends Command["type"]> = Extract<Command, { type: T }>;
