import type { Spec } from "./project.ts";
import type { SpecOperation } from "./result.ts";
import {
  applySpec,
  patchTo,
  sameJson,
  specsSince,
  valueAt,
  versionLimit,
  type SpecDocument,
} from "./spec.ts";

type Version = Spec["undo"][number];

/** A spec from which the work of some stages was taken, and the patch that did it. */
export interface Without {
  readonly spec: Spec;
  readonly patch: readonly SpecOperation[];
}

/**
 * Takes the work of these stages out of the spec, for good, and leaves what others did, also meanwhile and beside it. What others built
 * on it and cannot stand without it goes too. Versions of which nobody knows whose they were are theirs after `since`.
 */
export const specWithout = (spec: Spec, stages: readonly string[], since: number): Without => {
  const isTheirs = ({ version, stages: whose }: Version): boolean =>
    whose === undefined ? version > since : whose.some((stage) => stages.includes(stage));
  const gone = spec.undo.filter((version) => version.undone !== true && isTheirs(version));
  if (gone.length === 0) return { spec, patch: [] };
  const undo = spec.undo.map((version): Version =>
    gone.includes(version) ? { ...version, undone: true } : version,
  );
  const marked = { ...spec, undo };
  const document = replay(marked);
  const patch = patchTo(spec.document, document);
  if (patch.length === 0) return { spec: marked, patch };
  const version = spec.version + 1;
  // What takes work out is nobody's work, and is not done again either.
  const back: Version = { version, patch: [...patchTo(document, spec.document)], undone: true };
  return { spec: { version, document, undo: [...undo, back].slice(-versionLimit) }, patch };
};

/** The stages that wrote what stands at a path now, above it or below it; the newest first. */
export const writersOf = (spec: Spec, path: string): readonly string[] => {
  const found = new Set<string>();
  for (const { patch, stages = [] } of spec.undo.filter(({ undone }) => undone !== true).toReversed()) {
    const paths = patch.map((operation) => operation.path);
    if (paths.some((one) => isWithin(one, path) || isWithin(path, one)))
      for (const stage of stages) found.add(stage);
    // What is older than a value that was put there as a whole does not stand any more.
    if (paths.some((one) => isWithin(path, one))) break;
  }
  return [...found];
};

const isWithin = (path: string, whole: string): boolean => path === whole || path.startsWith(`${whole}/`);

/** The document by all work that still counts, done again in its order. */
const replay = (spec: Spec): SpecDocument => {
  const rest = spec.undo.slice(spec.undo.findIndex(({ undone }) => undone === true));
  const documents = specsSince(spec, (rest[0]?.version ?? 1) - 1);
  const moves = rest.map(({ undone }, i) => ({ undone, before: documents[i], after: documents[i + 1] }));
  return moves.reduce<SpecDocument>(
    (document, { undone, before, after }) =>
      undone === true || before === undefined || after === undefined
        ? document
        : redone(document, before, after),
    documents[0] ?? spec.document,
  );
};

/** What made `after` of `before`, done again on another document: each operation that fits it. */
const redone = (document: SpecDocument, before: SpecDocument, after: SpecDocument): SpecDocument =>
  patchTo(before, after).reduce((next, operation) => {
    const own =
      valueAt(next, parentOf(operation.path)) === undefined ? wholeOf(operation, before, after) : [];
    const ways = [[operation], ...otherWays(operation, after), ...own];
    return ways.reduce<SpecDocument | null>((done, way) => done ?? fitted(next, way), null) ?? next;
  }, document);

const parentOf = (path: string): string => path.slice(0, path.lastIndexOf("/"));

/** What was put in the place of a value as a whole, keeping nothing of it, can stand where that value is gone. */
const wholeOf = (
  { path }: SpecOperation,
  before: SpecDocument,
  after: SpecDocument,
): readonly SpecOperation[][] => {
  const whole = parentOf(path);
  const [was, is] = [valueAt(before, whole), valueAt(after, whole)];
  if (!isObject(was) || !isObject(is)) return [];
  const names = Object.keys(was);
  // Something is built on an empty value rather than put in its place.
  const keepsSome = names.length === 0 || names.some((name) => sameJson(was[name], is[name]));
  return keepsSome ? [] : [[{ op: "add", path: whole, value: is }]];
};

const isObject = (value: SpecDocument[string] | undefined): value is SpecDocument =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const fitted = (document: SpecDocument, patch: readonly SpecOperation[]): SpecDocument | null => {
  const applied = applySpec(document, patch);
  return applied.ok ? applied.document : null;
};

/** A value can stand by itself where it replaced another one, and an item of a list where the items before it are gone. */
const otherWays = (operation: SpecOperation, after: SpecDocument): readonly SpecOperation[][] => {
  if (operation.op !== "add" && operation.op !== "replace") return [];
  const { path, value } = operation;
  const list = parentOf(path);
  if (!Array.isArray(valueAt(after, list))) return [[{ op: "add", path, value }]];
  return [[{ op: "add", path: `${list}/-`, value }], [{ op: "add", path: list, value: [value] }]];
};
