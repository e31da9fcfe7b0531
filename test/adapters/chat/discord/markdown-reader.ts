/*
 * What a client of Discord makes of a text, written down a second time: from people's guides, Discord's reference of message formatting, and
 * what parsers of others found by trying. It reads eagerly: what may be markup in any client is markup here.
 */

export type Style = "bold" | "italic" | "underline" | "strike" | "spoiler" | "code";

/** A piece of text as it is shown. */
export interface Shown {
  readonly text: string;
  readonly styles: readonly Style[];
}

/** What is more than text: `type` says what it is, `text` what it is about. */
export interface Sign {
  readonly type:
    | "user"
    | "role"
    | "channel"
    | "everyone"
    | "time"
    | "command"
    | "place"
    | "emoji"
    | "link"
    | "bare link"
    | "masked link"
    | "heading"
    | "small"
    | "item"
    | "quote"
    | "block";
  readonly text: string;
}

export interface Read {
  readonly shown: readonly Shown[];
  readonly signs: readonly Sign[];
}

interface State {
  readonly styles: readonly Style[];
  readonly quoted: boolean;
  /** Whether the text begins where a line begins. */
  readonly atStart: boolean;
}

export const readMarkdown = (source: string): Read =>
  read(source, { styles: [], quoted: false, atStart: true });

/** All that is shown, in order. */
export const shownText = (source: string): string =>
  readMarkdown(source)
    .shown.map(({ text }) => text)
    .join("");

const empty: Read = { shown: [], signs: [] };

interface Rule {
  readonly pattern: RegExp;
  /** Only where a line begins. */
  readonly starts?: true;
  /** Quotes are not in quotes. */
  readonly quotes?: true;
  readonly make: (match: RegExpExecArray, state: State) => Read;
}

const sign = (type: Sign["type"], text: string, shown = text): Read => ({
  shown: [{ text: shown, styles: [] }],
  signs: [{ type, text }],
});

const inside = (type: Sign["type"], text: string, state: State): Read => {
  const inner = read(text, state);
  return { shown: inner.shown, signs: [{ type, text }, ...inner.signs] };
};

const styled =
  (style: Style): Rule["make"] =>
  ([, text = ""], state) =>
    read(text, { ...state, styles: [...state.styles, style] });

const whole =
  (type: Sign["type"]): Rule["make"] =>
  ([all, text = all]) =>
    sign(type, text, all);

/** In the order in which they are tried at each place. */
const rules: readonly Rule[] = [
  {
    pattern: /(?: *> [^\n]*(?:\n|$))+/y,
    starts: true,
    quotes: true,
    make: ([text], state) =>
      inside("quote", text.replaceAll(/^ *> /gm, ""), { ...state, quoted: true, atStart: true }),
  },
  {
    pattern: / *>>> ([\s\S]*)/y,
    starts: true,
    quotes: true,
    make: ([, text = ""], state) => inside("quote", text, { ...state, quoted: true, atStart: true }),
  },
  {
    pattern: / *(#{1,3})\s+([^\n]*)/y,
    starts: true,
    make: ([, , text = ""], state) =>
      inside("heading", text.replace(/[\s#]*$/, ""), { ...state, atStart: false }),
  },
  {
    pattern: / *-# +([^\n]+)/y,
    starts: true,
    make: ([, text = ""], state) => inside("small", text, { ...state, atStart: true }),
  },
  { pattern: / *(?:[*+-]|\d+\.) +/y, starts: true, make: whole("item") },
  {
    pattern: /\\([^0-9A-Za-z\s])/y,
    make: ([, text = ""], { styles }) => ({ shown: [{ text, styles }], signs: [] }),
  },
  {
    pattern: /```(?:[\w+.#-]*\n)?(\n*[^\n][\s\S]*?)\n*```/y,
    make: ([, text = ""]) => ({ shown: [{ text, styles: ["code"] }], signs: [{ type: "block", text }] }),
  },
  {
    pattern: /(`+)([\s\S]*?[^`])\1(?!`)/y,
    make: ([, , text = ""], { styles }) => ({ shown: [{ text, styles: [...styles, "code"] }], signs: [] }),
  },
  { pattern: /<@!?(\d+)>/y, make: whole("user") },
  { pattern: /<@&(\d+)>/y, make: whole("role") },
  { pattern: /<#(\d+)>/y, make: whole("channel") },
  { pattern: /@(everyone|here)/y, make: whole("everyone") },
  { pattern: /<t:-?\d+(?::\w)?>/y, make: whole("time") },
  { pattern: /<\/[^>:]+:\d+>/y, make: whole("command") },
  { pattern: /<id:\w+>/y, make: whole("place") },
  { pattern: /<a?:\w+:\d+>/y, make: whole("emoji") },
  { pattern: /<([^: >]+:\/[^ >]+)>/y, make: ([, text = ""]) => sign("link", text) },
  { pattern: /(?:https?|steam|discord|ftp):\/\/[^\s<]+[^<.,:;"'\]\s]/y, make: whole("bare link") },
  {
    pattern: /\[((?:\[[^\]]*\]|[^[\]])*)\]\(\s*<?([^\s<>)]+)>?(?:\s+["'][\s\S]*?["'])?\s*\)/y,
    make: ([, text = "", target = ""]) => sign("masked link", target, text),
  },
  { pattern: /~~([\s\S]+?)~~(?!_)/y, make: styled("strike") },
  { pattern: /\|\|([\s\S]+?)\|\|/y, make: styled("spoiler") },
  { pattern: /\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)/y, make: styled("bold") },
  { pattern: /__((?:\\[\s\S]|[^\\])+?)__(?!_)/y, make: styled("underline") },
  {
    pattern: /\*(?=\S)((?:\*\*|\\[\s\S]|\s+(?:\\[\s\S]|[^\s*\\]|\*\*)|[^\s*\\])+?)\*(?!\*)/y,
    make: styled("italic"),
  },
  { pattern: /_((?:__|\\[\s\S]|[^\\_])+?)_(?!\w)/y, make: styled("italic") },
  { pattern: /:[\w+-]+(?:::skin-tone-\d)?:/y, make: whole("emoji") },
];

const read = (source: string, state: State): Read => {
  const shown: Shown[] = [];
  const signs: Sign[] = [];
  let at = 0;
  let starts = state.atStart;
  while (at < source.length) {
    const here = { ...state, atStart: starts };
    const words = starts ? null : wordsAt(source, at);
    const found = words === null ? firstMatch(source, at, here) : null;
    const text = words ?? found?.match[0] ?? String.fromCodePoint(source.codePointAt(at) ?? 0);
    const part =
      found === null
        ? { shown: [{ text, styles: state.styles }], signs: [] }
        : found.rule.make(found.match, here);
    shown.push(...part.shown);
    signs.push(...part.signs);
    starts = startsAfter(text, starts, found?.rule);
    at += text.length;
  }
  return source === "" ? empty : { shown, signs };
};

/** Words in which nothing can begin, so that long texts are read quickly. */
const plainWords = /[\p{L}\p{N}]+(?: [\p{L}\p{N}]+)*(?![\p{L}\p{N}:])/uy;

const firstMatch = (source: string, at: number, state: State) => {
  for (const rule of rules) {
    if (rule.starts === true && !state.atStart) continue;
    if (rule.quotes === true && state.quoted) continue;
    rule.pattern.lastIndex = at;
    const match = rule.pattern.exec(source);
    if (match !== null) return { rule, match };
  }
  return null;
};

const wordsAt = (source: string, at: number): string | null => {
  plainWords.lastIndex = at;
  return plainWords.exec(source)?.[0] ?? null;
};

const startsAfter = (text: string, before: boolean, rule: Rule | undefined): boolean => {
  if (text.endsWith("\n")) return true;
  // A list's sign begins a line in the item.
  if (rule?.starts === true && /^ *(?:[*+-]|\d+\.) +$/.test(text)) return true;
  return before && /^[^\S\n]*$/.test(text);
};
