import { CST, Lexer } from "yaml";

/** Something in a text that is refused before it is parsed. `offset` counts UTF-16 units from its start. */
export interface Danger {
  readonly offset: number;
  readonly problem: string;
}

const maxLength = 256 * 1024;
/** The longest workflow we know has about 1,500. Parsing this many takes well under a second whatever they are. */
const maxTokens = 20_000;
/** Our deepest file nests 5 deep; parsing is recursive, so depth is what breaks it. */
const maxDepth = 20;

/** Kinds of tokens, and what to say about them. */
const refused: Readonly<Record<string, string>> = {
  anchor: "anchors (&name) are not allowed; write the value out where it is needed",
  alias: 'aliases (*name) are not allowed; write the value out, or put text that starts with "*" in quotes',
  tag: 'tags (!name) are not allowed; remove it, or put text that starts with "!" in quotes',
  "directive-line": "directives (%NAME) are not allowed; remove the line",
};

interface Bracket {
  readonly offset: number;
  /** The token that closes it. */
  readonly closer: string;
}

const closers: Readonly<Record<string, string>> = {
  "flow-seq-start": "flow-seq-end",
  "flow-map-start": "flow-map-end",
};
/** `flow-error-end` is text that is indented too little to be inside a bracket. */
const enders: readonly string[] = ["flow-seq-end", "flow-map-end", "flow-error-end", "end"];

/** Looks through the text's tokens, in one pass and without recursion, for what makes YAML unsafe or slow. */
export function findDanger(text: string): Danger | undefined {
  if (text.length > maxLength) {
    return { offset: 0, problem: "the file is larger than 256 kB; make it shorter" };
  }
  return findOddCharacter(text) ?? findOddToken(text);
}

function findOddCharacter(text: string): Danger | undefined {
  const found = /(?!\n)\p{Cc}/u.exec(text);
  if (!found) return undefined;
  if (found[0] === "\t") return { offset: found.index, problem: "tabs are not allowed; use spaces" };
  const code = found[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
  return { offset: found.index, problem: `the control character U+${code} is not allowed; delete it` };
}

function findOddToken(text: string): Danger | undefined {
  let offset = 0;
  let count = 0;
  let itemsInLine = 0;
  const brackets: Bracket[] = [];
  for (const { type, source } of tokens(text)) {
    const problem = refused[type];
    if (problem !== undefined) return { offset, problem };
    if (isUnclosedQuote(source, type))
      return { offset, problem: "the quote that opens here is not closed; close it" };
    const unclosed = findUnclosed(type, brackets);
    if (unclosed) return unclosed;
    const closer = closers[type];
    if (closer !== undefined) brackets.push({ offset, closer });
    if (type === "newline") itemsInLine = 0;
    if (type === "seq-item-ind" || type === "explicit-key-ind") itemsInLine++;
    if (brackets.length + itemsInLine > maxDepth) {
      return { offset, problem: `nested more than ${maxDepth} deep; make it flatter` };
    }
    if (++count > maxTokens) return { offset, problem: "the file has too many parts; make it shorter" };
    offset += source.length;
  }
  return findUnclosed("end", brackets);
}

/** Takes the innermost bracket off when this token closes it; finds it unclosed when the token ends it in any other way. */
function findUnclosed(type: string, brackets: Bracket[]): Danger | undefined {
  const bracket = brackets.at(-1);
  if (!bracket || !enders.includes(type)) return undefined;
  if (type !== bracket.closer)
    return { offset: bracket.offset, problem: "the bracket that opens here is not closed; close it" };
  brackets.pop();
  return undefined;
}

function isUnclosedQuote(source: string, type: string): boolean {
  if (type !== "double-quoted-scalar" && type !== "single-quoted-scalar") return false;
  return source.length < 2 || source.at(-1) !== source[0];
}

/** The lexer's tokens without its own marks, of which one says that the next token is plain text whatever it looks like. */
function* tokens(text: string): Generator<{ type: string; source: string }> {
  let isText = false;
  for (const token of new Lexer().lex(text)) {
    const type: string = isText ? "text" : (CST.tokenType(token) ?? "text");
    isText = type === "scalar";
    if (type === "flow-error-end") yield { type, source: "" };
    else if (!isText && type !== "doc-mode") yield { type, source: token };
  }
}
