import { defaultSettings } from "../project/workflow.ts";

/**
 * What can be asked for under a name: one value of a kind, a list, a map of known names, `facts` (values by names that only the
 * agents' results know), one such `value`, or `open` (nobody knows before).
 */
export type Askable =
  | "number"
  | "text"
  | "yes or no"
  | "state"
  | "list"
  | "facts"
  | "value"
  | "open"
  | ReadonlyMap<string, Askable>;

/** The states of a stage. */
export const states = ["waiting", "active", "blocked", "done", "skipped"];

const map = (entries: Readonly<Record<string, Askable>>): ReadonlyMap<string, Askable> =>
  new Map(Object.entries(entries));

const claims = map({ total: "number", grounded: "number" });

/** The fields of `outputs.{stage}`. */
const output = map({
  state: "state",
  confidence: "number",
  quality: "number",
  questions: "number",
  files: "number",
  attempt: "number",
  claims,
  facts: "facts",
});

const settings: ReadonlyMap<string, Askable> = new Map(
  Object.entries(defaultSettings).map(([name, value]) => [name, kindOf(value)]),
);

/** Settings without a value are limits, which are numbers. */
function kindOf(value: string | number | boolean | readonly string[] | null): Askable {
  if (typeof value === "string") return "text";
  if (typeof value === "boolean") return "yes or no";
  return typeof value === "number" || value === null ? "number" : "list";
}

/** What `when` may ask for in a stage that depends on these. */
export function askableBefore(stages: Iterable<string>): ReadonlyMap<string, Askable> {
  const outputs = new Map([...stages].map((id) => [id, output]));
  return new Map<string, Askable>([
    ["spec", "open"],
    ["settings", settings],
    ["brief", map({ words: "number" })],
    ["outputs", outputs],
  ]);
}

/** What `until` may ask for in a stage, when these are its own id and those of the stages it depends on. */
export function askableAfter(stages: Iterable<string>): ReadonlyMap<string, Askable> {
  return new Map([...askableBefore(stages), ["round", "number"]]);
}

/** What a check of a step's result may ask for. */
export const askableInCheck: ReadonlyMap<string, Askable> = map({
  document: map({ words: "number", sections: "number", headings: "list" }),
  claims,
  facts: "facts",
  spec: "open",
  confidence: "number",
});
