import type { SpecDocument } from "../project/spec.ts";
import { wordsOf } from "./words.ts";

/** Most UTF-16 units of the spec in a prompt: about 2,500 tokens of JSON. */
const specShown = 8_000;

/** Decisions of people bind everyone, so they are shown first whatever the step is about. */
const always = "decisions";

/** The entries of the spec that matter most for a step about these words, as JSON, and the names of those left out. */
export const specView = (
  spec: SpecDocument,
  about: string,
): { readonly json: string; readonly leftOut: readonly string[] } => {
  const words = new Set(wordsOf(about));
  const ranked = Object.entries(spec)
    .map(([name, value]) => ({
      name,
      value,
      score: name === always ? Infinity : overlap(words, `${name} ${JSON.stringify(value)}`),
    }))
    .toSorted((a, b) => b.score - a.score);
  let room = specShown;
  const chosen = ranked.filter(({ name, value }) => {
    const size = JSON.stringify({ [name]: value }, null, 1).length;
    if (size > room) return false;
    room -= size;
    return true;
  });
  const names = new Set(chosen.map(({ name }) => name));
  const shown = Object.fromEntries(Object.entries(spec).filter(([name]) => names.has(name)));
  return {
    json: JSON.stringify(shown, null, 1),
    leftOut: Object.keys(spec).filter((name) => !names.has(name)),
  };
};

/** The share of the entry's different words that the step is about. */
const overlap = (about: ReadonlySet<string>, entry: string): number => {
  const own = new Set(wordsOf(entry));
  return [...own].filter((word) => about.has(word)).length / Math.max(1, own.size);
};
