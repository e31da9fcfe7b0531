import type { Bodies, ModelResponse } from "../ports.ts";
import type { FileRef, Question, StepFailure, StepResult } from "../project/result.ts";
import type { Usage } from "../project/words.ts";
import type { Draft } from "./accept.ts";
import { checkStep } from "./checks.ts";
import type { Context } from "./context.ts";
import { readEvidence } from "./evidence-plan.ts";
import { looped } from "./failures.ts";
import { phaseOf } from "./file-paths.ts";
import { groundClaims, type GroundedClaim } from "./grounding.ts";
import { labelled } from "./label.ts";
import { repeatsItself } from "./loop-guard.ts";
import type { StepOutput } from "./output.ts";
import type { Material } from "./pieces.ts";
import { withSources } from "./sources-section.ts";
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
  return { type: "done", result: resultOf(accepted, claims, files) };
};

const storeFiles = (
  { material, draft }: Accepted,
  claims: readonly GroundedClaim[],
  bodies: Bodies,
): Promise<FileRef[]> => {
  const { project, task } = material.assignment;
  return Promise.all(
    draft.output.files.map(async ({ path, text }) => {
      const marked = project.mode === "scripted" ? labelled(path, text) : text;
      const final = path === task.file ? withSources(marked, claims) : marked;
      return { path, phase: phaseOf(path), body: await bodies.put(final) };
    }),
  );
};

const resultOf = (accepted: Accepted, claims: readonly GroundedClaim[], files: FileRef[]): StepResult => {
  const { material, context, draft, usage, answeredBy } = accepted;
  const { assignment } = material;
  const { evidence, notes } =
    assignment.step === "plan" ? readEvidence(draft.output.evidence) : { evidence: [], notes: [] };
  const { checks, quality } = checkStep({ assignment, draft, claims, evidenceNotes: notes });
  return {
    summary: clip(draft.output.summary.trim(), summaryLength),
    confidence: draft.output.confidence,
    verdict: draft.verdict,
    files,
    specPatch: [...draft.specPatch],
    questions: questionsOf(draft.output),
    evidence: [...evidence],
    checks: [...checks],
    quality,
    claims: { total: claims.length, grounded: claims.filter(({ grounded }) => grounded).length },
    dependsOn: [...context.dependsOn],
    model: clip(answeredBy.model, 120),
    switches: switchesOf(answeredBy),
    usage,
  };
};

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

/** Another provider answered than the one first asked: the thread is told. */
const switchesOf = ({ switched, model }: Accepted["answeredBy"]): StepResult["switches"] =>
  switched === undefined
    ? []
    : [{ from: clip(switched.from, 120), to: clip(model, 120), reason: clip(switched.reason, 300) }];
