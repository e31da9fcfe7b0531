import type { Bodies, ModelResponse } from "../ports.ts";
import type { FileRef, Question, StepFailure, StepResult } from "../project/result.ts";
import type { Usage } from "../project/words.ts";
import type { Draft } from "./accept.ts";
import { contradictionsOf } from "./contradictions.ts";
import { readEvidence } from "./evidence-plan.ts";
import { looped } from "./failures.ts";
import { phaseOf } from "./file-paths.ts";
import { findingsOf } from "./findings.ts";
import { groundClaims, type GroundedClaim } from "./grounding.ts";
import { labelled } from "./label.ts";
import { repeatsItself } from "./loop-guard.ts";
import type { StepOutput } from "./output.ts";
import type { Context } from "./page.ts";
import type { Material } from "./pieces.ts";
import { withSources } from "./sources-section.ts";
import { writeStatements } from "./statements.ts";
import { canonical, withStructure } from "./structures/structure.ts";
import { withTraceability } from "./structures/trace-section.ts";
import { traceOf } from "./structures/traceability.ts";
import { switchesOf } from "./switches.ts";
import { groundedVerdict } from "./verdict.ts";
import { clip } from "./words.ts";

/** An accepted answer with all that it was made from. */
export interface Accepted {
  readonly material: Material;
  readonly context: Context;
  readonly draft: Draft;
  readonly usage: Usage;
  /** Who gave the answer that was taken. */
  readonly answeredBy: Pick<ModelResponse, "model" | "switched">;
}

/** Limits of StepResult. */
const summaryLength = 4_000;
const questionLimit = 10;
const followedLimit = 20;

/** Grounds, checks and stores an accepted answer. Nothing in the stored files depends on time or chance. */
export const finishStep = async (
  accepted: Accepted,
  bodies: Bodies,
): Promise<
  | { readonly type: "done"; readonly result: StepResult }
  | { readonly type: "failed"; readonly failure: StepFailure }
> => {
  const { material, draft, usage } = accepted;
  const claims = groundClaims(draft.output.claims, material);
  const files = await storeFiles(accepted, claims, bodies);
  if (repeatsItself(material.assignment, files)) return { type: "failed", failure: looped(usage) };
  const kept = await storeData(accepted, claims, bodies);
  return { type: "done", result: { ...resultOf(accepted, claims, files), ...kept } };
};

/** What later stages read: the structure, and the statements of a result with what they contradict. */
const storeData = async (
  { material, draft: { structure } }: Accepted,
  claims: readonly GroundedClaim[],
  bodies: Bodies,
): Promise<Pick<StepResult, "structure" | "statements" | "contradictions">> => {
  if (material.assignment.step !== "produce") return {};
  const contradictions = contradictionsOf(claims, material.earlier.stated);
  return {
    ...(structure === null ? {} : { structure: await bodies.put(canonical(structure)) }),
    ...(claims.length === 0 ? {} : { statements: await bodies.put(writeStatements(claims)) }),
    ...(contradictions.length === 0 ? {} : { contradictions: [...contradictions] }),
  };
};

const storeFiles = (
  accepted: Accepted,
  claims: readonly GroundedClaim[],
  bodies: Bodies,
): Promise<FileRef[]> => {
  const { material, draft } = accepted;
  const { project, task } = material.assignment;
  return Promise.all(
    draft.output.files.map(async ({ path, text }) => {
      const marked = project.mode === "scripted" ? labelled(path, text) : text;
      const final = path === task.file ? withSources(traced(marked, accepted), claims) : marked;
      return { path, phase: phaseOf(path), body: await bodies.put(final) };
    }),
  );
};

/** A test plan ends with the way of every requirement to its tests. */
const traced = (text: string, { material, draft: { structure } }: Accepted): string =>
  structure?.kind === "test-plan"
    ? withTraceability(text, traceOf(withStructure(material.earlier.structures, structure)))
    : text;

const resultOf = (accepted: Accepted, claims: readonly GroundedClaim[], files: FileRef[]): StepResult => {
  const { material, context, draft, usage, answeredBy } = accepted;
  const { assignment } = material;
  const { evidence, notes } =
    assignment.step === "plan" ? readEvidence(draft.output.evidence) : { evidence: [], notes: [] };
  const findings = findingsOf({ material, draft, claims, evidenceNotes: notes });
  const followed = followedOf(draft.output, context.directions);
  return {
    summary: clip(draft.output.summary.trim(), summaryLength),
    confidence: draft.output.confidence,
    verdict: groundedVerdict(draft.verdict, material),
    files,
    specPatch: [...draft.specPatch],
    questions: questionsOf(draft.output),
    evidence: [...evidence],
    ...findings,
    ...(followed.length === 0 ? {} : { followed }),
    claims: { total: claims.length, grounded: claims.filter(({ grounded }) => grounded).length },
    dependsOn: [...context.dependsOn],
    model: clip(answeredBy.model, 120),
    switches: switchesOf(answeredBy),
    usage,
  };
};

/** The answers to directions; words about directions that nobody gave are dropped. */
const followedOf = ({ followed }: StepOutput, directions: number): string[] =>
  followed
    .slice(0, Math.min(directions, followedLimit))
    .map((line) => clip(line.replace(/\s+/g, " ").trim(), 300))
    .filter((line) => line !== "");

const questionsOf = ({ questions }: StepOutput): Question[] =>
  questions
    .filter(({ text }) => text.trim() !== "")
    .slice(0, questionLimit)
    .map(({ text, options }, index) => ({
      id: `q${index + 1}`,
      text: clip(text.trim(), 500),
      options: options
        .map((option) => clip(option.trim(), 100))
        .filter((option) => option !== "")
        .slice(0, 10),
    }));
