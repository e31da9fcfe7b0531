import jsonpatch, { type Operation } from "fast-json-patch";
import type { StepOutput } from "#src/agent/output.ts";

/** The spec of a new project. */
export const emptySpec: Readonly<Record<string, unknown>> = {};

/** Applies a patch as the runtime does: strictly, and without touching the document it is given. */
export const applySpec = (
  spec: Readonly<Record<string, unknown>>,
  patch: StepOutput["specPatch"],
): Readonly<Record<string, unknown>> => {
  const operations = patch.map(({ op, path, value }): Operation => {
    if (op !== "add" && op !== "replace") throw new Error(`unexpected ${op}`);
    return { op, path, value: JSON.parse(value ?? "null") };
  });
  return jsonpatch.applyPatch({ ...spec }, operations, true, false).newDocument;
};
