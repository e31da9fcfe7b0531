import { getDefaults, Lexer, Tokenizer, type Token, type TokensList } from "marked";

/** Emphasis takes cubic time: 20,000 characters of `*a **b` kept a processor busy for 15 s. Above these a paragraph is shown as written. */
const longestParagraph = 4_000;
const mostDelimiters = 300;

/** Quotes and lists opened on one line; beyond this the lexer, which calls itself, may exhaust the stack, after a while. */
const nested = /^[ \t]*(?:(?:>|[-*+]|\d{1,9}[.)])[ \t]*){40}/m;

/** The tokens of CommonMark with tables and tasks, or null when the text is nested too deeply for the lexer. */
export const lex = (text: string): TokensList | null => {
  if (nested.test(text)) return null;
  try {
    return new PatientLexer().lex(text);
  } catch (error) {
    // The lexer calls itself for what is nested.
    if (!(error instanceof RangeError)) throw error;
    return null;
  }
};

class PlainTokenizer extends Tokenizer {
  /** Link definitions are shown as written: CommonMark would take them out of the text. */
  override def(): undefined {
    return undefined;
  }

  /** HTML is text, with styles around it as around any other. */
  override html(): undefined {
    return undefined;
  }
}

/** Gives up on styles where looking for them would take too long. */
class PatientLexer extends Lexer {
  constructor() {
    super({ ...getDefaults(), tokenizer: new PlainTokenizer() });
  }

  override inlineTokens(src: string, tokens: Token[] = []): Token[] {
    if (src.length <= longestParagraph && delimiters(src) <= mostDelimiters)
      return super.inlineTokens(src, tokens);
    tokens.push({ type: "text", raw: src, text: src });
    return tokens;
  }
}

const delimiters = (text: string): number => text.match(/[*_~]+/g)?.length ?? 0;
