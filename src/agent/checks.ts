import { holds } from "../project/expression.ts";
import { counted } from "../project/numbers.ts";
import type { Check, StepResult } from "../project/result.ts";
import type { Draft } from "./accept.ts";
import type { Assignment } from "./assignment.ts";
import type { GroundedClaim } from "./grounding.ts";
import { outlineOf, type Section } from "./sections.ts";
import { checkOf, meanOf, type Part } from "./structures/part.ts";
import { clip, countWords, sameTitle } from "./words.ts";

/** What the checks look at: an accepted answer and what was found out about it. */
export interface Checked {
  readonly assignment: Assignment;
  readonly draft: Draft;
  readonly claims: readonly GroundedClaim[];
  /** What was dropped from the evidence this step asked for. */
  readonly evidenceNotes: readonly string[];
  /** The parts of the rubric of its kind; none without a structure. */
  readonly parts: readonly Part[];
  /** Checks of the structure that do not score. */
  readonly alarms: readonly Check[];
  /** Numbers of the result, for the workflow's own checks. */
  readonly facts: NonNullable<StepResult["facts"]>;
}

/** Limit of StepResult. */
const mostChecks = 30;

/** Fewest words under a required heading before it counts as written. */
const sectionWords = 8;
/** Most words of a summary: it is posted. Source: requirement A2. */
const summaryWords = 500;
/** What writers leave behind for later. Capitals, because a brief may well be about a todo list. */
const placeholder =
  /\bTODO\b(?=\s*(?:[:(]|$))|\bTBD\b|\bFIXME\b|\b[Ll]orem ipsum\b|\[(?:insert|your|add)\b[^\]\n]*\]/gm;

/**
 * The deterministic checks of a step's result, and their weighted mean: the quality. A part of a rubric has its own weight, every
 * other check counts once. Whatever forbids a result was refused before.
 */
export const checkStep = (
  checked: Checked,
): { readonly checks: readonly Check[]; readonly quality: number } => {
  const { assignment, draft } = checked;
  const text = draft.output.files.find(({ path }) => path === assignment.task.file)?.text ?? "";
  const plain = [
    ...acceptedChecks(checked),
    ...sectionChecks(text, assignment.task.sections),
    placeholderCheck(draft),
    summaryCheck(draft.output.summary),
    claimCheck(checked),
    ...(assignment.step === "plan" ? [evidenceCheck(checked)] : []),
    ...ruleChecks(checked, text),
    ...checked.alarms,
  ];
  const counting = plain.flatMap(({ score }) => (score === null ? [] : [{ score, weight: 1 }]));
  return {
    checks: [...plain, ...checked.parts.map(checkOf)].slice(0, mostChecks),
    quality: meanOf([...counting, ...checked.parts]),
  };
};

/** What the workflow itself asks of the result. */
const ruleChecks = ({ assignment, draft, claims, facts }: Checked, text: string): readonly Check[] => {
  const rules = assignment.task.checks ?? [];
  if (rules.length === 0) return [];
  const { sections } = outlineOf(text);
  const asked = {
    document: {
      words: countWords(text),
      sections: sections.filter(({ level }) => level === 2).length,
      headings: sections.map(({ title }) => title),
    },
    claims: { total: claims.length, grounded: claims.filter(({ grounded }) => grounded).length },
    facts,
    spec: assignment.project.spec.document,
    confidence: draft.output.confidence,
  };
  return rules.map(({ name, that }) => scored(name, Number(holds(that, asked)), that));
};

const acceptedChecks = ({ assignment, draft }: Checked): readonly Check[] => [
  { name: "own file", passed: true, score: null, detail: clip(assignment.task.file, 300) },
  { name: "file paths", passed: true, score: null, detail: counted(draft.output.files.length, "file") },
  {
    name: "spec patch",
    passed: true,
    score: null,
    detail: `${counted(draft.specPatch.length, "operation")}, can be applied`,
  },
];

const sectionChecks = (text: string, required: readonly string[]): readonly Check[] => {
  if (required.length === 0) return [];
  const found = outlineOf(text).sections.filter(({ level }) => level === 2);
  const named = required.map((title) => ({
    title,
    section: found.find((section) => sameTitle(section.title) === sameTitle(title)),
  }));
  const missing = named.filter(({ section }) => section === undefined);
  const thin = named.filter(({ section }) => section === undefined || wordsIn(text, section) < sectionWords);
  return [
    scored("required sections", 1 - missing.length / required.length, titles("missing", missing)),
    scored("section content", 1 - thin.length / required.length, titles(`under ${sectionWords} words`, thin)),
  ];
};

const placeholderCheck = ({ output }: Draft): Check => {
  const found = output.files
    .filter(({ path }) => path.endsWith(".md"))
    .flatMap(({ text }) => text.match(placeholder) ?? []);
  return scored(
    "no placeholders",
    1 / (1 + found.length),
    found.length === 0 ? "none" : `found: ${[...new Set(found)].join(", ")}`,
  );
};

const summaryCheck = (summary: string): Check => {
  const words = countWords(summary);
  return scored(
    "summary length",
    Math.min(1, summaryWords / Math.max(1, words)),
    `${words} words, at most ${summaryWords}`,
  );
};

/** A document whose statements come from nowhere scores 0; a plan need not state anything. */
const claimCheck = ({ assignment, claims }: Checked): Check => {
  const name = "claims grounded";
  if (claims.length === 0 && assignment.step === "plan")
    return { name, passed: true, score: null, detail: "no claims" };
  if (claims.length === 0) return scored(name, 0, "no statement is linked to a source");
  const lost = claims.filter((claim) => !claim.grounded);
  const detail = `${claims.length - lost.length} of ${claims.length}`;
  return scored(
    name,
    1 - lost.length / claims.length,
    lost.length === 0 ? detail : `${detail}; not: ${lost.map(({ text }) => text).join("; ")}`,
  );
};

const evidenceCheck = ({ draft, evidenceNotes }: Checked): Check => {
  const asked = draft.output.evidence.length;
  const detail = evidenceNotes.length === 0 ? counted(asked, "evidence step") : evidenceNotes.join("; ");
  return {
    name: "evidence plan",
    passed: asked > 0 && evidenceNotes.length === 0,
    score: null,
    detail: clip(detail, 300),
  };
};

const wordsIn = (text: string, section: Section): number =>
  countWords(text.slice(section.bodyFrom, section.to));

const titles = (what: string, named: readonly { readonly title: string }[]): string =>
  named.length === 0 ? "all there" : `${what}: ${named.map(({ title }) => title).join(", ")}`;

const scored = (name: string, score: number, detail: string): Check => ({
  name,
  passed: score === 1,
  score,
  detail: clip(detail, 300),
});
