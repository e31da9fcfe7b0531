import { quantitiesIn, type Quantity } from "./quantities.ts";

/** What a short statement is about, as far as words tell. */
export interface Subject {
  /** The words that carry meaning, shortened to their stems, each once, in order. */
  readonly words: readonly string[];
  readonly quantities: readonly Quantity[];
  /** It says that something is not so. */
  readonly denied: boolean;
  /** It holds under a condition only. */
  readonly conditional: boolean;
  /** It allows something without demanding it. */
  readonly permissive: boolean;
  /** It says that something need not be. */
  readonly excused: boolean;
  /** It says that something must not be. */
  readonly forbids: boolean;
  /** False when its numbers cannot be told apart: two of one unit, or a range. */
  readonly clear: boolean;
}

const ids = /\b[A-Z]{1,6}-\d+\b/g;
const contracted = /\b(\w+)n['’]t\b/g;
const denying = new Set([
  "not",
  "never",
  "no",
  "without",
  "cannot",
  "neither",
  "nor",
  "none",
  "nobody",
  "nothing",
]);
const conditions =
  /\b(?:if|when|whenever|unless|until|while|except|only|otherwise|where|once|before|after|instead|yet|but|however|or|both|either)\b/i;
const allowing = /\b(?:may|can|could|might|optional|optionally)\b/;
const excusing =
  /\b(?:need(?:s|ed)? not|not (?:need|required|necessary|mandatory)|(?:do|does) not (?:have|need) to|no need|optional|optionally)\b/;
const forbidding =
  /\b(?:(?:must|may|can|shall|should|will) (?:not|never)|cannot|never|not allowed|forbidden|no (?:one|body)|nobody|none)\b/;
const empty = new Set(
  "ca wo a an the of to in on for and is are be been being was were it its that this these those with at by as from into than then so must should shall will would may can could might do does did has have had need needs each every all any there their they which who whose also just very per about up out".split(
    " ",
  ),
);

/** Fewest words two statements must have in common to be about the same. */
const fewestShared = 2;
/** The share of all their words that they must have in common. */
const sharedFrom = 0.85;

/** Takes a statement apart. */
export const readSubject = (text: string): Subject => {
  const plain = text.replace(ids, " ").replace(contracted, "$1 not").toLowerCase();
  const { quantities, rest, clear } = quantitiesIn(plain);
  const words = rest.match(/\p{L}[\p{L}\p{M}\p{N}]*|\p{N}+(?:[.,]\p{N}+)*/gu) ?? [];
  const denials = words.filter((word) => denying.has(word)).length;
  const stems = words.filter((word) => !denying.has(word) && !empty.has(word)).map(stemOf);
  return {
    words: [...new Set(stems)],
    quantities,
    denied: denials % 2 === 1,
    conditional: conditions.test(plain),
    permissive: allowing.test(plain),
    excused: excusing.test(plain),
    forbids: forbidding.test(plain),
    clear: clear && denials <= 1,
  };
};

/** Are both about the same things? */
export const sameSubject = (one: Subject, other: Subject): boolean => {
  const shared = one.words.filter((word) => other.words.includes(word)).length;
  const all = one.words.length + other.words.length - shared;
  return shared >= fewestShared && shared / all >= sharedFrom;
};

/** Endings that do not change what an English word is about. Doing it wrong costs a find, never a false one, since both sides are treated alike. */
const stemOf = (word: string): string =>
  word.length < 5
    ? word.replace(/(?<=[^s])s$/, "")
    : word
        .replace(/(?:ies|y)$/, "i")
        .replace(/(?:ing|ed|es|s)$/, "")
        .replace(/e$/, "");
