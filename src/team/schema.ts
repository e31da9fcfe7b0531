import { z } from "zod";
import { didYouMean, list, quote } from "./names.ts";
import type { YamlFile } from "./yaml.ts";

type RawIssue = z.core.$ZodRawIssue;
type Issue = z.core.$ZodIssue;

const nouns: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a map of keys and values",
};

/** The file's value as the schema has it. Throws the file's BotArmyError for the first thing that does not fit, at its line and column. */
export function readAs<Schema extends z.ZodType>(schema: Schema, yaml: YamlFile): z.output<Schema> {
  const result = schema.safeParse(yaml.value, { error: explain, reportInput: true });
  if (result.success) return result.data;
  const places = result.error.issues.map((issue) => ({ issue, offset: offsetOf(issue, yaml) }));
  // A misspelt key is also a missing one: the misspelling is the mistake.
  const unknown = places.filter(({ issue }) => issue.code === "unrecognized_keys");
  const [first] = (unknown.length > 0 ? unknown : places).toSorted((a, b) => a.offset - b.offset);
  throw yaml.errorAt(first?.offset ?? 0, first ? sentence(first.issue) : result.error.message);
}

function offsetOf(issue: Issue, yaml: YamlFile): number {
  const [unknown] = issue.code === "unrecognized_keys" ? issue.keys : [];
  return unknown === undefined ? yaml.offsetOf(issue.path) : yaml.offsetOf([...issue.path, unknown], "key");
}

function sentence(issue: Issue): string {
  const [unknown] = issue.code === "unrecognized_keys" ? issue.keys : [];
  const subject = pathText(unknown === undefined ? issue.path : [...issue.path, unknown]);
  if (issue.code !== "invalid_format" && issue.code !== "custom") return `${subject} ${issue.message}`;
  const verdict = issue.input === null ? "is empty" : `${kindOf(issue.input)} is not valid`;
  return `${subject} ${verdict}: ${issue.message}`;
}

/** `stages[2].agent`: the way to a value, as people write it. Lists count from 0. */
export function pathText(path: readonly PropertyKey[]): string {
  const text = path
    .map((part) =>
      typeof part === "number"
        ? `[${part}]`
        : /^\w{1,60}$/.test(String(part))
          ? `.${String(part)}`
          : `[${quote(String(part))}]`,
    )
    .join("");
  return text === "" ? "this" : text.replace(/^\./, "");
}

/** What is wrong with one value, to be read after its path; undefined leaves the words to the schema. */
function explain(issue: RawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_type":
      return wrongType(issue);
    case "invalid_value":
      return wrongChoice(issue.input, issue.values.map(String));
    case "unrecognized_keys":
      return unknownKey(
        issue.keys[0] ?? "",
        issue.inst instanceof z.ZodObject ? Object.keys(issue.inst.shape) : [],
      );
    case "too_small":
      return tooSmall(issue);
    case "too_big":
      return tooBig(issue);
    case "invalid_format":
    case "custom":
    case "invalid_union":
    case "invalid_key":
    case "invalid_element":
    case "not_multiple_of":
      return undefined;
  }
}

function wrongType(issue: RawIssue & { code: "invalid_type" }): string {
  const noun = nouns[issue.expected] ?? issue.expected;
  const key = issue.path?.at(-1);
  if (issue.input === undefined) return `is missing; add ${quote(`${String(key)}: …`)}`;
  if (issue.input === null) return `is empty; it must be ${noun}`;
  const isUnquoted = issue.expected === "string" && typeof issue.input !== "object";
  return `must be ${noun}, not ${kindOf(issue.input)}${isUnquoted ? "; put it in quotes" : ""}`;
}

function wrongChoice(input: unknown, values: readonly string[]): string {
  if (input === undefined) return `is missing; add one of ${list(values)}`;
  const hint = typeof input === "string" ? didYouMean(input, values) : "";
  return `must be one of ${list(values)}, not ${kindOf(input)}${hint}`;
}

function unknownKey(key: string, allowed: readonly string[]): string {
  return `is not a known key; choose one of ${list(allowed)}${didYouMean(key, allowed)}`;
}

function tooSmall(issue: RawIssue & { code: "too_small" }): string {
  if (issue.origin === "string") return "is empty; write some text";
  if (issue.origin === "array") return `has too few items; add at least ${issue.minimum}`;
  return `must be at least ${issue.minimum}, not ${String(issue.input)}`;
}

function tooBig(issue: RawIssue & { code: "too_big" }): string {
  if (typeof issue.input === "string")
    return `is too long: ${issue.input.length} characters; make it at most ${issue.maximum}`;
  if (Array.isArray(issue.input)) return `has ${issue.input.length} items; keep at most ${issue.maximum}`;
  return `must be at most ${issue.maximum}, not ${String(issue.input)}`;
}

function kindOf(input: unknown): string {
  if (typeof input === "string") return quote(input);
  if (typeof input === "number" || typeof input === "boolean") return String(input);
  if (Array.isArray(input)) return "a list";
  return input === null ? "nothing" : "a map";
}
