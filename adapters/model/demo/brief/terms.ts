import type { Brief } from "./brief.ts";
import { actions, imperatives, people, stopWords, vague } from "./lexicon.ts";
import { withoutCode } from "./sentences.ts";

/** A thing the brief talks about. */
export interface Term {
  /** Singular, lower case where the language allows it. */
  readonly word: string;
  readonly count: number;
  /** Titles of the sections that speak of it, in order. */
  readonly sections: readonly string[];
}

/** Words read for terms; enough for any brief a person wrote. */
const wordLimit = 60_000;

/** What the brief talks about, most important first: by frequency, more when it stands behind an article or in a heading. */
export const termsOf = (brief: Brief, english: boolean): readonly Term[] => {
  const seen = new Map<string, { count: number; weight: number; sections: Set<string> }>();
  const nouns = english ? nounsIn : capitalsIn;
  const add = (word: string, weight: number, section: string): void => {
    const entry = seen.get(word) ?? { count: 0, weight: 0, sections: new Set<string>() };
    seen.set(word, {
      count: entry.count + 1,
      weight: entry.weight + weight,
      sections: entry.sections.add(section),
    });
  };
  let budget = wordLimit;
  for (const section of brief.sections)
    for (const hit of nouns(section.title)) add(hit.word, 2, section.title);
  for (const statement of brief.statements) {
    if (budget <= 0) break;
    for (const hit of nouns(statement.text)) add(hit.word, hit.weight, statement.section.title);
    budget -= statement.text.length / 6;
  }
  return [...seen]
    .map(([word, entry]) => ({
      word,
      count: entry.count,
      weight: entry.weight,
      sections: [...entry.sections].filter((title) => title !== ""),
    }))
    .toSorted((a, b) => b.weight - a.weight || b.count - a.count || (a.word < b.word ? -1 : 1))
    .slice(0, 40);
};

const articles = new Set([
  "a",
  "an",
  "the",
  "each",
  "every",
  "all",
  "any",
  "no",
  "of",
  "new",
  "one",
  "its",
  "their",
  "our",
  "my",
  "der",
  "die",
  "das",
  "ein",
  "eine",
  "einen",
  "den",
  "jede",
  "jeder",
  "le",
  "la",
  "les",
  "un",
  "une",
  "el",
  "los",
  "las",
  "una",
]);

/** Words of an English text that look like nouns, in the singular. */
export const nounsIn = (text: string): readonly { readonly word: string; readonly weight: number }[] => {
  const words = withoutCode(text).match(/[\p{L}][\p{L}\p{N}'’-]*/gu) ?? [];
  return words.flatMap((raw, at) => {
    const word = singular(raw.toLowerCase().replace(/['’]s?$/, ""));
    if (!nounLike(word, raw.toLowerCase())) return [];
    return [{ word, weight: articles.has(words[at - 1]?.toLowerCase() ?? "") ? 2 : 1 }];
  });
};

// Other languages keep their forms; a capital counts for more, as nouns have one in German and names everywhere.
const capitalsIn = (text: string): readonly { readonly word: string; readonly weight: number }[] =>
  (withoutCode(text).match(/[\p{L}][\p{L}\p{N}'’-]*/gu) ?? [])
    .filter((raw) => raw.length > 2 && !stopWords.has(raw.toLowerCase()))
    .map((word, at) => ({ word, weight: at > 0 && /^\p{Lu}/u.test(word) ? 3 : 1 }));

const nounLike = (word: string, raw: string): boolean =>
  word.length > 2 &&
  !stopWords.has(word) &&
  !stopWords.has(raw) &&
  !actions.has(raw) &&
  !imperatives.has(word) &&
  !vague.has(word) &&
  !people.has(word) &&
  !/(?:ly|ing|ed)$/.test(raw) &&
  !/['’]/.test(word);

/** English singular; other words stay as they are. */
export const singular = (word: string): string => {
  if (/(?:ss|us|is|ous)$/.test(word) || word.length < 4) return word;
  if (/[^aeiou]ies$/.test(word)) return `${word.slice(0, -3)}y`;
  if (/(?:ches|shes|xes|sses|zes)$/.test(word)) return word.slice(0, -2);
  return word.endsWith("s") ? word.slice(0, -1) : word;
};

/** English plural of a singular noun. */
export const plural = (word: string): string => {
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  return /(?:s|x|ch|sh|z)$/.test(word) ? `${word}es` : `${word}s`;
};
