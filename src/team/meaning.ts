import { type Expression, partsOf } from "../project/expression-tree.ts";
import { type Askable, states } from "./askable.ts";
import { type Around, askedBy, type Misasked, wayText } from "./asking.ts";
import { didYouMean, list, quote } from "./names.ts";

type Kind = Exclude<Askable, ReadonlyMap<string, Askable>> | "map" | "nothing";

/** The first part of a condition that can only ever be false, or true, by the kinds of what it asks for: all its names must be known. */
export function meaninglessIn(expression: Expression, around: Around): Misasked | undefined {
  return asTruth(expression, around) ?? withinParts(expression, around);
}

function withinParts(expression: Expression, around: Around): Misasked | undefined {
  const own = partProblem(expression, around);
  if (own !== undefined) return { offset: offsetOf(expression), problem: own };
  const areTruths = ["and", "or", "not"].includes(expression.type);
  for (const part of partsOf(expression)) {
    const problem = areTruths ? meaninglessIn(part, around) : withinParts(part, around);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** What stands where yes or no is wanted. */
function asTruth(expression: Expression, around: Around): Misasked | undefined {
  const kind = kindOf(expression, around);
  if (kind === "yes or no" || kind === "open" || kind === "value") return undefined;
  const what = expression.type === "path" ? `${wayText(expression.path)}, which is` : "what is";
  const advice = compared[kind];
  return {
    offset: offsetOf(expression),
    problem: `asks for ${what} ${nouns[kind]} and neither true nor false; ${advice}`,
  };
}

const compared: Readonly<Record<Exclude<Kind, "yes or no" | "open" | "value">, string>> = {
  number: "compare it, as in … >= 0.8",
  text: 'compare it, as in … == "yes"',
  state: 'compare it, as in … == "done"',
  list: "write count(…) > 0, or contains(…, …)",
  facts: "add the name of one fact, or write count(…) > 0",
  map: "add the name of one of its values",
  nothing: "write true or false",
};

const nouns: Readonly<Record<Kind, string>> = {
  number: "a number",
  text: "text",
  state: "text",
  list: "a list",
  facts: "a map",
  map: "a map",
  nothing: "null",
  "yes or no": "true or false",
  open: "unknown",
  value: "unknown",
};

function partProblem(expression: Expression, around: Around): string | undefined {
  if (expression.type === "compare") return comparisonProblem(expression, around);
  if (expression.type === "count") {
    const kind = kindOf(expression.of, around);
    const isOne = kind === "value" || (!isUnknown(kind) && !isMany(kind));
    return isOne
      ? `counts ${nouns[kind === "value" ? "number" : kind]}; only lists and maps are counted, so remove count`
      : undefined;
  }
  if (expression.type !== "contains") return undefined;
  const kind = kindOf(expression.whole, around);
  const isWhole = isUnknown(kind) || kind === "list" || kind === "text" || kind === "state";
  return isWhole ? undefined : `looks into ${nouns[kind]}; contains(…) must have a list or text first`;
}

function comparisonProblem(
  { operator, left, right }: Expression & { type: "compare" },
  around: Around,
): string | undefined {
  const [a, b] = [kindOf(left, around), kindOf(right, around)];
  if (a === "nothing" || b === "nothing") return undefined;
  const many = isMany(a) ? a : isMany(b) ? b : undefined;
  if (many !== undefined) return `compares ${nouns[many]}; ${compared[many]}`;
  if (isUnknown(a) || isUnknown(b)) return undefined;
  if (nouns[a] !== nouns[b])
    return `compares ${nouns[a]} with ${nouns[b]}, which are never equal; use two of one kind`;
  if (a === "yes or no" && operator !== "==" && operator !== "!=")
    return `says that true is more or less than false; use "==" or "!="`;
  return a === "state" ? unknownState(right) : b === "state" ? unknownState(left) : undefined;
}

function unknownState(expression: Expression): string | undefined {
  if (expression.type !== "value" || typeof expression.value !== "string") return undefined;
  const { value } = expression;
  return states.includes(value)
    ? undefined
    : `asks for the state ${quote(value)}, which there is not; choose one of ${list(states)}${didYouMean(value, states)}`;
}

const isUnknown = (kind: Kind): boolean => kind === "open" || kind === "value";
const isMany = (kind: Kind): kind is "list" | "map" | "facts" =>
  kind === "list" || kind === "map" || kind === "facts";

function kindOf(expression: Expression, around: Around): Kind {
  if (expression.type === "value") return kindOfValue(expression.value);
  if (expression.type === "count") return "number";
  if (expression.type !== "path") return "yes or no";
  const found = askedBy(expression, around);
  return typeof found === "string" ? found : "map";
}

function kindOfValue(value: string | number | boolean | null): Kind {
  if (value === null) return "nothing";
  if (typeof value === "string") return "text";
  return typeof value === "number" ? "number" : "yes or no";
}

/** Where an expression begins: at its first name or value. */
function offsetOf(expression: Expression): number {
  if (expression.type === "path" || expression.type === "value") return expression.offset;
  const [first] = partsOf(expression);
  return first === undefined ? 0 : offsetOf(first);
}
