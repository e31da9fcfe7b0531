import { joinRuns, type Run } from "../runs.ts";

/** What Discord reads as markup wherever it stands: styles, code, spoilers, links, mentions and times in angle brackets. */
const signs = /[\\*_~`|[<]/g;
/** `@everyone`; addresses, and names of emoji. */
const words = /@(?=everyone|here)|:(?=\/\/|[^\s:]*:)/g;
/** What begins a heading, small print, a list or a quote where a line begins; the sign to be escaped is the last. */
const beginnings = /^[^\S\n]*(?:[#>+-]|\d+\.(?=\s|$))/gm;

/** Text that Discord shows as exactly that: a backslash stands before everything it would read as markup. Starts a line, or is safe there. */
export const escaped = (text: string): string => startEscaped(inlineEscaped(text));

/** Runs as Discord's Markdown. They show exactly their words; a style that Discord could misread beside another one is left out. */
export const runsText = (runs: readonly Run[]): string => {
  let out = "";
  for (const part of styledParts(runs)) {
    const isStart = out.slice(out.lastIndexOf("\n") + 1).trim() === "";
    out += partText(part, isStart);
  }
  return out;
};

const inlineEscaped = (text: string): string => text.replaceAll(signs, "\\$&").replaceAll(words, "\\$&");

const startEscaped = (text: string): string =>
  text.replaceAll(beginnings, (beginning) => `${beginning.slice(0, -1)}\\${beginning.slice(-1)}`);

/** Parts of one style on one line each, white space outside of styles: a style that begins or ends with it, or goes over lines, is none. */
const styledParts = (runs: readonly Run[]): readonly Run[] => {
  const parts: Run[] = [];
  for (const run of runs.flatMap(onLines).filter(({ text }) => text !== "")) {
    const last = parts.at(-1);
    parts.push(last === undefined ? run : beside(last, run));
  }
  return joinRuns(parts);
};

const onLines = (run: Run): readonly Run[] => {
  if (run.url !== undefined || !(run.bold || run.italic || run.strike || run.code)) return [run];
  return run.text
    .split(/([^\S\n]*\n\s*|^\s+|\s+$)/)
    .map((text) => (text.trim() === "" ? { text } : shown({ ...run, text })));
};

/** The run in the styles that Discord can show it in. */
const shown = ({ bold, italic, strike, code, text }: Run): Run => {
  // Backticks inside of code would end it.
  if (code && text.includes("`")) return { text };
  // Code is not escaped: signs of other styles in it would end those around it.
  if (code && /[*_~\\]/.test(text)) return { text, code };
  const strikes = strike && !text.includes("~");
  return {
    text,
    ...(bold ? { bold } : {}),
    ...(italic ? { italic } : {}),
    ...(strikes ? { strike } : {}),
    ...(code ? { code } : {}),
  };
};

/** Stars that end a style beside stars that begin one are read as others. */
const beside = (last: Run, run: Run): Run => {
  const isStarred = ({ bold, italic, strike }: Run): boolean => (bold ?? italic ?? false) && !strike;
  const { text, code } = run;
  if (!isStarred(last) || !isStarred(run) || alike(last, run)) return run;
  return code ? { text, code } : { text };
};

const alike = (one: Run, other: Run): boolean =>
  one.bold === other.bold && one.italic === other.italic && one.code === other.code;

const partText = (run: Run, isStart: boolean): string => {
  // In angle brackets an address ends where it ends, and has no preview.
  if (run.url !== undefined) return `<${run.url}>`;
  const { bold, italic, strike, code } = run;
  const inner = code ? `\`${run.text}\`` : isStart ? escaped(run.text) : restEscaped(run.text);
  const emphasised = bold ? `**${italic ? `_${inner}_` : inner}**` : italic ? `*${inner}*` : inner;
  return strike ? `~~${emphasised}~~` : emphasised;
};

/** Text whose first line began before it. */
const restEscaped = (text: string): string => {
  const end = text.indexOf("\n");
  return end === -1
    ? inlineEscaped(text)
    : `${inlineEscaped(text.slice(0, end))}\n${escaped(text.slice(end + 1))}`;
};
