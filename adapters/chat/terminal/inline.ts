import type { MarkedToken, Token } from "marked";
import { span, styled, type Line, type Look, type Style } from "./style.ts";

/** Only these five; anything else stays as it was written. */
const entities: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
};

/** The tokens inside a paragraph, heading or cell as one styled paragraph; line feeds in it are line breaks. */
export const inlineSpans = (tokens: readonly Token[], look: Look): Line =>
  tokens.flatMap((token) => spansOf(token, look));

const spansOf = (generic: Token, look: Look): Line => {
  // as: no extension is installed, so the lexer makes only its own tokens.
  const token = generic as MarkedToken;
  switch (token.type) {
    case "strong":
      return styled(inlineSpans(token.tokens, look), { bold: true });
    case "em":
      return styled(inlineSpans(token.tokens, look), { italic: true });
    case "del":
      return struck(inlineSpans(token.tokens, look), look);
    case "codespan":
      return [look.color ? span(token.text, { color: "cyan" }) : span(`\`${token.text}\``)];
    case "br":
      return [span("\n")];
    case "link":
      return linkSpans(inlineSpans(token.tokens, look), token, look);
    case "image":
      return linkSpans([span(token.text)], token, look);
    case "checkbox":
      return [];
    case "text":
      return token.tokens === undefined ? [span(decoded(token.text))] : inlineSpans(token.tokens, look);
    case "escape":
      return [span(token.text)];
    default:
      return [span(token.raw)];
  }
};

/** Text a person reads before the address it leads to: an address is never hidden behind other words. */
const linkSpans = (
  text: Line,
  link: { readonly href: string; readonly title?: string | null },
  look: Look,
): Line => {
  const shown = text.map((part) => part.text).join("");
  const quiet: Style = { dim: true };
  const title = link.title === undefined || link.title === null ? "" : `, ${link.title}`;
  if (shown !== "" && link.href.endsWith(shown) && title === "")
    return [span(link.href, { underline: look.color })];
  return [...text, span(` (${link.href}${title})`, quiet)];
};

const struck = (line: Line, look: Look): Line =>
  look.color ? styled(line, { strike: true, dim: true }) : [span("~~"), ...line, span("~~")];

const decoded = (text: string): string =>
  text.replaceAll(/&(?:amp|lt|gt|quot|#39);/g, (name) => entities[name] ?? name);
