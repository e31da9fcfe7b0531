import { outlineOf, type Span } from "./sections.ts";
import { wordsOf } from "./words.ts";

/** A text that evidence may come from: an artifact, found by its path. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** Where words were found. */
export interface Hit extends Span {
  readonly path: string;
}

interface Passage extends Hit {
  readonly words: readonly string[];
}

/** BM25's usual constants: how fast repetition stops to count, and how much long passages are held back. */
const saturation = 1.2;
const lengthWeight = 0.75;

/** The best paragraphs for some words over all sources, best first; equal ones in the order of the sources. */
export const bestPassages = (sources: readonly Source[], query: string, limit: number): readonly Hit[] => {
  const passages = sources.flatMap(passagesOf);
  const score = scorer(passages, [...new Set(wordsOf(query))]);
  return passages
    .map((passage, order) => ({ passage, order, score: score(passage) }))
    .filter((entry) => entry.score > 0)
    .toSorted((a, b) => b.score - a.score || a.order - b.order)
    .slice(0, limit)
    .map(({ passage: { path, from, to } }) => ({ path, from, to }));
};

const passagesOf = ({ path, text }: Source): readonly Passage[] =>
  outlineOf(text).blocks.map(({ from, to }) => ({ path, from, to, words: wordsOf(text.slice(from, to)) }));

/** Rare words count more than frequent ones. */
const scorer = (passages: readonly Passage[], terms: readonly string[]): ((passage: Passage) => number) => {
  const counts = new Map(passages.map((passage) => [passage, countTerms(passage.words, terms)]));
  const mean =
    passages.reduce((sum, passage) => sum + passage.words.length, 0) / Math.max(1, passages.length);
  const weight = new Map(
    terms.map((term) => [
      term,
      rarity([...counts.values()].filter((count) => count.has(term)).length, passages.length),
    ]),
  );
  return (passage) => {
    const long = 1 - lengthWeight + (lengthWeight * passage.words.length) / Math.max(1, mean);
    const found = [...(counts.get(passage) ?? [])];
    return found.reduce(
      (sum, [term, n]) => sum + ((weight.get(term) ?? 0) * (n * (saturation + 1))) / (n + saturation * long),
      0,
    );
  };
};

const rarity = (having: number, all: number): number => Math.log(1 + (all - having + 0.5) / (having + 0.5));

const countTerms = (words: readonly string[], terms: readonly string[]): ReadonlyMap<string, number> => {
  const wanted = new Set(terms);
  const counts = new Map<string, number>();
  for (const word of words) if (wanted.has(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
};
