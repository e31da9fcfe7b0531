import { tokensOf, type Fault, type Token } from "./expression-tokens.ts";
import type { Expression, Operator } from "./expression-tree.ts";

/** A condition as a tree, or what is wrong with it: `problem` for people, `offset` in UTF-16 units from its start. */
export type Parsed =
  | { readonly ok: true; readonly expression: Expression }
  | ({ readonly ok: false } & Fault);

const maxLength = 500;
/** Nobody reads deeper ones, and both parsing and evaluating recurse. */
const maxDepth = 20;

/**
 * Reads a condition. From loose to tight: `or`, `and`, `not`, one comparison, then a value, a path, `contains(…, …)`, `count(…)`,
 * `has(…)` or parentheses. Takes time in proportion to the text, of which there are at most 500 characters. Never throws.
 */
export const parseExpression = (text: string): Parsed => {
  if (text.length > maxLength)
    return {
      ok: false,
      problem: `the condition is longer than ${maxLength} characters; make it shorter`,
      offset: 0,
    };
  const tokens = tokensOf(text);
  if ("problem" in tokens) return { ok: false, ...tokens };
  const read = orAt({ tokens, at: 0, depth: 0 });
  if ("problem" in read) return { ok: false, ...read };
  const rest = current(read.next);
  return rest.type === "end" ? { ok: true, expression: read.tree } : { ok: false, ...tooMuch(read.next) };
};

interface Place {
  readonly tokens: readonly Token[];
  readonly at: number;
  readonly depth: number;
}
interface Read {
  readonly tree: Expression;
  readonly next: Place;
}
type Reader = (place: Place) => Read | Fault;

const current = ({ tokens, at }: Place): Token => tokens[at] ?? { type: "end", offset: 0 };
const after = (place: Place): Place => ({ ...place, at: place.at + 1 });
const isSign = (token: Token, text: string): boolean => token.type === "sign" && token.text === text;
const isWord = (token: Token, text: string): boolean => token.type === "word" && token.text === text;

/** One or more parts joined by a word. */
const joined =
  (type: "and" | "or", part: Reader): Reader =>
  (place) => {
    const parts: Expression[] = [];
    for (let next = place; ; next = after(next)) {
      const read = part(next);
      if ("problem" in read) return read;
      parts.push(read.tree);
      next = read.next;
      if (isWord(current(next), type)) continue;
      return { tree: parts.length === 1 ? read.tree : { type, of: parts }, next };
    }
  };

const notAt: Reader = (place) => {
  const token = current(place);
  if (!isWord(token, "not")) return comparisonAt(place);
  return map(deeper(after(place), token.offset, notAt), (tree) => ({ type: "not", of: tree }));
};

const orAt: Reader = joined("or", joined("and", notAt));

const operators: ReadonlySet<string> = new Set(["==", "!=", "<", "<=", ">", ">="]);
const operatorOf = (token: Token): Operator | undefined =>
  // All of them, and nothing else, are in the set.
  token.type === "sign" && operators.has(token.text) ? (token.text as Operator) : undefined;

const comparisonAt: Reader = (place) => {
  const left = operandAt(place);
  if ("problem" in left) return left;
  const operator = operatorOf(current(left.next));
  if (operator === undefined) return left;
  const right = operandAt(after(left.next));
  if ("problem" in right) return right;
  const more = current(right.next);
  if (operatorOf(more) !== undefined)
    return {
      problem: 'only two values are compared at a time; join two comparisons with "and"',
      offset: more.offset,
    };
  return { tree: { type: "compare", operator, left: left.tree, right: right.tree }, next: right.next };
};

const operandAt: Reader = (place) => {
  const token = current(place);
  if (token.type === "path" || token.type === "value") return { tree: token, next: after(place) };
  if (isSign(token, "(")) return deeper(after(place), token.offset, inside);
  if (isWord(token, "contains")) return containsAt(place);
  if (isWord(token, "count")) return callAt(place, "count");
  if (isWord(token, "has")) return callAt(place, "has");
  return expected(token);
};

const inside: Reader = (place) => closed(orAt(place));

const callAt = (place: Place, type: "count" | "has"): Read | Fault => {
  const open = after(place);
  if (!isSign(current(open), "(")) return unopened(type, current(place));
  const asked = current(after(open));
  const of = closed(operandAt(after(open)));
  if ("problem" in of) return of;
  if (type === "count") return { tree: { type, of: of.tree }, next: of.next };
  return of.tree.type === "path"
    ? { tree: { type, of: of.tree }, next: of.next }
    : { problem: "has(…) asks for a name, such as has(spec.risks)", offset: asked.offset };
};

const containsAt = (place: Place): Read | Fault => {
  const open = after(place);
  if (!isSign(current(open), "(")) return unopened("contains", current(place));
  const whole = operandAt(after(open));
  if ("problem" in whole) return whole;
  const comma = current(whole.next);
  if (!isSign(comma, ","))
    return {
      problem: "contains(…) takes a list or text, a comma, and what is looked for in it",
      offset: comma.offset,
    };
  const part = closed(operandAt(after(whole.next)));
  if ("problem" in part) return part;
  return { tree: { type: "contains", whole: whole.tree, part: part.tree }, next: part.next };
};

const closed = (read: Read | Fault): Read | Fault => {
  if ("problem" in read) return read;
  const token = current(read.next);
  if (isSign(token, ")")) return { tree: read.tree, next: after(read.next) };
  return token.type === "end"
    ? { problem: 'a ")" is missing at the end; add it', offset: token.offset }
    : tooMuch(read.next);
};

const deeper = (place: Place, offset: number, reader: Reader): Read | Fault => {
  if (place.depth >= maxDepth)
    return { problem: `nested more than ${maxDepth} deep; make it flatter`, offset };
  const read = reader({ ...place, depth: place.depth + 1 });
  return "problem" in read ? read : { tree: read.tree, next: { ...read.next, depth: place.depth } };
};

const map = (read: Read | Fault, change: (tree: Expression) => Expression): Read | Fault =>
  "problem" in read ? read : { tree: change(read.tree), next: read.next };

const unopened = (name: string, { offset }: Token): Fault => ({
  problem: `${name} must be followed by "("; to name a value so, it stands after a dot, like spec.${name}`,
  offset,
});

const expected = (token: Token): Fault => {
  if (token.type === "end")
    return {
      problem: "a value is missing at the end; add a name, a number or text in quotes",
      offset: token.offset,
    };
  const shown = "text" in token ? token.text : "";
  return {
    problem: `a value must come before ${JSON.stringify(shown)}; add a name, a number or text in quotes`,
    offset: token.offset,
  };
};

/** Words of other languages, and what is written here. */
const habits: ReadonlyMap<unknown, string> = new Map([
  ["AND", "and"],
  ["And", "and"],
  ["OR", "or"],
  ["Or", "or"],
  ["NOT", "not"],
  ["Not", "not"],
  ["is", "=="],
  ["equals", "=="],
  ["in", "contains(list, value)"],
]);

const habitAt = (token: Token | undefined): Fault | undefined => {
  if (token?.type !== "path") return undefined;
  const meant = habits.get(token.path[0]);
  return meant === undefined
    ? undefined
    : {
        problem: `${JSON.stringify(token.path[0])} is not known; write ${JSON.stringify(meant)}`,
        offset: token.offset,
      };
};

/** What is wrong when a whole condition, or a part in parentheses, is over and something else follows. */
const tooMuch = (place: Place): Fault => {
  const token = current(place);
  const habit = habitAt(token) ?? habitAt(place.tokens[place.at - 1]);
  return habit ?? { problem: leftover(token), offset: token.offset };
};

const leftover = (token: Token): string => {
  if (isSign(token, "("))
    return 'only contains, count and has are followed by "("; join conditions with "and" or "or"';
  if (isSign(token, ")")) return 'this ")" closes nothing; remove it';
  if (isSign(token, ",")) return "a comma stands only inside contains(…); write numbers with a dot";
  if (token.type === "value" && typeof token.value === "number" && token.value < 0)
    return "conditions do not calculate; remove this, or compare with a number";
  return 'this must be joined to what stands before it; write "and", "or" or a comparison between them';
};
