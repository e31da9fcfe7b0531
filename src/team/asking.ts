import { type Expression, type Path, pathsIn } from "../project/expression-tree.ts";
import type { Askable } from "./askable.ts";
import { didYouMean, list, quote } from "./names.ts";

/** Something wrong in a condition: what, and where in its text. */
export interface Misasked {
  readonly offset: number;
  readonly problem: string;
}

/** What is around a condition: what it may ask for, every stage of the workflow, and the stage it belongs to. */
export interface Around {
  readonly askable: ReadonlyMap<string, Askable>;
  readonly ids: readonly string[];
  readonly own: string;
}

/** The first name that a condition asks for and that is not there. */
export function unknownIn(expression: Expression, around: Around): Misasked | undefined {
  for (const path of pathsIn(expression)) {
    const found = askedBy(path, around);
    if (typeof found === "object" && "problem" in found) return found;
  }
  return undefined;
}

/** What a path leads to, or why it leads to nothing, at its first part that is not there. */
export function askedBy({ path, offset }: Path, around: Around): Askable | Misasked {
  let found: Askable = around.askable;
  for (const [depth, part] of path.entries()) {
    if (found === "open") return found;
    const next = inside(found, part);
    if (next === undefined) {
      const way = wayText(path.slice(0, depth));
      const dot = depth > 0 && typeof part === "string" ? 1 : 0;
      return { offset: offset + way.length + dot, problem: notThere(found, { way, part }, around) };
    }
    found = next;
  }
  return found;
}

function inside(found: Askable, part: string | number): Askable | undefined {
  if (typeof part === "number") return found === "list" ? "open" : undefined;
  if (found === "facts") return "value";
  return typeof found === "object" ? found.get(part) : undefined;
}

/** A part of a path, and the way to it; an empty way at the beginning. */
interface Place {
  readonly way: string;
  readonly part: string | number;
}

function notThere(found: Askable, { way, part }: Place, around: Around): string {
  if (typeof part === "number") return `asks for an item of ${way}, which is no list; remove "[${part}]"`;
  if (found === "list")
    return `asks for a name in ${way}, which is a list; write ${way}[0], count(${way}) or contains(${way}, …)`;
  if (typeof found !== "object") return `asks for a part of ${way}, which is one value; remove ".${part}"`;
  const names = [...found.keys()];
  if (way === "outputs") return noOutputs(part, names, around);
  if (way === "") return notKnown(part, names);
  return `asks for ${quote(part)}, which ${way} does not have; choose one of ${list(names)}${didYouMean(part, names)}`;
}

function notKnown(part: string, names: readonly string[]): string {
  const hint = hyphenHint(part, names) ?? elsewhere.get(part) ?? didYouMean(part, [...names, ...constants]);
  return `asks for ${quote(part)}, which is not known here; choose one of ${list(names)}, or put text in quotes${hint}`;
}

const constants = ["true", "false", "null"];

/** What only other conditions know. */
const elsewhere: ReadonlyMap<string, string> = new Map([
  ["round", '. Rounds are known only in "until"'],
  ["document", '. Documents are known only in "checks"'],
  ["claims", ". Outside of checks write outputs.{stage}.claims"],
  ["facts", ". Outside of checks write outputs.{stage}.facts"],
  ["confidence", ". Outside of checks write outputs.{stage}.confidence"],
  ["outputs", ". A check knows only the result it checks"],
]);

function noOutputs(stage: string, possible: readonly string[], { ids, own }: Around): string {
  const choice =
    possible.length === 0 ? "ask for spec, settings or brief" : `choose one of ${list(possible)}`;
  if (stage === own)
    return `asks for outputs of its own stage, which are not there before it has run; ${choice}`;
  if (!ids.includes(stage))
    return `asks for outputs of ${quote(stage)}, which is no stage; ${choice}${didYouMean(stage, possible)}`;
  return `asks for outputs of ${quote(stage)}, which this stage does not depend on, so they may not be there yet; add it to needs, or ${choice}`;
}

/** Whoever wants to subtract writes a name with a hyphen. */
function hyphenHint(part: string, names: readonly string[]): string | undefined {
  const [first = "", ...rest] = part.split("-");
  return rest.length > 0 && names.includes(first)
    ? `. A hyphen belongs to the name, and conditions do not calculate: write ${quote(first)} and compare it`
    : undefined;
}

/** `outputs.design.quality`, as it is written. */
export function wayText(path: readonly (string | number)[]): string {
  return path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${part}`))
    .join("")
    .slice(1);
}
