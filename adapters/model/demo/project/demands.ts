import type { Brief, Statement } from "../brief/brief.ts";
import type { Facts } from "../brief/facts.ts";
import {
  isBehaviour,
  isExample,
  isImperative,
  isLeadIn,
  softWordingOf,
  strengthOf,
} from "../brief/modality.ts";
import { assumptionsFor } from "./assumptions.ts";
import { categoryOf } from "./category.ts";
import {
  wayOfWorking,
  type Candidate,
  type Demands,
  type Exclusion,
  type Requirement,
} from "./requirement.ts";
import { titleFrom } from "./title.ts";

/** Most requirements of each kind in one document: more than that nobody reads. The rest is counted. */
const mostFunctional = 40;
const mostQuality = 30;
const mostExclusions = 12;

const excludingSection =
  /\b(?:not (?:this time|now|wanted|included|in scope)|out of scope|non-?goals?|won['’]t|will not|later|nicht|hors (?:du )?p[ée]rim)/i;
const excluding =
  /^(?:no|there (?:is|are) no|we (?:do not|don['’]t) (?:want|need)|it (?:should|must) not become|out of scope|kein|es soll kein)/i;

/** Turns a brief's statements into numbered requirements and exclusions. Statements that only tell are left out, unless nothing else is there. */
export const demandsOf = (facts: Facts): Demands => {
  const candidates = candidatesOf(facts.brief, facts.english);
  const excluded = candidates.filter(isExcluded);
  const asked = candidates.filter((candidate) => !isExcluded(candidate));
  const quality = asked.filter(
    (candidate) => categoryOf(candidate.statement.section, candidate.statement.text) !== null,
  );
  const functional = asked.filter((candidate) => !quality.includes(candidate));
  const own = fairly(functional, mostFunctional).map((candidate, at) =>
    requirement(facts, candidate, `FR-${at + 1}`),
  );
  const kept = byCategory(fairly(quality, mostQuality)).map((candidate, at) =>
    requirement(facts, candidate, `NFR-${at + 1}`),
  );
  return {
    functional: [...own, ...assumptionsFor(facts, own)],
    quality: kept,
    exclusions: excluded.slice(0, mostExclusions).map(exclusion),
    left: asked.length - own.length - kept.length,
  };
};

const candidatesOf = (brief: Brief, english: boolean): readonly Candidate[] => {
  const statements = brief.statements.filter(
    (statement) => statement.text.length > 8 && !statement.text.endsWith("?"),
  );
  const deep = statements.some((statement) => statement.section.depth > 1);
  const wanted = (statement: Statement): boolean =>
    !isExample(statement.text) &&
    !isLeadIn(statement) &&
    (excludingSection.test(statement.section.title) ||
      (english ? asks(statement) : asksForeign(statement, deep)));
  const asking = statements.filter(wanted);
  const next = new Map(statements.map((statement, at) => [statement, statements[at + 1]]));
  return (asking.length > 0 ? asking : statements).map((statement) => ({
    statement,
    strength: strengthOf(statement.text),
    example: exampleAfter(next.get(statement)),
  }));
};

// In a language whose sentences are not understood, all count, except an introduction.
const asksForeign = (statement: Statement, deep: boolean): boolean =>
  !deep || statement.section.depth > 1 || strengthOf(statement.text) !== "none";

const asks = (statement: Statement): boolean => {
  const { text } = statement;
  if (strengthOf(text) !== "none" || isImperative(text) || isBehaviour(text)) return true;
  return (
    statement.section.depth > 1 &&
    !/\b(?:is|are) (?:a|an|one|our|my)\b/i.test(text) &&
    !/\bthere (?:is|are)\b/i.test(text) &&
    !/\bhas (?:three|two|four|the following)\b/i.test(text)
  );
};

const exampleAfter = (next: Statement | undefined): string | null =>
  next !== undefined && isExample(next.text) ? next.text : null;

const isExcluded = ({ statement, strength }: Candidate): boolean =>
  excludingSection.test(statement.section.title) || (strength === "not" && excluding.test(statement.text));

/** Takes from every section in turn until `most` are taken, and keeps the brief's order. */
const fairly = (candidates: readonly Candidate[], most: number): readonly Candidate[] => {
  if (candidates.length <= most) return candidates;
  const bySection = Map.groupBy(candidates, (candidate) => candidate.statement.section);
  const rounds = [...candidates].map((candidate) => ({
    candidate,
    round: bySection.get(candidate.statement.section)?.indexOf(candidate) ?? 0,
  }));
  const taken = new Set(
    rounds
      .toSorted((a, b) => a.round - b.round)
      .slice(0, most)
      .map((entry) => entry.candidate),
  );
  return candidates.filter((candidate) => taken.has(candidate));
};

// Categories in the order in which they first appear, the way of working last.
const byCategory = (candidates: readonly Candidate[]): readonly Candidate[] => {
  const groups = Map.groupBy(candidates, ({ statement }) => categoryOf(statement.section, statement.text));
  return [...groups]
    .toSorted(([a], [b]) => Number(a === wayOfWorking) - Number(b === wayOfWorking))
    .flatMap(([, own]) => own);
};

const requirement = (facts: Facts, candidate: Candidate, id: string): Requirement => {
  const { statement, strength } = candidate;
  const category = id.startsWith("N") ? categoryOf(statement.section, statement.text) : null;
  return {
    id,
    title: titleFrom(statement.text),
    text: statement.text,
    source: statement.quote === "" ? null : { document: facts.brief.document, quote: statement.quote },
    strength: strength === "none" ? "must" : strength,
    soft: softWordingOf(statement.text),
    group: category ?? groupOf(facts.brief, statement),
    example: candidate.example,
    origin: "brief",
  };
};

const groupOf = (brief: Brief, { section }: Statement): string => {
  const overall = section.depth <= 1 && brief.sections.filter((other) => other.depth === 1).length <= 1;
  return overall ? "The whole" : section.title;
};

const exclusion = ({ statement }: Candidate): Exclusion => ({ text: statement.text, quote: statement.quote });
