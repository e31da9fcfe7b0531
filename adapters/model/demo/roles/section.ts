import type { Statement } from "../brief/brief.ts";
import { strengthOf } from "../brief/modality.ts";
import { nounsIn } from "../brief/terms.ts";
import { blocks, table } from "../project/markdown.ts";
import type { Study } from "../project/study.ts";
import { counted, listed, upperFirst } from "../project/wording.ts";

/** Writes the sections whose heading it knows. */
export interface SectionWriter {
  readonly heading: RegExp;
  readonly write: (study: Study) => string;
}

/** Every section a document must have has at least this many words, or a closing paragraph is added. */
const fewestWords = 25;

/** The text under a heading: by the first writer that knows it and was not used yet, else from the statements of the brief that fit its words. */
export const writeSections = (
  study: Study,
  headings: readonly string[],
  writers: readonly SectionWriter[],
): readonly string[] => {
  const used = new Set<SectionWriter>();
  return headings.map((heading) => {
    const writer = writers.find((candidate) => candidate.heading.test(heading) && !used.has(candidate));
    if (writer !== undefined) used.add(writer);
    const text = writer === undefined ? "" : writer.write(study);
    const body = text.trim() === "" ? fitting(heading, study) : text;
    return blocks(`## ${heading}`, body, wordsIn(body) < fewestWords ? closing(heading, study) : "");
  });
};

const wordsIn = (text: string): number => text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;

const closing = (heading: string, study: Study): string => {
  const first = study.requirements[0];
  const rest =
    first === undefined
      ? "the brief says nothing that would change this"
      : `first among them ${first.id}, “${first.title}”`;
  return `“${heading}” of ${study.product} rests on ${counted(study.facts.brief.statements.length, "statement")} of the brief and on ${counted(study.requirements.length, "requirement")}, ${rest}.`;
};

/** For a heading nobody wrote rules for: what the brief says that fits it. */
const fitting = (heading: string, study: Study): string => {
  const found = bestStatements(heading, study);
  const intro = study.say(
    heading,
    `For “${heading}” the brief of ${study.product} gives these ${counted(found.length, "statement")}; each is taken at its word.`,
    `What ${study.product} needs under “${heading}” follows from ${counted(found.length, "statement")} of the brief.`,
  );
  const rows = found.map((statement) => [
    statement.text,
    upperFirst(meaning(statement)),
    statement.section.title === "" ? "the brief" : statement.section.title,
  ]);
  const related = study.facts.terms.slice(0, 6).map((term) => term.word);
  return blocks(
    intro,
    table(["The brief says", "What follows", "From"], rows),
    related.length === 0 ? "" : `Words to look for when this section is reviewed: ${listed(related)}.`,
  );
};

const meaning = (statement: Statement): string => {
  const meanings = {
    must: "binding; nothing is finished without it",
    should: "planned for the first version",
    could: "done where it can be done; exceptions are written down",
    not: "kept out, and checked at the end",
    none: "background that the choices must fit",
  };
  return meanings[strengthOf(statement.text)];
};

const bestStatements = (heading: string, study: Study): readonly Statement[] => {
  const words = new Set([
    ...nounsIn(heading).map((noun) => noun.word),
    ...heading.toLowerCase().split(/\s+/),
  ]);
  const scored = study.facts.brief.statements
    .slice(0, 1_000)
    .map((statement, at) => ({ statement, at, score: score(statement, words) }));
  const best = scored.toSorted((a, b) => b.score - a.score || a.at - b.at).slice(0, 7);
  return best.toSorted((a, b) => a.at - b.at).map((entry) => entry.statement);
};

const score = (statement: Statement, words: ReadonlySet<string>): number => {
  const inTitle = statement.section.title
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => words.has(word)).length;
  const inText = nounsIn(statement.text).filter((noun) => words.has(noun.word)).length;
  return 3 * inTitle + 2 * inText + (strengthOf(statement.text) === "none" ? 0 : 1);
};
