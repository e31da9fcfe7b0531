/** Longest statement kept whole, in characters; longer ones are cut at a space. */
const longest = 400;

const abbreviation =
  /(?:^|[\s(“"])(?:e\.?g|i\.?e|etc|vs|cf|ca|approx|no|nr|mr|mrs|ms|dr|st|z\.\s?b|d\.\s?h|bzw|usw|evtl|u\.\s?a|p\.\s?ex|p\.\s?ej)$/i;

/** The sentences of a paragraph, as they are written there. Code in backticks is never split; abbreviations do not end a sentence. */
export const splitSentences = (text: string): readonly string[] => {
  const sentences: string[] = [];
  let start = 0;
  for (const end of sentenceEnds(text)) {
    sentences.push(...inPieces(text.slice(start, end).trim()));
    start = end;
  }
  sentences.push(...inPieces(text.slice(start).trim()));
  return sentences.filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
};

const sentenceEnds = (text: string): readonly number[] => {
  const ends: number[] = [];
  let ticks = 0;
  let from = 0;
  for (const match of text.matchAll(/[.!?…]+["”’»)\]*_]*(?=\s|$)|[。！？]+/g)) {
    ticks += countTicks(text.slice(from, match.index));
    from = match.index;
    const end = match.index + match[0].length;
    if (ticks % 2 === 0 && endsHere(text, match.index, end)) ends.push(end);
  }
  return ends;
};

const countTicks = (text: string): number => text.split("`").length - 1;

const endsHere = (text: string, dot: number, end: number): boolean => {
  const before = text.slice(Math.max(0, dot - 12), dot);
  const after = /\S/.exec(text.slice(end, end + 8))?.[0] ?? "";
  if (text[dot] !== ".") return true;
  return (
    !abbreviation.test(before) &&
    !/^\s*\d{1,3}$/.test(text.slice(Math.max(0, dot - 4), dot)) &&
    !/\p{Ll}/u.test(after)
  );
};

const inPieces = (sentence: string): readonly string[] => {
  const pieces: string[] = [];
  let rest = sentence;
  while (rest.length > longest) {
    const space = rest.lastIndexOf(" ", longest);
    const at =
      space > longest / 2 ? space : longest - Number(/[\uD800-\uDBFF]/.test(rest[longest - 1] ?? ""));
    pieces.push(rest.slice(0, at).trim());
    rest = rest.slice(at).trim();
  }
  return [...pieces, rest];
};

/** The text as a person would read it aloud: links and emphasis lose their marks, backticks stay, white space is one space. */
export const plain = (markdown: string): string =>
  markdown
    .replace(/!?\[([^\][]{0,300})\]\([^()\s]{0,500}(?:\s"[^"]{0,200}")?\)/g, "$1")
    .replace(/(\*\*|__)(?=\S)([^*_]{1,300}?)\1/g, "$2")
    .replace(/(?<![\p{L}\p{N}*])\*(?=\S)([^*\n]{1,300}?)\*(?!\*)/gu, "$1")
    .replace(/<!--.*?-->/gs, " ")
    .replace(/\s+/g, " ")
    .trim();

/** The plain text without code, for looking at words. */
export const withoutCode = (text: string): string =>
  text.replace(/`[^`]{0,300}`/g, " ").replace(/https?:\/\/\S+/g, " ");

/** The exact words of the source that a sentence came from: itself, or its longest line when the source breaks or indents it. Empty when not found. */
export const exactQuote = (
  source: string,
  sentence: string,
  from: number,
): { readonly quote: string; readonly at: number } => {
  const whole = find(source, sentence, from);
  if (whole >= 0) return { quote: sentence, at: whole };
  const lines = sentence.split("\n").map((line) => line.trim());
  const line = lines.reduce((best, next) => (next.length > best.length ? next : best), "");
  const at = line === "" ? -1 : find(source, line, from);
  return at >= 0 ? { quote: line, at } : { quote: "", at: from };
};

const find = (source: string, text: string, from: number): number => {
  const at = source.indexOf(text, from);
  return at >= 0 ? at : source.indexOf(text);
};
