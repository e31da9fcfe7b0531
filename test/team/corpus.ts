import { stringify } from "yaml";
import type { SourceText } from "#src/team/source.ts";
import { type Kind, wrongByKind } from "./corpus-values.ts";

/** A file that must be refused, and what was done to it. */
export interface Broken {
  readonly what: string;
  readonly file: SourceText;
}

/** A good file as data: how it is written, what kind of value each key has, and which keys must be there. */
export interface Good {
  readonly value: unknown;
  readonly write: (value: unknown) => SourceText;
  readonly kinds: Readonly<Record<string, Kind>>;
  readonly required: readonly string[];
}

type Path = readonly (string | number)[];

/**
 * Every key of a good file removed where it must be there, misspelt, and, where a key of its name first stands, given each value that it
 * cannot have. Always the same, in the same order.
 */
export function brokenValues(good: Good): readonly Broken[] {
  const names = new Set<string>();
  return keysIn(good.value).flatMap((path) => {
    const isFirst = names.size < names.add(nameOf(path)).size;
    const key = path.at(-1);
    const kind = typeof key === "string" ? (good.kinds[nameOf(path)] ?? good.kinds[key]) : undefined;
    if (kind === undefined) throw new Error(`the corpus does not know the kind of ${path.join(".")}`);
    const broken = (what: string, value: unknown): Broken => ({
      what: `${path.join(".")} ${what}`,
      file: good.write(value),
    });
    return [
      ...(good.required.includes(nameOf(path)) ? [broken("removed", without(good.value, path))] : []),
      ...misspelt(String(key), names.size).map((name) =>
        broken(`as ${name}`, renamed(good.value, path, name)),
      ),
      ...(isFirst ? wrongByKind[kind] : []).map((value, index) =>
        broken(`with wrong value ${index} of a ${kind}`, replaced(good.value, path, value)),
      ),
    ];
  });
}

/** A file with a key nobody knows in each of its maps. */
export function unknownKeys(good: Good): readonly Broken[] {
  const maps = [[], ...keysIn(good.value)].filter((path) => isMap(valueAt(good.value, path)));
  return maps.flatMap((path) =>
    ["constructor", "toString", "on", "x y", "🔍", "", "steps"].map((key) => ({
      what: `${path.join(".")} with a key ${JSON.stringify(key)}`,
      file: good.write(replaced(good.value, [...path, key], "x")),
    })),
  );
}

/** `stages.0.plan.file` is `plan.file`, `stages.0.id` is `stages.id`. */
function nameOf(path: Path): string {
  return path
    .filter((part) => typeof part === "string")
    .slice(-2)
    .join(".");
}

/** Two of: swapped, doubled, missing and upper-case letters and one too many, in turn; never a key that exists. */
function misspelt(key: string, turn: number): readonly string[] {
  const at = key.length >> 1;
  const forms = [
    key.slice(0, at) + key.slice(at + 1),
    key.slice(0, at) + key.charAt(at) + key.slice(at),
    key.slice(0, at - 1) + key.charAt(at) + key.charAt(at - 1) + key.slice(at + 1),
    key.toUpperCase(),
    `${key}s`,
  ];
  const other = [...new Set(forms)].filter((form) => form !== key);
  return other.filter((_, index) => (index + turn) % other.length < 2);
}

function keysIn(value: unknown, path: Path = []): readonly Path[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => keysIn(item, [...path, index]));
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => [[...path, key], ...keysIn(inner, [...path, key])]);
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, part) => (isNode(inner) ? inner[part] : undefined), value);
}

function replaced(value: unknown, [part, ...rest]: Path, by: unknown): unknown {
  if (part === undefined) return by;
  if (Array.isArray(value))
    return value.map((item: unknown, index) => (index === part ? replaced(item, rest, by) : item));
  return isNode(value) ? { ...value, [part]: replaced(value[part], rest, by) } : value;
}

function without(value: unknown, path: Path): unknown {
  const parent = valueAt(value, path.slice(0, -1));
  const entries = isMap(parent) ? Object.entries(parent).filter(([key]) => key !== path.at(-1)) : [];
  return replaced(value, path.slice(0, -1), Object.fromEntries(entries));
}

function renamed(value: unknown, path: Path, name: string): unknown {
  const parent = valueAt(value, path.slice(0, -1));
  const entries = isMap(parent)
    ? Object.entries(parent).map(([key, inner]) => [key === path.at(-1) ? name : key, inner])
    : [];
  return replaced(value, path.slice(0, -1), Object.fromEntries(entries));
}

function isNode(value: unknown): value is Record<string | number, unknown> {
  return typeof value === "object" && value !== null;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return isNode(value) && !Array.isArray(value);
}

/** YAML as a person would write it, whatever the value. */
export function yamlOf(value: unknown): string {
  return stringify(value, { aliasDuplicateObjects: false, lineWidth: 0 });
}
