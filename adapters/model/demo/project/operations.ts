import { actions, stopWords } from "../brief/lexicon.ts";
import { singular } from "../brief/terms.ts";
import { pascal, type Component, type ComponentRole } from "./components.ts";
import type { Requirement } from "./requirement.ts";

/** A call that a component offers. */
export interface Operation {
  readonly name: string;
  readonly component: string;
  readonly requirement: Requirement;
}

const mostOfOne = 5;
const changing =
  /^(?:create|add|append|remove|delete|destroy|update|toggle|mark|change|edit|save|join|end|return|cancel|book|order)/;
const bases = new Set(actions.values());
const participles = new Map(
  [...bases].flatMap(
    (base) =>
      [
        [pastOf(base), base],
        [`${base}ed`, base],
      ] as const,
  ),
);

/** The operations of all components: a verb and its object from each requirement. What changes a record belongs to the store, and no name comes twice. */
export const operationsOf = (components: readonly Component[], thing: string): readonly Operation[] => {
  const taken = new Set<string>();
  return components.flatMap((component) => {
    const own = component.requirements.flatMap((requirement) =>
      namesIn(requirement.text, thing).map((name) => ({ name, component: component.name, requirement })),
    );
    const fresh = own.filter(
      ({ name }) =>
        !taken.has(name) &&
        (component.role !== "state" || (changing.test(name) && name.includes(pascal(thing)))),
    );
    const found = [...new Map(fresh.map((operation) => [operation.name, operation])).values()].slice(
      0,
      mostOfOne,
    );
    const kept = found.length > 0 ? found : usual(component, thing);
    for (const { name } of kept) taken.add(name);
    return kept;
  });
};

const verbs: Readonly<Record<ComponentRole, string>> = {
  view: "show",
  state: "list",
  storage: "keep",
  navigation: "open",
  messages: "send",
  access: "admit",
};

// A part whose sentences name no action still has the one its role is for.
const usual = (component: Component, thing: string): readonly Operation[] => {
  const [requirement] = component.requirements;
  const about = component.feature === "" ? thing : (component.feature.match(/\p{L}+/gu)?.at(-1) ?? thing);
  return requirement === undefined
    ? []
    : [
        {
          name: `${verbs[component.role]}${pascal(singular(about))}()`,
          component: component.name,
          requirement,
        },
      ];
};

const namesIn = (text: string, thing: string): readonly string[] => {
  const words = text.replace(/`[^`]*`/g, " ").match(/[\p{L}-]+/gu) ?? [];
  return words
    .flatMap((word, at) => {
      const verb = verbAt(words, at, word.toLowerCase());
      const object = verb === null ? null : objectOf(words, at, thing);
      return object === null ? [] : [`${verb}${pascal(object)}()`];
    })
    .slice(0, 2);
};

// “creates”, “is created”, “should create”: but not “completed todos” and not “the edit”.
const verbAt = (words: readonly string[], at: number, word: string): string | null => {
  const before = words[at - 1]?.toLowerCase() ?? "";
  if (/^(?:an?|the|of|its|each|every|no|this|that)$/.test(before)) return null;
  const active = actions.get(word);
  if (active !== undefined)
    return /^(?:must|should|can|will|is|are)$/.test(words[at + 1] ?? "") ? null : active;
  if (isPassive(words, at)) return participles.get(word) ?? null;
  return /^(?:to|can|must|should|will|may)$/.test(before) && bases.has(word) ? word : null;
};

const auxiliary = /^(?:be|is|are|been|being|gets?)$/i;

const isPassive = (words: readonly string[], at: number): boolean =>
  participles.has(words[at]?.toLowerCase() ?? "") &&
  words.slice(Math.max(0, at - 3), at).some((near) => auxiliary.test(near));

// “creates the todo” names its object after the verb, “changes are discarded” before it.
const objectOf = (words: readonly string[], at: number, thing: string): string | null => {
  const passive = isPassive(words, at);
  const auxiliaryAt = words
    .slice(0, at)
    .findLastIndex((near) => auxiliary.test(near) || /^(?:should|must|will)$/i.test(near));
  const place = passive
    ? words.slice(Math.max(0, auxiliaryAt - 4), auxiliaryAt).toReversed()
    : words.slice(at + 1, at + 5);
  const noun = place
    .map((word) => word.toLowerCase())
    .find(
      (word, near, all) =>
        singular(word) === thing ||
        (nounish(word) && (!bases.has(word) || articles.test(all[near + (passive ? 1 : -1)] ?? ""))),
    );
  return noun === undefined ? null : singular(noun);
};

const articles = /^(?:an?|the|its|their|each|every)$/;

const nounish = (word: string): boolean =>
  word.length > 2 &&
  !stopWords.has(word) &&
  !participles.has(word) &&
  !auxiliary.test(word) &&
  !/(?:ly|ing)$/.test(word) &&
  !/^(?:should|must|also|will)$/.test(word);

function pastOf(base: string): string {
  if (base.endsWith("e")) return `${base}d`;
  return /[^aeiou]y$/.test(base) ? `${base.slice(0, -1)}ied` : `${base}ed`;
}
