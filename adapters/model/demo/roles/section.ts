import type { Statement } from "../brief/brief.ts";
import { strengthOf } from "../brief/modality.ts";
import { nounsIn } from "../brief/terms.ts";
import { blocks, table } from "../project/markdown.ts";
import type { Study } from "../project/study.ts";
import { counted, upperFirst } from "../project/wording.ts";

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

/** For a heading nobody wrote rules for: what the brief says that fits it. Where it says nothing, that is said: a program makes nothing up. */
const fitting = (heading: string, study: Study): string => {
  const found = bestStatements(heading, study);
  const count = study.facts.brief.statements.length;
  if (found.length === 0)
    return study.say(
      heading,
      `The brief of ${study.product} does not speak of “${heading}”. This program makes nothing up: a person or a real model has to say it, beginning with the ${counted(count, "statement")} of the brief.`,
      `Nothing in the ${counted(count, "statement")} of the brief is about “${heading}” of ${study.product}. A program does not guess; whoever writes this for real, a person or a model, begins there.`,
    );
  const rows = found.map((statement) => [
    statement.text,
    upperFirst(meaning(statement)),
    statement.section.title === "" ? "the brief" : statement.section.title,
  ]);
  return blocks(
    `${upperFirst(counted(found.length, "statement"))} of the brief of ${study.product} ${found.length === 1 ? "speaks" : "speak"} of “${heading}”; each is taken at its word.`,
    table(["The brief says", "What follows", "From"], rows),
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
    ...(heading.toLowerCase().match(/\p{L}{6,}/gu) ?? []),
  ]);
  const scored = study.facts.brief.statements
    .slice(0, 1_000)
    .map((statement, at) => ({ statement, at, score: score(statement, words) }))
    .filter((entry) => entry.score > 0);
  const best = scored.toSorted((a, b) => b.score - a.score || a.at - b.at).slice(0, 7);
  return best.toSorted((a, b) => a.at - b.at).map((entry) => entry.statement);
};

/** How many words it shares; one that binds comes before one that only tells. */
const score = (statement: Statement, words: ReadonlySet<string>): number => {
  const inTitle = nounsIn(statement.section.title).filter((noun) => words.has(noun.word)).length;
  const inText = nounsIn(statement.text).filter((noun) => words.has(noun.word)).length;
  const shared = 3 * inTitle + 2 * inText;
  return shared === 0 || strengthOf(statement.text) === "none" ? shared : shared + 1;
};
