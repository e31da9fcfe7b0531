import { Lexer } from "marked";
import { sameTitle } from "./words.ts";

/** A part of a text. `from` is included, `to` is not; both count UTF-16 units, as JavaScript's `slice` does. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A heading with everything up to the next heading of its level or above. */
export interface Section extends Span {
  readonly level: number;
  readonly title: string;
  /** Where the text under the heading begins. */
  readonly bodyFrom: number;
}

/** A Markdown document taken apart: spans are exact positions in the original text. */
export interface Outline {
  readonly sections: readonly Section[];
  /** Paragraphs, lists, tables, code and quotes, without headings and without white space around them. */
  readonly blocks: readonly Span[];
}

/** Takes a Markdown document apart by its blocks. Any text gives an outline; one without headings has no sections. */
export const outlineOf = (text: string): Outline => {
  const pieces = piecesOf(text);
  const headings = pieces.filter((piece) => piece.heading !== null);
  const sections = headings.flatMap((piece, index) => {
    if (piece.heading === null) return [];
    const { level, title } = piece.heading;
    const next = headings
      .slice(index + 1)
      .find((later) => later.heading !== null && later.heading.level <= level);
    const whole = trimmed(text, { from: piece.from, to: next?.from ?? text.length });
    return [{ ...whole, level, title, bodyFrom: Math.min(piece.to, whole.to) }];
  });
  return {
    sections,
    blocks: pieces.filter((piece) => piece.heading === null).map(({ from, to }) => ({ from, to })),
  };
};

/** The first section whose title is `title`, else the first whose title contains it. Case, numbering and punctuation do not matter. */
export const sectionNamed = (outline: Outline, title: string): Section | undefined => {
  const wanted = sameTitle(title);
  if (wanted === "") return undefined;
  const exact = outline.sections.find((section) => sameTitle(section.title) === wanted);
  return exact ?? outline.sections.find((section) => ` ${sameTitle(section.title)} `.includes(` ${wanted} `));
};

/** A span without the white space at its ends. */
export const trimmed = (text: string, { from, to }: Span): Span => {
  const part = text.slice(from, to);
  const start = from + (part.length - part.trimStart().length);
  return { from: Math.min(start, to), to: Math.max(Math.min(start, to), from + part.trimEnd().length) };
};

interface Piece extends Span {
  readonly heading: { readonly level: number; readonly title: string } | null;
}

const piecesOf = (text: string): readonly Piece[] => {
  let at = 0;
  return new Lexer().blockTokens(lexable(text)).flatMap((token): readonly Piece[] => {
    const whole = { from: at, to: at + token.raw.length };
    at = whole.to;
    const span = trimmed(text, whole);
    if (span.from === span.to) return [];
    // marked's Token union has a catch-all member, so the fields of a heading are read one by one.
    const heading =
      token.type === "heading" ? { level: Number(token["depth"]), title: String(token["text"]) } : null;
    return [{ ...span, heading }];
  });
};

/**
 * The same text for the lexer, unit for unit: only `\n` ends a line, and a line that opens hundreds of quotes or lists,
 * which would exhaust the stack (measured: from 2,000 levels), becomes plain text.
 */
const lexable = (text: string): string =>
  text
    .replace(/\r\n/g, " \n")
    .replace(/\r/g, "\n")
    .replace(/^[ \t>*+\-\d.)]{200,}/gm, (run) => "x".repeat(run.length));
