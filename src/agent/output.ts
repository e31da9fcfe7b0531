import { z } from "zod";
import type { StructureKind } from "../project/workflow.ts";
import { schemas } from "./structures/structure.ts";

/**
 * What a model answers for one step, in the schema dialect that every provider accepts: plain objects, arrays,
 * strings, numbers, booleans and null; no optional keys, no records, no any.
 */
export const StepOutput = z.strictObject({
  /** What was done and decided, for the thread: at most 500 words. */
  summary: z.string().min(1),
  /** The agent's own confidence in this result, 0 to 1. */
  confidence: z.number().min(0).max(1),
  /** In a plan step that received a handoff: is the result good enough to build on? Null otherwise. */
  verdict: z
    .strictObject({
      accept: z.boolean(),
      confidence: z.number().min(0).max(1),
      reason: z.string(),
      /** The file that is objected to; empty when there is nothing to object to. */
      about: z.string(),
      /** The exact words that the objection rests on. */
      evidence: z.array(z.strictObject({ source: z.string(), quote: z.string() })),
    })
    .nullable(),
  /** Complete documents. The step's own file must be among them; paths are relative to the project's artifacts. */
  files: z.array(z.strictObject({ path: z.string(), text: z.string() })),
  /** In a plan step: the evidence that the produce step will need. Empty in a produce step. */
  evidence: z.array(
    z.strictObject({
      id: z.string(),
      tool: z.enum(["extract", "search", "spec"]),
      argument: z.string(),
      needs: z.array(z.string()),
    }),
  ),
  /** RFC 6902 operations on the spec; `value` is JSON text, null where the operation has none. */
  specPatch: z.array(
    z.strictObject({
      op: z.enum(["add", "replace", "test", "remove", "move", "copy"]),
      path: z.string(),
      from: z.string().nullable(),
      value: z.string().nullable(),
    }),
  ),
  /** Statements of the documents with the exact words they come from; `source` is the name of a given document. */
  claims: z.array(z.strictObject({ text: z.string(), source: z.string(), quote: z.string() })),
  /** Questions without which the step cannot be done well. No options means free text. */
  questions: z.array(z.strictObject({ text: z.string(), options: z.array(z.string()) })),
  /** What was done about each direction of people, in their order; empty when there were none. */
  followed: z.array(z.string()),
});
export type StepOutput = z.infer<typeof StepOutput>;

/** What a model answers for a step; one whose result has a structure gives that too. */
export const outputSchema = (
  kind: StructureKind | undefined,
): z.ZodType<StepOutput & { readonly structure?: unknown }> =>
  kind === undefined ? StepOutput : StepOutput.extend({ structure: schemas[kind] });
