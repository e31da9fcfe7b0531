import { z } from "zod";
import { Message } from "./message.ts";
import { FileRef } from "./result.ts";
import { BodyRef, Instant, StepKind } from "./words.ts";

const base = {
  /** `{project}:{version}:{n}`: never changes, so the outside world can be asked whether it already happened. */
  id: z.string(),
  /** `sending` is saved before the act; after a crash only these are looked up before they are repeated. */
  state: z.enum(["ready", "sending"]),
  /** Effects that must be done first. */
  after: z.array(z.string()).max(10),
  /** Failed tries so far, and the time before which it is not tried again. */
  tries: z.number().int().nonnegative(),
  notBefore: Instant,
};

/** An order to the outside world. It stays in the project's row until its outcome is saved. */
export const Effect = z.discriminatedUnion("type", [
  /** Post the status card as root and open a thread on it. */
  z.strictObject({ ...base, type: z.literal("openThread") }),
  z.strictObject({ ...base, type: z.literal("post"), message: Message }),
  /** Post an escalation as it stands when it is posted. */
  z.strictObject({ ...base, type: z.literal("ask"), escalation: z.string() }),
  /** Redraw the status card (`status`) or an escalation (its id) as it stands now. */
  z.strictObject({ ...base, type: z.literal("edit"), target: z.string() }),
  z.strictObject({
    ...base,
    type: z.literal("upload"),
    path: z.string(),
    version: z.number().int().positive(),
    body: BodyRef,
  }),
  z.strictObject({
    ...base,
    type: z.literal("writeArtifact"),
    /** `brief` for the brief, else `{stage}.{step}`. */
    step: z.string(),
    agent: z.string(),
    title: z.string(),
    files: z.array(FileRef).min(1).max(200),
    dependsOn: z.array(z.string()).max(50),
  }),
  z.strictObject({
    ...base,
    type: z.literal("runStep"),
    stage: z.string(),
    step: StepKind,
    attempt: z.number().int().positive(),
    timeoutMs: z.number().int().positive(),
    /** Dollars reserved for this run: all it may cost, with what earlier tries of it may have cost. 0 when nothing costs. */
    maxUsd: z.number().nonnegative(),
  }),
]);
export type Effect = z.infer<typeof Effect>;

/** The talk lane keeps people informed while the work lane waits for a model. Each lane performs its effects in order. */
export const laneOf = (effect: Effect): "talk" | "work" =>
  effect.type === "runStep" || effect.type === "writeArtifact" ? "work" : "talk";
