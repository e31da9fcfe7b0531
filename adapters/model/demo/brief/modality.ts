import type { Statement } from "./brief.ts";
import { actions, imperatives } from "./lexicon.ts";

/** How strongly a statement asks for something. `none`: it only tells. */
export type Strength = "must" | "should" | "could" | "not" | "none";

const forbids =
  /\b(?:must|should|shall|may|can|do|does|will|need) ?(?:not|n['’]t)\b|\b(?:don|doesn|shouldn|mustn|won|can|needn)['’]t\b|\bcannot\b|\bnever\b|^no\b(?! \w+[:,])|^there (?:is|are) no\b|\bout of scope\b/i;
const forbidsElsewhere =
  /\b(?:darf|dürfen|soll|sollen|muss|wird) (?:\S+ ){0,4}(?:nicht|kein\w*)\b|^kein\w*\b|\bniemals\b|\bne (?:doit|doivent|peut) (?:pas|jamais)\b|\bno (?:debe|deben|puede)\b|\bnon deve\b/i;
const without = /\b(?:should|must) (?:be (?:written|built|made|done|implemented) |work |run )without\b/i;
const must =
  /\b(?:must|shall|requires?d?|has to|have to|needs? to|we need|i need|make sure|ensure|always|at most|at least|no more than|only)\b/i;
const mustElsewhere =
  /\b(?:muss|müssen|doit|doivent|debe|deben|deve|devono|obligatoire|erforderlich|mindestens|höchstens)\b/i;
const should =
  /\b(?:should|ought to|supposed to|expected to|want(?:s)? to|we want|i want|would like|so that|will)\b/i;
const shouldElsewhere =
  /\b(?:soll|sollte|sollen|sollten|möchte|möchten|wollen|devrait|devraient|debería|deberían|dovrebbe)\b/i;
const could = /\b(?:could|can|may|optional(?:ly)?|nice to have|kann|können|peut|peuvent|puede|pueden|può)\b/i;
const condition =
  /^(?:when|whenever|while|if|once|after|before|on|upon|during|until|unless|wenn|sobald|falls|quand|lorsque|cuando|quando)\b/i;
const gerund = /^(?:\p{L}+-)?\p{L}+ing\b/u;

/** Wordings that leave the reader to decide. The longest ones come first. */
const softWordings =
  /\b(?:if possible|where possible|when possible|as close as possible|as soon as possible|as much as possible|if needed|where it makes (?:the most )?sense|when appropriate|as appropriate|try to|preferably|ideally|recommend(?:ed)?|optional(?:ly)?|nice to have|maybe|perhaps|might|and so on|etc|or so|some kind of|user[- ]friendly|wenn möglich|falls möglich|nach möglichkeit|möglichst|idealerweise|si possible|de préférence|si es posible|se possibile)\b/i;

/** How strongly a statement asks. “If possible” and its like make it `could`, unless it says “must”. */
export const strengthOf = (text: string): Strength => {
  if (isBan(text)) return "not";
  if (must.test(text) || mustElsewhere.test(text)) return "must";
  if (weak.test(text)) return "could";
  if (should.test(text) || shouldElsewhere.test(text)) return "should";
  return could.test(text) ? "could" : "none";
};

const isBan = (text: string): boolean =>
  (forbids.test(text) || forbidsElsewhere.test(text) || without.test(text)) && !demandWithNegative.test(text);

// A demand with a negative inside is no ban: “check that it's not empty”, “never be more than one”, “must be X and should not be Y”.
const demandWithNegative =
  /\b(?:make sure|ensure|check that|must be able to|never be more than)\b|\bif\b[^,]*\b(?:not|n['’]t)\b[^,]*,|\b(?:should|must) (?!not\b)\w+ .*\b(?:and|but) (?:should|must) not\b/i;

// These make the whole statement optional; “preferably” and its like only loosen a part of it.
const weak =
  /\b(?:if possible|where possible|try to|ideally|recommend(?:ed)?|optional(?:ly)?|nice to have|maybe|perhaps|might|wenn möglich|falls möglich|nach möglichkeit|idealerweise|si possible|si es posible|se possibile)\b/i;

/** The words that leave room, as they stand in the statement, or null. */
export const softWordingOf = (text: string): string | null => softWordings.exec(text)?.[0] ?? null;

/** Does a statement describe what happens: “When …”, “Pressing Enter creates …”, “Displays …”? */
export const isBehaviour = (text: string): boolean =>
  condition.test(text) ||
  actions.has(firstWord(text)) ||
  (gerund.test(text) && hasAction(text)) ||
  hasAction(text);

/** Does a statement begin by telling the builder what to do? */
export const isImperative = (text: string): boolean =>
  imperatives.has(firstWord(text.replace(/^(?:please|also|and|then)\s+/i, "")));

/** “E.g. …” and “Example: …” explain the statement before them. */
export const isExample = (text: string): boolean =>
  /^(?:e\.?g\.?|examples?|for example|for instance|z\. ?b\.|zum beispiel|par exemple|por ejemplo)\b/i.test(
    text,
  );

/** A line that only leads over to what follows it. */
export const isLeadIn = (statement: Statement): boolean =>
  /[:：]$/.test(statement.text) && statement.text.length < 90;

const firstWord = (text: string): string => /\p{L}+/u.exec(text)?.[0].toLowerCase() ?? "";

const hasAction = (text: string): boolean =>
  (text.toLowerCase().match(/\p{L}+/gu) ?? []).slice(1).some((word) => actions.has(word));
