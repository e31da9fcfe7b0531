import type { Facts } from "../brief/facts.ts";
import { actions, people } from "../brief/lexicon.ts";
import { isImperative } from "../brief/modality.ts";
import { theProduct } from "../brief/product.ts";
import { singular } from "../brief/terms.ts";
import type { Requirement } from "./requirement.ts";
import { bare, lowerFirst } from "./wording.ts";

/** When a requirement counts as met. */
export interface Criterion {
  readonly given: string;
  readonly when: string;
  readonly then: string;
}

const state =
  /^(?:there (?:is|are) no|nothing|no |it['’]?s empty|it is empty|supported|the framework|somebody else|a \w+ is away|possible|required)/i;
const leading =
  /^(?:when|whenever|if|once|after|before|while|as soon as|unless)\s+(?!that\b)([^,]{3,140}),\s+(?!which|and\b)(.+)$/i;
const leadingWithout = /^(?:when|if)\s+([^,]{3,100}?)\s+((?:it|they|the \S+) (?:will|should|must)\b.+)$/i;
const trailing =
  /^((?:(?!, (?:and|or) ).){8,}?),?\s+(?:when|once (?=the|a|it|all)|as soon as|after(?! which)|if|whenever)\s+(.{4,})$/i;
const onEvent =
  /^(.{8,}?)\s+on (?:both )?((?:blur|enter|reload|load|click|submit|start|focus)(?:\s+and\s+\w+)?)\b(.*)$/i;
const gerund = /^((?:\p{L}+-)?\p{L}+ing\b.+?)\s+(\p{L}+)\s+(.+)$/iu;

/** Reads given, when and then out of a requirement's sentence. */
export const criterionOf = (requirement: Requirement, facts: Facts): Criterion => {
  const text = bare(
    requirement.text.replace(
      /^(?:please|also|and|then|otherwise,?|make sure (?:that |to )?|remember to|if possible,|if supported,)\s*/i,
      "",
    ),
  );
  const start = startOf(requirement, facts);
  if (!facts.english) return { given: start, when: lookingAt(requirement), then: text };
  const before = leadingWithout.exec(text) ?? leading.exec(text);
  if (before !== null) return onCondition(before[1] ?? "", before[2] ?? "", { start, requirement });
  const doing = gerundSplit(text);
  if (doing !== null) return { given: start, when: lowerFirst(doing.when), then: doing.then };
  const person = personActs(text);
  if (person !== null) return { given: start, ...person };
  const event = onEvent.exec(text);
  if (event !== null)
    return {
      given: start,
      when: `${(event[2] ?? "").replace(/ and /, " or ")} happens`,
      then: lowerFirst(`${event[1]}${event[3]}`),
    };
  const after = trailing.exec(text);
  if (after !== null) return onCondition(after[2] ?? "", after[1] ?? "", { start, requirement });
  return {
    given: start,
    when: isImperative(text) ? "the result is inspected" : lookingAt(requirement),
    then: lowerFirst(text),
  };
};

/** What is seen when a requirement cannot be met at that moment; the first rule that fits its words. */
const failing: readonly (readonly [RegExp, when: string, then: string])[] = [
  [
    /\b(?:e-?mails?|remind\w*|notif\w*|messages?|Mahnung)\b/i,
    "the message cannot be sent",
    "it goes out later, once, and somebody can see that it waits",
  ],
  [
    /\b(?:persist\w*|stor(?:e|ed|age)|sav(?:e|ed|ing)|localStorage|database|SQLite|still there|gespeichert)\b/i,
    "it cannot be kept",
    "what was typed stays in place and one line says so",
  ],
  [
    /\b(?:log ?in|sign ?in|password|keys?|code)\b/i,
    "the wrong key is given",
    "nobody comes in, and a sentence says what to do",
  ],
  [
    /\b(?:enter|typ(?:e|es|ing)|creat\w*|add(?:s|ed|ing)?|input|names?|eintr\w*)\b/i,
    "nothing or only spaces are given",
    "nothing is made, and the field stays as it is",
  ],
  [
    /\b(?:filter\w*|search\w*|rout\w*|views?|shows?|lists?|sees?|zeig\w*)\b/i,
    "there is nothing to show",
    "one line says so instead of an empty place",
  ],
  [
    /\b(?:delet\w*|remov\w*|ends?|cancel\w*|returns?|brings?)\b/i,
    "it is gone already",
    "nothing changes, and one line says that it is gone",
  ],
];

/** The failing case of a requirement. */
export const failureOf = (requirement: Requirement, { english }: Facts): Pick<Criterion, "when" | "then"> => {
  if (requirement.strength === "not")
    return { when: "somebody tries it all the same", then: "it does not happen, and nothing is changed" };
  const rule = failing.find(([words]) => english && words.test(requirement.text));
  return rule === undefined
    ? { when: "it cannot be done at that moment", then: "everything stays as it was and one line says why" }
    : { when: rule[1], then: rule[2] };
};

interface Start {
  readonly start: string;
  readonly requirement: Requirement;
}

const onCondition = (condition: string, result: string, { start, requirement }: Start): Criterion => {
  const told = condition.replace(/,\s.*$/, "");
  const when = told.includes(" ") ? lowerFirst(told) : `“${requirement.group}” is ${lowerFirst(told)}`;
  const then = /^(?:should|must)\b/i.test(result)
    ? `“${requirement.group}” ${lowerFirst(result)}`
    : lowerFirst(result);
  return state.test(told)
    ? { given: lowerFirst(told), when: lookingAt(requirement), then }
    : { given: start, when, then };
};

// “Pressing Enter creates the todo”: the first known verb after the gerund divides doing from result.
const gerundSplit = (text: string): { when: string; then: string } | null => {
  if (!gerund.test(text)) return null;
  const words = text.split(" ");
  const at = words.findIndex((word, index) => index > 0 && actions.has(word.toLowerCase()));
  return at < 1 ? null : { when: words.slice(0, at).join(" "), then: words.slice(at).join(" ") };
};

const acting =
  /^((?:an?|the|each|every) (\p{L}+) (?!gets?\b|has\b|sees?\b|is\b)[^,]{6,80}?)(?:,(?: and| after which)?| and) (.{6,})$/iu;

// “A neighbour borrows a thing and brings it back”: the first thing somebody does leads to the rest.
const personActs = (text: string): { when: string; then: string } | null => {
  const [, first = "", who = "", rest = ""] = acting.exec(text) ?? [];
  return people.has(singular(who.toLowerCase())) && /^(?:\p{L}+s|old|\p{L}+ must)\b/u.test(rest)
    ? { when: lowerFirst(first), then: rest }
    : null;
};

const lookingAt = (requirement: Requirement): string =>
  requirement.group === "The whole" || requirement.group === "Everyday use"
    ? "somebody uses it for the first time"
    : `somebody looks at “${requirement.group}”`;

const startOf = (requirement: Requirement, facts: Facts): string => {
  const { thing } = facts.product;
  const fresh =
    /\b(?:new|add|create|start|getting in|sign|no|whole)\b/i.test(requirement.group) || thing === "";
  return fresh ? `${theProduct(facts.product)} is open` : `at least one ${thing} is there`;
};
