import assert from "node:assert/strict";
import type { Project } from "#src/project/project.ts";
import { specAt, specsSince, type SpecDocument } from "#src/project/spec.ts";
import type { Memory, Turn } from "./memory.ts";

/** Throws when a change of the spec lost a version, or brought back what was taken out of it, or took more. */
export const checkSpec = (turn: Turn, project: Project, memory: Memory): void => {
  specsCanBeRestored(project, memory);
  undoneStaysOut(turn, project, memory);
};

const specsCanBeRestored = (project: Project, { specs }: Memory): void => {
  const { version, document } = project.spec;
  if (!specs.has(version)) specs.set(version, structuredClone(document));
  const documents = specsSince(project.spec, 0);
  assert.equal(documents.length, version + 1, "every version can be restored");
  for (const [old, was] of specs) assert.deepEqual(documents[old], was, `spec version ${old}`);
  assert.deepEqual(specAt(project.spec, Math.floor(version / 2)), documents[Math.floor(version / 2)]);
};

/** Values of the spec that say which attempt wrote them, as \`api.produce.2!\`. */
const signaturesIn = (document: SpecDocument): readonly string[] =>
  JSON.stringify(document).match(/[a-z]+\.(plan|produce)\.\d+!/g) ?? [];

const undoneStaysOut = ({ before, after }: Turn, project: Project, memory: Memory): void => {
  const now = new Set(signaturesIn(project.spec.document));
  const back = after.envelopes.map(({ content }) => content.data["undone"]).find(Array.isArray) ?? [];
  const isUndone = (signature: string): boolean => back.includes(signature.split(".")[0] ?? "");
  for (const signature of memory.signatures) if (isUndone(signature)) memory.undone.add(signature);
  for (const signature of now) {
    assert.ok(!memory.undone.has(signature), `${signature} was undone and stays out of the spec`);
    memory.signatures.add(signature);
  }
  if (back.length === 0 || before === undefined) return;
  for (const signature of signaturesIn(before.spec.document))
    assert.ok(isUndone(signature) || now.has(signature), `${signature} was not undone and stays in the spec`);
};
