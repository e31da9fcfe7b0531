import { z } from "zod";

/** How soon people should look at an escalation. */
export const Priority = z.enum(["low", "normal", "high", "urgent"]);
export type Priority = z.infer<typeof Priority>;

/** Every reason for which agents stop and ask people. */
export const EscalationKind = z.enum([
  "approval",
  "conflict",
  "question",
  "low-confidence",
  "loop",
  "timeout",
  "budget",
  "outage",
  "invalid-output",
]);
export type EscalationKind = z.infer<typeof EscalationKind>;

/** The name of an agent, stage, workflow or team: it is used in file names and in `name: text` directions. */
export const Slug = z
  .string()
  .regex(
    /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
    "use lower-case letters, digits and single hyphens, starting with a letter",
  )
  .max(40);

/** Where an artifact belongs, which is also the folder it lies in: `requirements`, `design`, `campaign`, whatever the workflow calls it. */
export const Phase = Slug.max(40);
export type Phase = z.infer<typeof Phase>;

/** What an agent does in one go: plans, says its part in a discussion, or writes its result. */
export const StepKind = z.enum(["plan", "talk", "produce"]);
export type StepKind = z.infer<typeof StepKind>;

/** A project's id. It names files and folders, so nothing else is ever accepted as one. */
export const ProjectId = z.string().regex(/^p-[a-z0-9]{6,26}$/, "a project id looks like p-3f9k2m7q");

/** A number between 0 and 1, both included. */
export const Share = z.number().min(0).max(1);

/** Milliseconds since 1970, from the clock of the process that made the command. */
export const Instant = z.number().int().nonnegative();

/** A person as the chat platform knows them. `roles` are platform groups or roles, checked at the moment of a click. */
export const Person = z.strictObject({
  id: z.string().min(1).max(200),
  name: z.string().max(200),
  roles: z.array(z.string().max(200)).max(100),
});
export type Person = z.infer<typeof Person>;

/** A text kept outside the row, found by the SHA-256 of its UTF-8 bytes. */
export const BodyRef = z.strictObject({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.number().int().nonnegative(),
});
export type BodyRef = z.infer<typeof BodyRef>;

/** What a model call cost. `usd` is null when there is no price, as with the scripted demo. */
export const Usage = z.strictObject({
  calls: z.number().int().nonnegative(),
  tokensIn: z.number().int().nonnegative(),
  tokensOut: z.number().int().nonnegative(),
  usd: z.number().nonnegative().nullable(),
});
export type Usage = z.infer<typeof Usage>;
