import { z } from "zod";
import { Citation, SpecOperation } from "./result.ts";
import { Instant } from "./words.ts";

/** One side of a conflict. */
export const Position = z.strictObject({
  agent: z.string(),
  text: z.string().max(2_000),
  evidence: z.array(Citation).max(5),
});
export type Position = z.infer<typeof Position>;

/** How much hangs on a conflict. */
const Severity = z.enum(["low", "medium", "high", "critical"]);
export type Severity = z.infer<typeof Severity>;

/** What was decided about a like conflict before, in this project or another one of the same data folder. */
export const Precedent = z.strictObject({
  project: z.string().max(40),
  title: z.string().max(200),
  outcome: z.string().max(500),
});
export type Precedent = z.infer<typeof Precedent>;

/** A disagreement between two results. Agents try to settle it among themselves; what they cannot settle people decide. */
export const Conflict = z.strictObject({
  /** `c1`, `c2`, … within the project. */
  id: z.string().regex(/^c[1-9]\d*$/),
  /** `handover`: the receiver cannot build on it. `spec`: two agents changed one path. `statement`: two documents contradict each other. */
  kind: z.enum(["handover", "spec", "statement"]),
  /** The stage and step that noticed it, and waits. */
  stage: z.string(),
  step: z.enum(["plan", "produce"]),
  /** The stage whose result is disputed. */
  author: z.string(),
  /** The same for the same conflict: what is settled is not raised again. */
  about: z.string().max(200),
  title: z.string().max(200),
  /** Who noticed it first, then the author. */
  positions: z.array(Position).length(2),
  severity: Severity,
  /** The operations on the spec that wait for the outcome. */
  patch: z.array(SpecOperation).max(200),
  precedents: z.array(Precedent).max(3),
  raisedAt: Instant,
  state: z.enum(["mediated", "asked", "settled", "withdrawn"]),
  /** What stands, word for word. */
  outcome: z.strictObject({ by: z.string().max(220), text: z.string().max(1_000), at: Instant }).nullable(),
});
export type Conflict = z.infer<typeof Conflict>;
