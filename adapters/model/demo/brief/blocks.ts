import { Lexer, type MarkedToken, type Tokens } from "marked";

/** A piece of a Markdown text in reading order. `text` is Markdown without its block marks; a row keeps its bars. */
export type Block =
  | { readonly type: "heading"; readonly depth: number; readonly text: string }
  | { readonly type: "prose" | "item" | "row"; readonly text: string }
  | { readonly type: "code"; readonly text: string };

/** Characters read, about 20,000 words; what lies beyond does not change the result. */
export const readLimit = 128_000;
/** Nesting read; deeper lists and quotes are left out. */
const deepest = 12;

/** The blocks of a Markdown text. Text that is nested too deeply to be parsed is read as plain paragraphs. */
export const readBlocks = (source: string): readonly Block[] => {
  const text = source
    .slice(0, readLimit)
    .replace(/\r\n?/g, "\n")
    .replace(/^\uFEFF/, "")
    // Hundreds of levels would cost seconds, and nothing below the twelfth is read.
    .replace(/^[ \t]{48,}/gm, " ".repeat(48))
    .replace(/^(?:[ \t]*>){16,}/gm, ">".repeat(16));
  const body = text.replace(/^---\n[\s\S]{0,4000}?\n---\n/, "");
  try {
    // Inline parsing is not needed and is the slow part, so only the block rules run.
    return new Lexer().blockTokens(body).flatMap((token) => blocksOf(own(token), 0));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return body.split(/\n\s*\n/).map((paragraph) => ({ type: "prose", text: paragraph.trim() }));
  }
};

// No extension is registered with marked, so every token is one of its own kinds.
const own = (token: Tokens.Generic): MarkedToken => token as MarkedToken;

const blocksOf = (token: MarkedToken, depth: number): readonly Block[] => {
  if (depth > deepest) return [];
  switch (token.type) {
    case "heading":
      return [{ type: "heading", depth: token.depth, text: token.text.trim() }];
    case "paragraph":
      return [{ type: "prose", text: token.text }];
    case "text":
      return [{ type: depth > 0 ? "item" : "prose", text: token.text }];
    case "code":
      return [{ type: "code", text: token.text }];
    case "list":
      return token.items.flatMap((item) => itemBlocks(item, depth + 1));
    case "blockquote":
      return token.tokens.flatMap((inner) => blocksOf(own(inner), depth + 1));
    case "table":
      return token.raw
        .trim()
        .split("\n")
        .slice(2)
        .map((row) => ({ type: "row", text: row.trim() }));
    case "html":
      return [{ type: "prose", text: token.text.replace(/<[^<>]*>/g, " ").trim() }];
    default:
      return [];
  }
};

const itemBlocks = (item: Tokens.ListItem, depth: number): readonly Block[] =>
  item.tokens
    .flatMap((inner) => blocksOf(own(inner), depth))
    .map((block) => (block.type === "prose" ? { ...block, type: "item" } : block));
