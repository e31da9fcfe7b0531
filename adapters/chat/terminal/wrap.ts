import { span, type Line, type Span } from "./style.ts";
import { graphemes, graphemeWidth, isPlain, widthOf } from "./width.ts";

/** Something that is not broken unless it is wider than a whole line. */
type Unit =
  | { readonly type: "break" }
  | { readonly type: "space"; readonly part: Span }
  | { readonly type: "word"; readonly parts: Line; readonly width: number };

/** Splits a styled paragraph into lines of at most `width` columns, at spaces and around wide characters; runs of spaces become one. Nothing else is left out. */
export const wrap = (paragraph: Line, width: number): Line[] => {
  const lines: Span[][] = [[]];
  let used = 0;
  let space: Span | null = null;
  const next = (): void => {
    lines.push([]);
    used = 0;
    space = null;
  };
  const put = (parts: Line, columns: number): void => {
    lines.at(-1)?.push(...(space === null ? [] : [space]), ...parts);
    used += columns + (space === null ? 0 : 1);
    space = null;
  };
  for (const unit of unitsOf(paragraph)) {
    if (unit.type === "break") next();
    else if (unit.type === "space") space = used > 0 ? span(" ", unit.part.style) : null;
    else {
      if (used > 0 && used + (space === null ? 0 : 1) + unit.width > width) next();
      for (const [i, piece] of piecesOf(unit, width).entries()) {
        if (i > 0) next();
        put(piece.parts, piece.width);
      }
    }
  }
  return lines;
};

/** Splits at the last column, keeping every space: for code. */
export const cut = (line: Line, width: number): Line[] => {
  const lines: Span[][] = [[]];
  let used = 0;
  for (const part of line) {
    for (const grapheme of graphemes(part.text)) {
      const columns = graphemeWidth(grapheme);
      if (used > 0 && used + columns > width) {
        lines.push([]);
        used = 0;
      }
      lines.at(-1)?.push(span(grapheme, part.style));
      used += columns;
    }
  }
  return lines.map(joined);
};

/** One line of at most `width` columns; `mark` at the end says that there is more. */
export const clipped = (line: Line, width: number, mark: string): Line => {
  const [first = [], ...rest] = cut(line, width);
  if (rest.length === 0) return first;
  return [...(cut(line, Math.max(1, width - widthOf(mark)))[0] ?? []), span(mark, { dim: true })];
};

const unitsOf = (paragraph: Line): Unit[] => {
  const units: Unit[] = [];
  for (const part of paragraph) {
    for (const [text] of part.text.matchAll(/\n|[^\S\n]+|\S+/g)) {
      if (text === "\n") units.push({ type: "break" });
      else if (text.trim() === "") units.push({ type: "space", part });
      else for (const word of splitWide(text)) glue(units, span(word, part.style));
    }
  }
  return units;
};

/** Around wide characters a line may break anywhere, so each is a word of its own. */
const splitWide = (text: string): string[] => {
  if (isPlain(text)) return [text];
  const words: string[] = [];
  let open = false;
  for (const grapheme of graphemes(text)) {
    const isWide = graphemeWidth(grapheme) > 1;
    if (isWide || !open) words.push(grapheme);
    else words[words.length - 1] += grapheme;
    open = !isWide;
  }
  return words;
};

const glue = (units: Unit[], part: Span): void => {
  const last = units.at(-1);
  const columns = widthOf(part.text);
  const joins =
    last?.type === "word" && !endsWide(last.parts) && graphemeWidth(graphemes(part.text)[0] ?? "") < 2;
  if (joins)
    units[units.length - 1] = { type: "word", parts: [...last.parts, part], width: last.width + columns };
  else units.push({ type: "word", parts: [part], width: columns });
};

const endsWide = (parts: Line): boolean =>
  graphemeWidth(graphemes(parts.at(-1)?.text ?? "").at(-1) ?? "") > 1;

const piecesOf = (unit: { readonly parts: Line; readonly width: number }, width: number) =>
  unit.width <= width
    ? [unit]
    : cut(unit.parts, width).map((parts) => ({
        parts,
        width: parts.reduce((sum, part) => sum + widthOf(part.text), 0),
      }));

/** Neighbours of the same style become one span again. */
const joined = (line: Line): Line => {
  const spans: Span[] = [];
  for (const part of line) {
    const last = spans.at(-1);
    if (last?.style === part.style) spans[spans.length - 1] = span(last.text + part.text, part.style);
    else spans.push(part);
  }
  return spans;
};
