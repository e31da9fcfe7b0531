import { z } from "zod";
import { Instant, ProjectId } from "./words.ts";

/** A message between agents, people and the system, as kept in the conversation log: one JSON line, written once, never changed. */
export const Envelope = z.strictObject({
  /** `{project}:{version}:{n}`, the version that was reached by the command that caused it. */
  id: z.string(),
  project: ProjectId,
  version: z.number().int().positive(),
  at: Instant,
  /** An agent's id, `system`, or `person:{id}`. */
  from: z.string().min(1).max(220),
  /** As `from`; null when it is for everyone in the thread. */
  to: z.string().min(1).max(220).nullable(),
  type: z.enum([
    "start",
    "capability_discovery",
    "task_handoff",
    "handoff",
    "agreement",
    "discussion",
    "conflict",
    "escalation",
    "artifact",
    "settings",
    "command",
    "complete",
    "error",
  ]),
  attempt: z.number().int().positive(),
  content: z.strictObject({ text: z.string().max(8_000), data: z.record(z.string(), z.json()) }),
});
export type Envelope = z.infer<typeof Envelope>;
