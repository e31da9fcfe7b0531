const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Kinds of borders, best first: between paragraphs, lines, sentences, words. Each match ends where the next piece begins. */
const borders: readonly RegExp[] = [/\n[ \t]*\n+/g, /\n/g, /[.!?…。！？]["')\]]?[ \t]+/g, /[ \t]+/g];

/**
 * Where to cut a text so that its beginning has at most `most` characters: after the last border of the best kind that leaves at least half
 * of that, then after the last one of any kind, then between two characters as people see them, and inside one only when it alone is
 * too long. `text.length` when it fits; always above 0. Never inside a surrogate pair when `most` is at least 2.
 */
export const cutAt = (text: string, most: number): number => {
  if (text.length <= most) return text.length;
  const head = text.slice(0, most);
  const last = borders.map((border) => lastEnd(head, border));
  return (
    last.find((end) => end >= most / 2) ?? last.findLast((end) => end > 0) ?? characterBorder(text, most)
  );
};

/** The beginning of a text in at most `most` characters, with an ellipsis when that is not all. */
export const shortened = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, characterBorder(text, most - 1)).trimEnd()}…`;

const lastEnd = (head: string, border: RegExp): number => {
  let end = 0;
  for (const match of head.matchAll(border)) end = match.index + match[0].length;
  return end;
};

const characterBorder = (text: string, most: number): number => {
  const start = graphemes.segment(text).containing(most)?.index ?? 0;
  if (start > 0) return start;
  const splitsPair = most > 1 && /[\uD800-\uDBFF]/.test(text.charAt(most - 1));
  return splitsPair ? most - 1 : most;
};
