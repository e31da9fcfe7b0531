import { z } from "zod";
import { BodyRef, Phase, Share, Usage } from "./words.ts";

/** One RFC 6902 operation on the spec. */
export const SpecOperation = z.discriminatedUnion("op", [
  z.strictObject({ op: z.literal("add"), path: z.string(), value: z.json() }),
  z.strictObject({ op: z.literal("replace"), path: z.string(), value: z.json() }),
  z.strictObject({ op: z.literal("test"), path: z.string(), value: z.json() }),
  z.strictObject({ op: z.literal("remove"), path: z.string() }),
  z.strictObject({ op: z.literal("move"), path: z.string(), from: z.string() }),
  z.strictObject({ op: z.literal("copy"), path: z.string(), from: z.string() }),
]);
export type SpecOperation = z.infer<typeof SpecOperation>;

/** Words of a document that a position or a contradiction rests on. */
export const Citation = z.strictObject({ source: z.string().max(200), quote: z.string().max(500) });
export type Citation = z.infer<typeof Citation>;

/** What the receiving agent thinks of the result handed to it. */
export const Verdict = z.strictObject({
  accept: z.boolean(),
  confidence: Share,
  /** Why; required in practice when it objects. */
  reason: z.string().max(2_000),
  /** The file that is objected to, where several were handed over. */
  about: z.string().max(200).exactOptional(),
  /** The words that the objection rests on. */
  evidence: z.array(Citation).max(5).exactOptional(),
});
export type Verdict = z.infer<typeof Verdict>;

/** A question of an agent to people. No options means free text. */
export const Question = z.strictObject({
  id: z.string().regex(/^q[1-9]\d?$/),
  text: z.string().min(1).max(500),
  options: z.array(z.string().min(1).max(100)).max(10),
});
export type Question = z.infer<typeof Question>;

/** One step of a ReWOO plan: a tool call made without the model, whose result goes into the produce step's prompt as `#E1`. */
export const EvidenceStep = z.strictObject({
  id: z.string().regex(/^E[1-9]\d?$/),
  /** `extract`: a section or passage of a document; `search`: words across all artifacts; `spec`: a JSON pointer into the spec. */
  tool: z.enum(["extract", "search", "spec"]),
  /** For `extract` `{document}#{heading or words}`, for `search` words, for `spec` a JSON pointer. May name earlier evidence. */
  argument: z.string().min(1).max(300),
  needs: z.array(z.string().regex(/^E[1-9]\d?$/)).max(10),
});
export type EvidenceStep = z.infer<typeof EvidenceStep>;

/** One check of a step's result. `score` is null for a check that only passes or fails. */
export const Check = z.strictObject({
  name: z.string().min(1).max(60),
  passed: z.boolean(),
  score: Share.nullable(),
  detail: z.string().max(300),
});
export type Check = z.infer<typeof Check>;

/** A file a step wrote, before and after it is committed. The text itself is a body. */
export const FileRef = z.strictObject({ path: z.string().min(1).max(200), phase: Phase, body: BodyRef });
export type FileRef = z.infer<typeof FileRef>;

/** What one speaker of a discussion holds. */
export const Turn = z.strictObject({
  /** What all should agree to, in words that can be acted on; empty to keep the proposal that stands. */
  proposal: z.string().max(800),
  /** How far the speaker agrees to the proposal that stands after this turn. */
  agreement: Share,
  /** Who is to speak next, where speakers choose; null for whoever's turn it is. */
  next: z.string().max(40).nullable(),
});
export type Turn = z.infer<typeof Turn>;

/** A statement of this result that an earlier result says otherwise. */
export const Contradiction = z.strictObject({
  /** The stage whose result it contradicts. */
  stage: z.string(),
  /** What both are about: the same for the same contradiction. */
  about: z.string().min(1).max(120),
  mine: z.strictObject({ text: z.string().max(500), evidence: Citation.nullable() }),
  theirs: z.strictObject({ text: z.string().max(500), evidence: Citation.nullable() }),
});
export type Contradiction = z.infer<typeof Contradiction>;

/** Another provider answered than the one first asked. */
export const Switch = z.strictObject({
  from: z.string().max(120),
  to: z.string().max(120),
  reason: z.string().max(300),
});
export type Switch = z.infer<typeof Switch>;

/** What a finished step reports to the project: small, with every text behind a reference. */
export const StepResult = z.strictObject({
  /** At most 500 words: it is posted. */
  summary: z.string().min(1).max(4_000),
  confidence: Share,
  verdict: Verdict.nullable(),
  files: z.array(FileRef).max(200),
  specPatch: z.array(SpecOperation).max(200),
  questions: z.array(Question).max(10),
  /** The evidence a plan step asks for; empty for a produce step. */
  evidence: z.array(EvidenceStep).max(12),
  checks: z.array(Check).max(30),
  /** Mean of the checks that score, 1 when none does. */
  quality: Share,
  claims: z.strictObject({ total: z.number().int().nonnegative(), grounded: z.number().int().nonnegative() }),
  /** The result as data, for the agents that build on it, where its kind has a structure. */
  structure: BodyRef.exactOptional(),
  /** Numbers and yes-or-noes that conditions of the workflow may ask for, e.g. `defects`. */
  facts: z
    .record(z.string().max(40), z.union([z.number(), z.boolean(), z.string().max(200)]))
    .exactOptional(),
  /** The statements of the result with their sources, as JSON text. */
  statements: BodyRef.exactOptional(),
  /** What an earlier result says otherwise. */
  contradictions: z.array(Contradiction).max(5).exactOptional(),
  /** How the agent followed what people told it, one line each. */
  followed: z.array(z.string().max(300)).max(20).exactOptional(),
  /** Set for a turn in a discussion; `summary` is what was said. */
  turn: Turn.exactOptional(),
  /** Paths of the artifacts the result was made from. */
  dependsOn: z.array(z.string().max(200)).max(50),
  model: z.string().max(120),
  switches: z.array(Switch).max(5),
  usage: Usage,
});
export type StepResult = z.infer<typeof StepResult>;

/** Why a step brought no result. */
export const StepFailure = z.strictObject({
  kind: z.enum(["outage", "timeout", "invalid-output", "loop"]),
  /** For people: what happened. */
  message: z.string().max(1_000),
  /** False when trying the same again cannot help. */
  retryable: z.boolean(),
  retryAfterMs: z.number().int().nonnegative().nullable(),
  usage: Usage,
});
export type StepFailure = z.infer<typeof StepFailure>;
