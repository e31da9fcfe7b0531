import { widthOf } from "./width.ts";

/** The sixteen-colour names: the person's own theme decides what they look like. */
export type Color = "red" | "green" | "yellow" | "blue" | "magenta" | "cyan" | "gray";

/** How a piece of text looks. */
export interface Style {
  readonly color?: Color;
  readonly bold?: boolean;
  readonly dim?: boolean;
  readonly italic?: boolean;
  readonly underline?: boolean;
  readonly strike?: boolean;
}

/** A piece of text with one style. */
export interface Span {
  readonly text: string;
  readonly style: Style;
}

/** One line, or one paragraph before it is wrapped. */
export type Line = readonly Span[];

/** What the terminal can show. `width` in columns; less than 20 is treated as 20. */
export interface Look {
  readonly width: number;
  readonly color: boolean;
  readonly unicode: boolean;
}

/** SGR codes of ECMA-48; colours 30-37, gray is bright black. */
const colorCodes: Readonly<Record<Color, number>> = {
  red: 31,
  green: 32,
  yellow: 33,
  blue: 34,
  magenta: 35,
  cyan: 36,
  gray: 90,
};

export const span = (text: string, style: Style = {}): Span => ({ text, style });

export const dim = (text: string): Span => span(text, { dim: true });

/** The same text with more style; what a span says itself wins. */
export const styled = (line: Line, style: Style): Line =>
  line.map((part) => span(part.text, { ...style, ...part.style }));

export const lineWidth = (line: Line): number => line.reduce((sum, part) => sum + widthOf(part.text), 0);

/** The line with spaces after it up to `width` columns. */
export const padded = (line: Line, width: number): Line => {
  const missing = width - lineWidth(line);
  return missing > 0 ? [...line, span(" ".repeat(missing))] : line;
};

/** Lines behind a prefix: `first` before the first line, `rest` before the others. */
export const behind = (lines: readonly Line[], first: Line, rest: Line = first): Line[] =>
  lines.map((line, i) => [...(i === 0 ? first : rest), ...line]);

/** The only place where text becomes what is written to the terminal, and so the last gate: no control character passes. */
export const paint = (line: Line, color: boolean): string => {
  const runs: { codes: string; text: string }[] = [];
  for (const part of line) {
    const codes = color ? codesOf(part.style).join(";") : "";
    const text = part.text.replaceAll(/\p{Cc}/gu, "");
    const last = runs.at(-1);
    if (last?.codes === codes) last.text += text;
    else runs.push({ codes, text });
  }
  return runs
    .map(({ codes, text }) => (codes === "" || text === "" ? text : `\x1b[${codes}m${text}\x1b[0m`))
    .join("")
    .trimEnd();
};

const codesOf = (style: Style): number[] => [
  ...(style.bold === true ? [1] : []),
  ...(style.dim === true ? [2] : []),
  ...(style.italic === true ? [3] : []),
  ...(style.underline === true ? [4] : []),
  ...(style.strike === true ? [9] : []),
  ...(style.color === undefined ? [] : [colorCodes[style.color]]),
];
