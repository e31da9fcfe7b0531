import { z } from "zod";
import { Choice } from "./message.ts";
import { Question } from "./result.ts";
import { EscalationKind, Instant, Person, Priority, StepKind } from "./words.ts";

/** What people decided, word for word. */
export const Decision = z.strictObject({
  choice: z.string().min(1).max(40),
  note: z.string().max(4_000),
  /** Answers by question id; empty unless questions were asked. */
  answers: z.record(z.string(), z.string().max(2_000)),
  /** The note binds every agent, not only the one whose result it is about. */
  binding: z.boolean().exactOptional(),
  by: Person,
  at: Instant,
});
export type Decision = z.infer<typeof Decision>;

/** A question to people. It stays open until a person decides or the project no longer needs it; time alone decides nothing. */
export const Escalation = z.strictObject({
  /** `e1`, `e2`, … within the project. */
  id: z.string().regex(/^e[1-9]\d*$/),
  kind: EscalationKind,
  /** The stage and step it holds up. */
  stage: z.string(),
  step: StepKind,
  /** Grows when the question itself changes; a click on an older revision is stale. */
  rev: z.number().int().positive(),
  state: z.enum(["open", "decided", "withdrawn"]),
  priority: Priority,
  title: z.string().max(200),
  /** Why people are asked, in CommonMark. */
  context: z.string().max(4_000),
  choices: z.array(Choice).min(1).max(10),
  questions: z.array(Question).max(10),
  /** Both sides of a conflict, side by side; empty otherwise. */
  positions: z.array(z.strictObject({ agent: z.string(), text: z.string().max(2_000) })).max(4),
  /** The conflict that it is to decide. */
  conflict: z.string().exactOptional(),
  raisedAt: Instant,
  deadline: Instant,
  reminders: z.number().int().nonnegative(),
  decision: Decision.nullable(),
  /** The message that shows it, once posted. */
  posted: z.string().nullable(),
});
export type Escalation = z.infer<typeof Escalation>;
