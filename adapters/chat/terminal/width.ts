const graphemeSegmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
/** Latin letters, dashes, quotes, arrows and frames: each a character of its own, one column wide. */
const plainOnly = /^[\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2190-\u21ff\u2500-\u257f]*$/;
const emoji = /^(?:\p{RGI_Emoji}|\p{Emoji_Presentation})/v;
const invisible = /^[\p{Mn}\p{Me}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u1160-\u11ff\ud7b0-\ud7ff]$/u;

/** Ranges drawn two columns wide, from Unicode's EastAsianWidth.txt (W and F), neighbouring ranges joined; emoji are told apart before. */
const wide: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2329, 0x232a],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18dff],
  [0x1aff0, 0x1b2ff],
  [0x1d300, 0x1d37f],
  [0x1f200, 0x1f265],
  [0x20000, 0x3fffd],
];

/** True when the text has only characters that are known to take one column each. */
export const isPlain = (text: string): boolean => plainOnly.test(text);

/** What people see as single characters. */
export const graphemes = (text: string): string[] =>
  isPlain(text) ? text.split("") : Array.from(graphemeSegmenter.segment(text), (part) => part.segment);

/** Columns one grapheme takes on a terminal: an emoji counts 2, other clusters the sum of their parts, as terminals do. */
export const graphemeWidth = (grapheme: string): number => {
  if (isPlain(grapheme)) return grapheme.length;
  if (emoji.test(grapheme)) return 2;
  return Array.from(grapheme).reduce((sum, character) => sum + characterWidth(character), 0);
};

const characterWidth = (character: string): number => {
  if (invisible.test(character)) return 0;
  const code = character.codePointAt(0) ?? 0;
  return wide.some(([from, to]) => code >= from && code <= to) ? 2 : 1;
};

/** Columns a text takes on a terminal. Expects text without control characters. */
export const widthOf = (text: string): number =>
  isPlain(text) ? text.length : graphemes(text).reduce((sum, grapheme) => sum + graphemeWidth(grapheme), 0);
