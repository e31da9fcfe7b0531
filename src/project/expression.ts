import { parseExpression } from "./expression-parser.ts";
import type { Expression, Operator } from "./expression-tree.ts";

/** What a condition may ask for, by name: plain JSON. */
export type Facts = Readonly<Record<string, unknown>>;

/** Longest text that `contains` looks for, so that looking stays linear. */
const maxPart = 500;

/**
 * Does a condition hold? Only `true` holds: a number, a text or a list by itself does not, and neither does a condition that cannot be
 * read, which the loader of workflows refuses. What is not there is null, and every comparison with it is false, except `== null` and
 * `!= null` written out. Comparisons of different kinds or of lists are false; `!=` of different kinds is true. Never throws; takes
 * time in proportion to the condition and to the lists and texts it counts or searches.
 */
export const holds = (condition: string, facts: Facts): boolean => {
  const parsed = parseExpression(condition);
  return parsed.ok && isTrue(parsed.expression, facts);
};

const isTrue = (expression: Expression, facts: Facts): boolean => valueOf(expression, facts) === true;

const valueOf = (expression: Expression, facts: Facts): unknown => {
  switch (expression.type) {
    case "value":
      return expression.value;
    case "path":
      return find(expression.path, facts);
    case "not":
      return !isTrue(expression.of, facts);
    case "and":
      return expression.of.every((part) => isTrue(part, facts));
    case "or":
      return expression.of.some((part) => isTrue(part, facts));
    case "has":
      return find(expression.of.path, facts) !== null;
    case "count":
      return countOf(valueOf(expression.of, facts));
    case "contains":
      return contains(valueOf(expression.whole, facts), valueOf(expression.part, facts));
    case "compare":
      return compare(expression, facts);
  }
};

/** The value at a path, by own properties and existing items only; null where there is none. */
const find = (path: readonly (string | number)[], facts: Facts): unknown => {
  let found: unknown = facts;
  for (const part of path) {
    if (typeof found !== "object" || found === null || Array.isArray(found) !== (typeof part === "number"))
      return null;
    found = Object.getOwnPropertyDescriptor(found, part)?.value;
  }
  return found ?? null;
};

const countOf = (value: unknown): number | null => {
  if (Array.isArray(value)) return value.length;
  return typeof value === "object" && value !== null ? Object.keys(value).length : null;
};

const contains = (whole: unknown, part: unknown): boolean => {
  if (Array.isArray(whole)) return isPlain(part) && whole.includes(part);
  if (typeof whole !== "string" || typeof part !== "string") return false;
  return part.length <= maxPart && whole.includes(part);
};

const compare = ({ operator, left, right }: Expression & { type: "compare" }, facts: Facts): boolean => {
  const [a, b] = [valueOf(left, facts), valueOf(right, facts)];
  if (isNull(left) || isNull(right)) return asksForNull(operator, a === null && b === null);
  if (!isPlain(a) || !isPlain(b)) return false;
  if (operator === "==") return a === b;
  if (operator === "!=") return a !== b;
  if (typeof a === "number" && typeof b === "number") return inOrder(operator, a - b);
  return typeof a === "string" && typeof b === "string" && inOrder(operator, a < b ? -1 : Number(a > b));
};

const isNull = (expression: Expression): boolean => expression.type === "value" && expression.value === null;

const asksForNull = (operator: Operator, bothNull: boolean): boolean =>
  operator === "==" ? bothNull : operator === "!=" && !bothNull;

/** Numbers, texts, yes and no: what can be equal. */
const isPlain = (value: unknown): boolean =>
  typeof value === "number" || typeof value === "string" || typeof value === "boolean";

const inOrder = (operator: "<" | "<=" | ">" | ">=", difference: number): boolean => {
  switch (operator) {
    case "<":
      return difference < 0;
    case "<=":
      return difference <= 0;
    case ">":
      return difference > 0;
    case ">=":
      return difference >= 0;
  }
};
