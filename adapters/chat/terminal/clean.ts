import { stripVTControlCharacters } from "node:util";

/** Joiners and variation selectors stay: emoji and several scripts are wrong without them. */
const kept = "\u200c\u200d\ufe0e\ufe0f";

/** Characters that move the cursor, reorder text, or hide in it. Line feeds are handled before this is used. */
const unsafe = new RegExp(
  `(?![\\n${kept}])[\\p{Cc}\\p{Bidi_Control}\\p{Default_Ignorable_Code_Point}]`,
  "gu",
);

/**
 * Text that is safe to show: no escape sequences, no control characters except line feeds, nothing that reorders or
 * hides text. Tabs become four spaces, every kind of line end becomes a line feed.
 */
export const clean = (text: string): string =>
  stripVTControlCharacters(text.toWellFormed())
    .replaceAll(/\r\n?|[\u0085\u2028\u2029]/g, "\n")
    .replaceAll("\t", "    ")
    .replaceAll(unsafe, "");

/** The same for every string inside a value made of plain objects and arrays; the shape does not change. */
export const cleanAll = <T>(value: T): T => {
  // as: each branch returns a value of the shape it was given, only with other characters in its strings.
  if (typeof value === "string") return clean(value) as T;
  if (Array.isArray(value)) return value.map(cleanAll) as T;
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, cleanAll(inner)])) as T;
};
