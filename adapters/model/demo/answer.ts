import { filled, targetOf } from "./filled.ts";
import { claimsOf, type Claim } from "./project/claims.ts";
import { evidenceOf } from "./project/evidence.ts";
import { patchOf, type PatchOperation } from "./project/patch.ts";
import type { Study } from "./project/study.ts";
import { summaryOf } from "./project/summary.ts";
import type { Voice } from "./project/voices.ts";
import { clipped, counted, hash, idRange } from "./project/wording.ts";
import { documentFor } from "./roles/document.ts";
import type { Action } from "./scenario.ts";
import { structureFor } from "./structures/structure.ts";

/** The answer to a step, in the shape every model answers in. */
export interface Answer {
  readonly summary: string;
  readonly confidence: number;
  readonly verdict: {
    readonly accept: boolean;
    readonly confidence: number;
    readonly reason: string;
    readonly about: string;
    readonly evidence: readonly { readonly source: string; readonly quote: string }[];
  } | null;
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly evidence: readonly {
    readonly id: string;
    readonly tool: "extract" | "search" | "spec";
    readonly argument: string;
    readonly needs: readonly string[];
  }[];
  readonly specPatch: readonly PatchOperation[];
  readonly claims: readonly Claim[];
  readonly questions: readonly { readonly text: string; readonly options: readonly string[] }[];
  readonly followed: readonly string[];
  /** Only where the prompt asks for one. */
  readonly structure?: object;
}

/** Writes the answer: everything from the study, except what the scenario wants otherwise at this step. */
export const answerFor = (read: Study, action: Action, seed: number): Answer => {
  const study: Study = { ...read, defects: action.defects ?? [] };
  const { turn } = study;
  const structure = structureFor(study);
  const key = `${seed}:${turn.agent}:${turn.stage}:${turn.step}:${turn.attempt}:${study.facts.product.name}`;
  const because = action.because === undefined ? "" : filled(action.because, study);
  return {
    summary: summaryOf(study, because),
    confidence: action.confidence ?? sure(key),
    verdict: turn.handedOver ? verdictOf(study, action, key) : null,
    files: [{ path: turn.file, text: documentFor(study, because) }],
    evidence:
      turn.step === "plan"
        ? evidenceOf(study).map(({ id, tool, argument, needs }) => ({ id, tool, argument, needs }))
        : [],
    specPatch: patchOf(study),
    claims: claimsOf(study),
    questions: (action.ask ?? []).map((kind) => questionFor(study, kind)),
    followed: turn.directions.map((voice) => clipped(followedBy(study, voice), 280)),
    ...(structure === null ? {} : { structure }),
  };
};

/** 0.86 to 0.95, in hundredths: enough to pass every gate. */
const sure = (key: string): number => (86 + (hash(key) % 10)) / 100;

const verdictOf = (study: Study, action: Action, key: string): Answer["verdict"] => {
  if (action.verdict === undefined)
    return {
      accept: true,
      confidence: sure(`${key}:verdict`),
      reason: accepting(study),
      about: "",
      evidence: [],
    };
  return {
    ...action.verdict,
    reason: filled(action.verdict.reason, study),
    about: action.verdict.accept ? "" : (study.turn.upstream[0] ?? study.turn.brief).name,
    evidence: action.verdict.accept ? [] : wordsOf(study),
  };
};

/** The words of the requirement that an objection is about. */
const wordsOf = (study: Study): readonly { readonly source: string; readonly quote: string }[] => {
  const source = targetOf(study)?.source ?? null;
  return source === null ? [] : [{ source: source.document, quote: source.quote.slice(0, 300).trim() }];
};

const followedBy = (study: Study, voice: Voice): string =>
  study.changes.find((change) => change.voice.kind === voice.kind && change.voice.words === voice.words)
    ?.effect ?? "Heeded throughout this document.";

const accepting = (study: Study): string => {
  const { turn, requirements } = study;
  const ids = idRange(study.demands.functional.map((requirement) => requirement.id));
  const last = requirements.find((requirement) => requirement.soft !== null);
  if (turn.upstream.length === 0)
    return `The brief can be worked on: it asks for ${counted(requirements.length, "thing")} in ${counted(study.features.length, "part")}, beginning with “${clipped(requirements[0]?.title ?? study.product, 80)}”.`;
  const rest =
    last === undefined
      ? "No wording is left that two people would read differently."
      : `“${last.soft ?? ""}” in ${last.id} is known and has an assumption to go on with.`;
  return `${turn.upstream[0]?.name ?? "The result"} can be built on: ${ids} each lead back to a sentence about ${study.product}. ${rest}`;
};

const questionFor = (study: Study, kind: "choice" | "open"): Answer["questions"][number] => {
  const fitting = study.questions.find((question) => (kind === "choice") === question.options.length > 0);
  if (fitting !== undefined) return { text: clipped(fitting.text, 400), options: fitting.options };
  const part = study.features[0]?.name ?? study.product;
  return kind === "choice"
    ? {
        text: `Which part of ${study.product} must be ready first?`,
        options: [...study.features.slice(0, 3).map((feature) => clipped(feature.name, 90)), "All at once"],
      }
    : { text: `What would make you say that “${clipped(part, 80)}” has failed?`, options: [] };
};
