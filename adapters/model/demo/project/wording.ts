/** Chooses one of the options, always the same one for the same seed and key. */
export type Say = (key: string, ...options: readonly [string, ...string[]]) => string;

/** A chooser of wordings. The seed changes words and nothing else. */
export const sayWith =
  (seed: number): Say =>
  (key, ...options) =>
    options[hash(`${seed}:${key}`) % options.length] ?? options[0];

/** FNV-1a over UTF-16 units: a stable number from a text, 0 to 2^32 - 1. */
export const hash = (text: string): number => {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1)
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return value;
};

/** `a`, `a and b`, `a, b and c`; beyond `most`, `a, b and 3 more`. */
export const listed = (items: readonly string[], most = 6): string => {
  const shown =
    items.length > most ? [...items.slice(0, most - 1), `${items.length - most + 1} more`] : items;
  return shown.length < 2 ? (shown[0] ?? "") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
};

/** `FR-1`, `FR-1 and FR-4`, `FR-1–FR-3, FR-7`: runs of numbered ids are joined. */
export const idRange = (ids: readonly string[]): string => {
  const runs: string[][] = [];
  for (const id of ids) {
    const last = runs.at(-1);
    if (last !== undefined && follows(last.at(-1) ?? "", id)) last.push(id);
    else runs.push([id]);
  }
  return runs.map((run) => (run.length > 2 ? `${run[0]}–${run.at(-1)}` : run.join(", "))).join(", ");
};

const follows = (before: string, id: string): boolean => {
  const [name, number] = before.split("-");
  return `${name}-${Number(number) + 1}` === id;
};

/** First letter small, unless the word is a name, an abbreviation or code. */
export const lowerFirst = (text: string): string =>
  /^[A-Z][a-z-]*(?=[\s,.;:]|$)/.test(text) && !/^(?:I|Enter|Escape)\b/.test(text)
    ? `${text[0]?.toLowerCase() ?? ""}${text.slice(1)}`
    : text;

/** First letter large. */
export const upperFirst = (text: string): string => `${text[0]?.toUpperCase() ?? ""}${text.slice(1)}`;

/** `a thing`, `an email`. */
export const withArticle = (noun: string): string => `${/^[aeio]/i.test(noun) ? "an" : "a"} ${noun}`;

/** Without the full stop at the end. */
export const bare = (text: string): string => text.replace(/[.;,]+$/, "");

/** Cut at a word, with an ellipsis, when it is longer than `most` characters. Never inside backticks. */
export const clipped = (text: string, most: number): string => {
  if (text.length <= most) return text;
  const cut = text.slice(0, text.lastIndexOf(" ", most) > most / 2 ? text.lastIndexOf(" ", most) : most);
  const whole = cut.split("`").length % 2 === 0 ? cut.slice(0, cut.lastIndexOf("`")).trimEnd() : cut;
  return `${whole.replace(/[\uD800-\uDBFF]$/, "")}…`;
};

/** `1 requirement`, `3 requirements`. */
export const counted = (count: number, noun: string): string => {
  if (count === 1) return `1 ${noun}`;
  return `${count === 0 ? "no" : count} ${/[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`}`;
};
