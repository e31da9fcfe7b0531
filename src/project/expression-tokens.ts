/** The smallest parts of a condition. `offset` counts UTF-16 units from the start of the text. */
export type Token = { readonly offset: number } & (
  | { readonly type: "value"; readonly value: string | number | boolean | null }
  | { readonly type: "path"; readonly path: readonly (string | number)[] }
  | { readonly type: "word"; readonly text: string }
  | { readonly type: "sign"; readonly text: string }
  | { readonly type: "end" }
);

/** What is wrong in a text, for people, and where. */
export interface Fault {
  readonly problem: string;
  readonly offset: number;
}

const space = /\s*/y;
const number = /-?\d+(\.\d+)?(?![\w.])/y;
const text = /'[^']*'|"[^"]*"/y;
/** A hyphen belongs to a name only inside it. */
const path = /[A-Za-z_]\w*(-+\w+)*(\.\w+(-+\w+)*|\[\d{1,9}\])*/y;
const pathPart = /\[(\d+)\]|[^.[\]]+/g;
const sign = /==(?!=)|!=(?!=)|<=(?!>)|>=|<(?!>)|>|[(),]/y;

const constants: ReadonlyMap<string, boolean | null> = new Map([
  ["true", true],
  ["false", false],
  ["null", null],
]);
const words: ReadonlySet<string> = new Set(["and", "or", "not", "contains", "count", "has"]);

/** Takes a text apart in one pass; the last token is the end. Or says what cannot be read. */
export const tokensOf = (condition: string): readonly Token[] | Fault => {
  const tokens: Token[] = [];
  for (let at = skip(condition, 0); at < condition.length;) {
    const token = tokenAt(condition, at);
    if ("problem" in token) return token;
    tokens.push(token.token);
    at = skip(condition, token.next);
  }
  return [...tokens, { type: "end", offset: condition.length }];
};

const skip = (condition: string, at: number): number => at + (matchAt(space, condition, at) ?? "").length;

const matchAt = (pattern: RegExp, condition: string, at: number): string | undefined => {
  // A sticky pattern looks only here; it remembers where it was, so it is told each time.
  pattern.lastIndex = at;
  return pattern.exec(condition)?.[0];
};

const tokenAt = (condition: string, offset: number): { token: Token; next: number } | Fault => {
  const quoted = matchAt(text, condition, offset);
  if (quoted !== undefined)
    return { token: { type: "value", value: quoted.slice(1, -1), offset }, next: offset + quoted.length };
  const digits = matchAt(number, condition, offset);
  if (digits !== undefined) return numberOf(digits, offset);
  const names = matchAt(path, condition, offset);
  if (names !== undefined) return { token: nameToken(names, offset), next: offset + names.length };
  const mark = matchAt(sign, condition, offset);
  if (mark !== undefined) return { token: { type: "sign", text: mark, offset }, next: offset + mark.length };
  return { problem: unreadable(condition.slice(offset)), offset };
};

const numberOf = (digits: string, offset: number): { token: Token; next: number } | Fault =>
  digits.length > 16
    ? { problem: "the number is too long; write at most 15 digits", offset }
    : { token: { type: "value", value: Number(digits), offset }, next: offset + digits.length };

const nameToken = (names: string, offset: number): Token => {
  const constant = constants.get(names);
  if (constant !== undefined) return { type: "value", value: constant, offset };
  if (words.has(names)) return { type: "word", text: names, offset };
  const parts = [...names.matchAll(pathPart)].map(([part, item]) =>
    item === undefined ? part : Number(item),
  );
  return { type: "path", path: parts, offset };
};

/** What people write out of habit, and what it is called here. */
const habits: readonly (readonly [start: RegExp, advice: string])[] = [
  [/^['"]/, "the quote that opens here is not closed; close it"],
  [/^=/, 'two values are compared by two equal signs; write "=="'],
  [/^!==/, '"!==" does not compare; write "!="'],
  [/^<>/, '"<>" does not compare; write "!="'],
  [/^&/, '"&" is not known; write "and"'],
  [/^\|/, '"|" is not known; write "or"'],
  [/^!/, '"!" is not known; write "not"'],
  [/^\.\d/, "a number starts with a digit; write 0 before the dot"],
  [/^-?\d/, "this is not a number; write it like 3, 0.85 or -1, and names so that they start with a letter"],
  [/^\[/, "put the number of a list item, counted from 0, right after a name, like spec.risks[0]"],
  [/^\./, "a dot stands between two names; write it without spaces, like brief.words"],
  [
    /^-/,
    "a hyphen belongs only inside a name, as in outputs.six-phase.quality, or before a number; conditions do not calculate, so remove it",
  ],
  [/^%/, "a share is a number between 0 and 1; write 0.85, not 85%"],
  [/^[+*/^]/, "conditions do not calculate; remove this and compare with a number"],
];

const unreadable = (rest: string): string => {
  const habit = habits.find(([start]) => start.test(rest));
  const [first = ""] = rest;
  return (
    habit?.[1] ?? `${JSON.stringify(first)} means nothing in a condition; remove it, or put text in quotes`
  );
};
