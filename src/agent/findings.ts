import type { StepResult } from "../project/result.ts";
import type { Draft } from "./accept.ts";
import { checkStep } from "./checks.ts";
import { foldOnce, locate, type GroundedClaim } from "./grounding.ts";
import type { Material } from "./pieces.ts";
import { factsOfStructure } from "./structures/facts.ts";
import { meanOf, type Part } from "./structures/part.ts";
import { rubric } from "./structures/rubric.ts";
import { withStructure } from "./structures/structure.ts";
import { defectCheck } from "./structures/test-plan-rubric.ts";

/** An accepted answer with what was found out about it. */
export interface Found {
  readonly material: Material;
  readonly draft: Draft;
  readonly claims: readonly GroundedClaim[];
  readonly evidenceNotes: readonly string[];
}

/** Checks, quality and numbers of a result. A step without a structure has no numbers of its own. */
export const findingsOf = (found: Found): Pick<StepResult, "checks" | "quality" | "facts"> => {
  const { material, draft, claims, evidenceNotes } = found;
  const { assignment } = material;
  const parts = partsOf(found);
  const facts = factsOf(found, parts);
  const alarms = draft.structure?.kind === "test-plan" ? [defectCheck(draft.structure.value)] : [];
  const { checks, quality } = checkStep({ assignment, draft, claims, evidenceNotes, parts, alarms, facts });
  return { checks: [...checks], quality, ...(draft.structure === null ? {} : { facts }) };
};

const partsOf = ({ material, draft }: Found): readonly Part[] => {
  if (draft.structure === null) return [];
  const { assignment, documents, earlier } = material;
  const foldOf = foldOnce();
  return rubric({
    structure: draft.structure,
    earlier: earlier.structures,
    document: draft.output.files.find(({ path }) => path === assignment.task.file)?.text ?? "",
    brief: documents[0]?.text ?? "",
    isQuoted: (words) => documents.some(({ text }) => locate(text, words, foldOf) !== undefined),
  });
};

const factsOf = ({ material, draft }: Found, parts: readonly Part[]): NonNullable<StepResult["facts"]> => {
  const { structure } = draft;
  if (structure === null) return {};
  return {
    ...factsOfStructure(structure, withStructure(material.earlier.structures, structure)),
    completeness: Math.round(meanOf(parts) * 100) / 100,
  };
};
