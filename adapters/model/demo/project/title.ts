import { actions } from "../brief/lexicon.ts";
import { bare, clipped, upperFirst } from "./wording.ts";

/** Longest title, in characters. */
const longest = 72;

const leads =
  /^(?:please|also|and|then|otherwise,?|that means that|make sure (?:that |to )?|ensure (?:that )?|remember to|should be|(?:you|we|it|they) (?:should|must|need to|have to) (?!be\b|not\b)|(?:your|the|our|an?|all|every|each) (?=\p{L}{3,}))\s*/iu;
const opening = /^(?:when|whenever|if|once|after|before|while|unless|to)\b[^,]{3,120},\s+(?!which|and|or)/i;
const openingWithout = /^(?:when|if)\b.{3,80}? (?=(?:it|they) (?:will|should|must)\b)/i;
const tails = [
  /[;(–—].*$/,
  /:(?=\s|$).*$/,
  /\s-\s.*$/,
  /(?<!\ba)\s(?:so that|because|which|while|whether|preferably|rather than|instead of|unless|except)\b.*$/i,
];

/** A short name for a statement: its main clause, without “make sure” and “should be”. */
export const titleFrom = (text: string): string => {
  const main = text.replace(opening, "").replace(openingWithout, "");
  const unled = [1, 2, 3].reduce((title) => title.replace(leads, ""), bare(wordsIn(main) >= 3 ? main : text));
  const short = tails.reduce((title, tail) => kept(title.replace(tail, ""), title), cutAtComma(unled));
  return upperFirst(clipped(toIs(bare(short)), longest));
};

const wordsIn = (text: string): number => text.trim().split(/\s+/).length;

const kept = (shorter: string, title: string): string =>
  wordsIn(shorter) >= 3 && balanced(shorter) ? shorter.trim() : title;

const balanced = (text: string): boolean =>
  text.split("`").length % 2 === 1 && text.split('"').length % 2 === 1;

// A comma before another clause ends the title; a comma in a list does not.
const cutAtComma = (text: string): string => {
  const match = /,\s+(?:(?:and|or|but|by|after|before|so|where|whoever|because)\b|(\p{L}+))/u.exec(text);
  const clause =
    match !== null &&
    (match[1] === undefined ||
      actions.has(match[1].toLowerCase()) ||
      /^(?:which|while|who|preferably)$/i.test(match[1]));
  return clause ? kept(text.slice(0, match.index), text) : text;
};

const toIs = (title: string): string => {
  const match = /^(.*?)\b(?:should|must|shall) (not )?(?:also |instead |always )?be (.*)$/i.exec(title);
  if (match === null) return title;
  const [, before = "", not = "", after = ""] = match;
  const many = / and /.test(before) || /(?<![sui]|i)s $/.test(before);
  return `${before}${many ? "are" : "is"} ${not}${after}`;
};
