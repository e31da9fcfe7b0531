import jsonpatch from "fast-json-patch";
import type { Spec } from "./project.ts";
import type { SpecOperation } from "./result.ts";

/** The spec's document: plain JSON. */
export type SpecDocument = Spec["document"];

/** Most characters of JSON a spec may have, so that a project's row stays small. */
export const specLimit = 24_000;

/** Most versions that can be restored from the row; the spec's history in the log has all of them. */
export const versionLimit = 500;

/** A patch applied, with the patch that undoes it; or why it does not apply, in which case nothing changed. */
export type Applied =
  | { readonly ok: true; readonly document: SpecDocument; readonly undo: readonly SpecOperation[] }
  | { readonly ok: false; readonly problem: string };

/** Applies an RFC 6902 patch as a whole or not at all; `test` operations are honoured. */
export const applySpec = (document: SpecDocument, patch: readonly SpecOperation[]): Applied => {
  if (patch.length === 0) return { ok: true, document, undo: [] };
  try {
    const next = jsonpatch.applyPatch(document, structuredClone([...patch]), true, false).newDocument;
    if (!isObject(next))
      return { ok: false, problem: "the patch replaces the whole spec by something that is not an object" };
    if (cannotBeUndone(next))
      return { ok: false, problem: "`__proto__` and `constructor.prototype` cannot be names" };
    const size = JSON.stringify(next).length;
    if (size > specLimit)
      return { ok: false, problem: `the spec would have ${size} characters; the limit is ${specLimit}` };
    return { ok: true, document: next, undo: patchTo(next, document) };
  } catch (error) {
    return { ok: false, problem: describe(error) };
  }
};

/** The next version of a spec by the work of these stages, or why there is none. An empty patch changes nothing. */
export const patchSpec = (
  spec: Spec,
  patch: readonly SpecOperation[],
  stages: readonly string[] = [],
): Spec | { readonly problem: string } => {
  if (patch.length === 0) return spec;
  const applied = applySpec(spec.document, patch);
  if (!applied.ok) return { problem: applied.problem };
  const version = spec.version + 1;
  const step = { version, patch: [...applied.undo], ...(stages.length === 0 ? {} : { stages: [...stages] }) };
  const undo = [...spec.undo, step].slice(-versionLimit);
  return { version, document: applied.document, undo };
};

/** The document as it was at `version`; undefined for a version that never was, or is too long ago. */
export const specAt = (spec: Spec, version: number): SpecDocument | undefined => {
  const oldest = spec.version - spec.undo.length;
  if (!Number.isInteger(version) || version < oldest || version > spec.version) return undefined;
  return spec.undo
    .filter((step) => step.version > version)
    .toReversed()
    .reduce((document, step) => mustApply(document, step.patch), spec.document);
};

/** The documents from `version` to now, oldest first; from the oldest that is known when that is too long ago. */
export const specsSince = (spec: Spec, version: number): readonly SpecDocument[] =>
  spec.undo
    .filter((step) => step.version > version)
    .toReversed()
    .reduce<readonly SpecDocument[]>(
      (documents, step) => [mustApply(documents[0] ?? spec.document, step.patch), ...documents],
      [spec.document],
    );

/** What stands at a JSON pointer; undefined where nothing does. */
export const valueAt = (document: SpecDocument, path: string): SpecDocument[string] | undefined => {
  try {
    const value: unknown = jsonpatch.getValueByPointer(document, path);
    // Proof: the document is JSON, and so is every part of it.
    return value as SpecDocument[string] | undefined;
  } catch {
    return undefined;
  }
};

/** The patch that makes one document of another. */
export const patchTo = (from: SpecDocument, to: SpecDocument): readonly SpecOperation[] =>
  // compare() makes only add, replace and remove, with values taken from JSON documents.
  jsonpatch.compare(from, to) as SpecOperation[];

/** Is it the same JSON? The order of names does not matter. */
export const sameJson = (
  one: SpecDocument[string] | undefined,
  other: SpecDocument[string] | undefined,
): boolean => jsonpatch.compare({ value: one }, { value: other }).length === 0;

const mustApply = (document: SpecDocument, patch: readonly SpecOperation[]): SpecDocument => {
  const applied = applySpec(document, patch);
  if (!applied.ok) throw new Error(`an undo patch does not apply: ${applied.problem}`);
  return applied.document;
};

/** fast-json-patch refuses these names in paths, so that a document which got them in a value could not be patched back. */
const cannotBeUndone = (value: unknown, ofConstructor = false): boolean =>
  typeof value === "object" &&
  value !== null &&
  Object.entries(value).some(
    ([name, child]) =>
      name === "__proto__" ||
      (ofConstructor && name === "prototype") ||
      cannotBeUndone(child, name === "constructor"),
  );

const isObject = (value: unknown): value is SpecDocument =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** fast-json-patch puts the whole document into its messages; its first line says enough. */
const describe = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const operation = "operation" in error ? ` in ${JSON.stringify(error.operation).slice(0, 200)}` : "";
  return `${error.message.split("\n")[0]}${operation}`;
};
