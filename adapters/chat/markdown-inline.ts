import type { MarkedToken, Token } from "marked";
import { joinRuns, type Run, type Style } from "./runs.ts";

/** Only these five; anything else stays as it was written. */
const entities: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
};

/** Styles inside each other beyond this are shown as written. */
const deepest = 12;

/** Longest address that becomes a link; longer ones are text. */
const longestUrl = 1_000;

/** The tokens inside a paragraph, heading or cell as runs, neighbours of one style joined. */
export const runsOf = (tokens: readonly Token[]): readonly Run[] => joinRuns(inlineRuns(tokens, {}, 0));

const inlineRuns = (tokens: readonly Token[], style: Style, depth: number): readonly Run[] =>
  tokens.flatMap((token) =>
    depth > deepest ? [{ ...style, text: token.raw }] : tokenRuns(token, style, depth),
  );

const tokenRuns = (generic: Token, style: Style, depth: number): readonly Run[] => {
  // as: no extension is installed, so the lexer makes only its own tokens.
  const token = generic as MarkedToken;
  switch (token.type) {
    case "strong":
      return inlineRuns(token.tokens, { ...style, bold: true }, depth + 1);
    case "em":
      return inlineRuns(token.tokens, { ...style, italic: true }, depth + 1);
    case "del":
      return inlineRuns(token.tokens, { ...style, strike: true }, depth + 1);
    case "codespan":
      return [{ ...style, text: token.text, code: true }];
    case "br":
      return [{ ...style, text: "\n" }];
    case "link":
      return linkRuns(inlineRuns(token.tokens, style, depth + 1), token, style);
    case "image":
      return linkRuns([{ ...style, text: token.text }], token, style);
    case "checkbox":
      return [];
    case "text":
      return token.tokens === undefined
        ? [{ ...style, text: decoded(token.text) }]
        : inlineRuns(token.tokens, style, depth + 1);
    case "escape":
      return [{ ...style, text: token.text }];
    default:
      return [{ ...style, text: token.raw }];
  }
};

/** What a person reads, then the address it leads to: an address is never hidden behind other words. */
const linkRuns = (
  label: readonly Run[],
  link: { readonly href: string; readonly title?: string | null },
  style: Style,
): readonly Run[] => {
  const shown = label.map((run) => run.text).join("");
  const title = link.title === undefined || link.title === null ? "" : `, ${link.title}`;
  if (shown !== "" && link.href.endsWith(shown) && title === "") return [addressRun(link.href, style)];
  return [...label, { ...style, text: " (" }, addressRun(link.href, style), { ...style, text: `${title})` }];
};

const addressRun = (href: string, style: Style): Run =>
  isWebAddress(href) ? { ...style, text: href, url: href } : { ...style, text: href };

const isWebAddress = (href: string): boolean =>
  href.length <= longestUrl && /^https?:\/\/[^\s<>|\p{Cc}]+$/iu.test(href) && URL.canParse(href);

const decoded = (text: string): string =>
  text.replaceAll(/&(?:amp|lt|gt|quot|#39);/g, (name) => entities[name] ?? name);
