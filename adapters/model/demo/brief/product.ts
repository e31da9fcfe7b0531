import type { Brief } from "./brief.ts";
import type { Entity } from "./entities.ts";
import { actions, stopWords } from "./lexicon.ts";
import { withoutCode } from "./sentences.ts";
import { singular, type Term } from "./terms.ts";

/** What is being made. */
export interface Product {
  /** As a person would call it in a sentence: `Ladder List`, `todo app`. Never empty. */
  readonly name: string;
  /** Does the name stand without an article? */
  readonly proper: boolean;
  /** The thing it deals with, singular: `todo`. Empty when nothing stands out. */
  readonly thing: string;
}

const kinds =
  "app|application|tool|site|website|web page|service|bot|game|library|system|platform|dashboard|api|cli|page|plugin|portal|shop|store|tracker|planner|calculator|generator|editor|newsletter|campaign";
const kindOf = new RegExp(`\\b((?:\\p{L}[\\p{L}\\p{N}-]* ){1,3}?)(${kinds})s?\\b`, "giu");
const plainTitle =
  /\b(?:specification|spec|brief|readme|requirements?|document|overview|introduction|project|untitled|proposal|notes|pflichtenheft|lastenheft|anforderungen)\b/i;

/** Names the product: by its title, or when that says nothing, by what the brief calls it most often. */
export const productOf = (brief: Brief, terms: readonly Term[], entities: readonly Entity[]): Product => {
  const called = commonName(brief);
  const thing = entities.find((entity) => entity.statement !== null)?.name ?? thingOf(called, terms);
  const title = brief.title.replace(/\s*[:–—|].*$/u, "").trim();
  if (title !== "" && !plainTitle.test(title) && title.length <= 60)
    return { name: title, proper: true, thing };
  if (called !== "") return { name: called, proper: false, thing };
  if (title !== "") return { name: title.slice(0, 60), proper: true, thing };
  return { name: thing === "" ? "project" : `${thing} project`, proper: false, thing };
};

const commonName = (brief: Brief): string => {
  const counts = new Map<string, number>();
  for (const statement of brief.statements.slice(0, 400))
    for (const match of withoutCode(statement.text).matchAll(kindOf)) {
      const name = named(match[1] ?? "", match[2] ?? "");
      if (name !== "") counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  return [...counts].toSorted((a, b) => b[1] - a[1] || b[0].length - a[0].length)[0]?.[0] ?? "";
};

const named = (before: string, kind: string): string => {
  const words = before.trim().split(" ");
  const lead = words.slice(words.findLastIndex((word) => skipped(word)) + 1);
  return lead.length === 0 ? "" : `${lead.join(" ")} ${kind.toLowerCase()}`;
};

const skipped = (word: string): boolean =>
  stopWords.has(word.toLowerCase()) ||
  /(?:ing|ly|.{3}(?:ent|ive|al|ful|ous|ible|able))$/i.test(word) ||
  actions.has(word.toLowerCase());

const thingOf = (called: string, terms: readonly Term[]): string => {
  const lead = called.split(" ").slice(0, -1).at(-1) ?? "";
  const known = terms.find((term) => term.word === singular(lead.toLowerCase()));
  return known?.word ?? terms[0]?.word ?? singular(lead.toLowerCase());
};

/** `the todo app`, but `Ladder List` as it is. */
export const theProduct = (product: Product): string =>
  product.proper ? product.name : `the ${product.name}`;
