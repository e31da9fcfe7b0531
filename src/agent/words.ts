/** Scripts that write words without spaces between them. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}\p{Script=Myanmar}]/u;
const segmenter = new Intl.Segmenter("und", { granularity: "word" });

/** The words of a text in lower case, in order, without punctuation. Works for scripts without spaces too, only slower. */
export const wordsOf = (text: string): readonly string[] =>
  unspaced.test(text)
    ? segmentedWords(text)
    : (text.toLowerCase().match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu) ?? []);

/** How many words a text has. */
export const countWords = (text: string): number => wordsOf(text).length;

/** Two headings are the same when this is equal: words only, without leading numbers such as `2.1`. */
export const sameTitle = (title: string): string =>
  wordsOf(title.replace(/^\s*\d+(\.\d+)*[.)]?\s+/, "")).join(" ");

/** At most `max` UTF-16 units; a text that had to be cut ends with an ellipsis, so that nobody takes it for the whole. */
export const clip = (text: string, max: number): string =>
  text.length <= max ? text : `${text.slice(0, max - 2).trimEnd()} …`;

const segmentedWords = (text: string): readonly string[] =>
  [...segmenter.segment(text.toLowerCase())].filter((part) => part.isWordLike).map((part) => part.segment);
