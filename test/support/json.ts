/** An object as it came from outside. */
export type Json = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value when it is an object, else an empty one. */
export const record = (value: unknown): Json => (isRecord(value) ? value : {});

/** The objects of a list; an empty list when it is none. */
export const records = (value: unknown): readonly Json[] =>
  Array.isArray(value) ? value.filter(isRecord) : [];

/** The value when it is a string, else "". */
export const string = (value: unknown): string => (typeof value === "string" ? value : "");

/** The strings of a list. */
export const strings = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];

/** Slack's booleans arrive as booleans, "true" or "1". */
export const yes = (value: unknown): boolean => value === true || value === "true" || value === "1";

/** Parses JSON; undefined when it is none. */
export function parsed(value: string): unknown {
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return undefined;
  }
}

/** The same value with every string in it replaced, keys included. */
export function mapStrings(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, change));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [change(key), mapStrings(inner, change)]),
  );
}
