import { readLimit } from "../brief/blocks.ts";
import type { Facts } from "../brief/facts.ts";
import { theProduct } from "../brief/product.ts";
import { plural } from "../brief/terms.ts";
import { withArticle } from "./wording.ts";

/** Something a team needs to know and the brief does not say. */
export interface Gap {
  readonly topic: string;
  readonly question: string;
  /** What the team does as long as nobody answers. */
  readonly until: string;
}

interface Topic {
  readonly topic: string;
  readonly said: RegExp;
  readonly question: (facts: Facts) => string;
  readonly until: string;
}

const thing = (facts: Facts): string => {
  const name = facts.product.thing;
  return name === "" ? "entry" : facts.english ? name : `“${name}” record`;
};

const topics: readonly Topic[] = [
  {
    topic: "People",
    said: /\b(?:users?|customers?|neighbou?rs?|members?|team|visitors?|patients?|students?|guests?|mitglied\w*)\b/i,
    question: (facts) =>
      `Who uses ${theProduct(facts.product)} first, and what must they manage on the first day?`,
    until: "One kind of user, who may do everything.",
  },
  {
    topic: "Amount",
    said: /\b\d[\d.]* (?:flats|users|people|members|customers|items|entries|rooms|orders)\b/i,
    question: (facts) =>
      `How many ${plural(thing(facts))} are there after a year, and how many people at the same time?`,
    until: "Up to 1,000 of them and 20 people at once; more is measured before it is promised.",
  },
  {
    topic: "Mistakes",
    said: /\b(?:errors?|fails?|failure|invalid|wrong|offline|fehler)\b/i,
    question: (facts) => `What should people see when saving ${withArticle(thing(facts))} fails?`,
    until: "What was typed stays in place, with one line that says what happened and a button to try again.",
  },
  {
    topic: "Undo",
    said: /\b(?:undo|restore|discard\w*|recover|trash|rückgängig)\b/i,
    question: (facts) => `Can a removed ${thing(facts)} be brought back?`,
    until: "Removing can be undone for ten seconds, then it is final.",
  },
  {
    topic: "Privacy",
    said: /\b(?:privacy|gdpr|personal data|datenschutz|cloud)\b/i,
    question: (facts) => `Which personal data does ${theProduct(facts.product)} keep, and who may delete it?`,
    until: "Only what the brief names is kept; nothing leaves the place where it is stored.",
  },
  {
    topic: "Devices",
    said: /\b(?:browsers?|phones?|mobile|desktop|devices?|tablets?|screen)\b/i,
    question: (facts) => `On which devices must ${theProduct(facts.product)} work?`,
    until: "Current browsers on a phone and on a desktop.",
  },
  {
    topic: "Accessibility",
    said: /\b(?:accessib\w*|screen reader|contrast|keyboard|barrierefrei\w*)\b/i,
    question: (facts) =>
      `Must ${theProduct(facts.product)} be usable with a keyboard alone and with a screen reader?`,
    until: "Yes: every action has a key and every control a name.",
  },
  {
    topic: "Success",
    said: /\b(?:success|measure|metric|kpi|goal|erfolg)\b/i,
    question: (facts) => `By what will you see after a month that ${theProduct(facts.product)} was worth it?`,
    until: "People come back to it in the second week without being asked.",
  },
];

/** Topics on which the brief is silent, most important first. */
export const gapsOf = (facts: Facts): readonly Gap[] =>
  topics
    .filter((topic) => !topic.said.test(facts.brief.source.slice(0, readLimit)))
    .map((topic) => ({ topic: topic.topic, question: topic.question(facts), until: topic.until }));
