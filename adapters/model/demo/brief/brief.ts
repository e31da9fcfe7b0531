import { readBlocks, readLimit, type Block } from "./blocks.ts";
import { exactQuote, plain, splitSentences } from "./sentences.ts";

/** A headed part of the brief. Text before the first heading lies in a section without a title. */
export interface Section {
  readonly title: string;
  /** Titles of the sections around it, outermost first, itself last. */
  readonly path: readonly string[];
  readonly depth: number;
}

/** One thing the brief says. */
export interface Statement {
  /** Readable text on one line. */
  readonly text: string;
  /** Exact substring of the brief, empty when it could not be located. */
  readonly quote: string;
  readonly section: Section;
  readonly form: "sentence" | "item" | "row";
}

/** A code block of the brief, with the section it stands in. */
export interface CodeBlock {
  readonly text: string;
  readonly section: Section;
}

/** A brief, taken apart. */
export interface Brief {
  /** Name of the document it came from. */
  readonly document: string;
  readonly source: string;
  /** The first heading of level 1, or the first heading, or empty. */
  readonly title: string;
  readonly sections: readonly Section[];
  readonly statements: readonly Statement[];
  readonly code: readonly CodeBlock[];
  /** True when it goes on beyond what was read. */
  readonly cut: boolean;
}

const untitled: Section = { title: "", path: [], depth: 0 };

/** Takes a Markdown brief apart: sections, statements with exact quotes, code. Time grows with its length, up to a limit. */
export const readBrief = (document: string, source: string): Brief => {
  const sections: Section[] = [];
  const statements: Statement[] = [];
  const code: CodeBlock[] = [];
  let open: readonly Section[] = [];
  let cursor = 0;
  for (const block of readBlocks(source)) {
    const section = open.at(-1) ?? untitled;
    if (block.type === "heading") {
      open = openSection(open, block);
      sections.push(open.at(-1) ?? untitled);
    } else if (block.type === "code") code.push({ text: block.text, section });
    else cursor = addStatements(statements, { source, block, section, cursor });
  }
  return {
    document,
    source,
    title: titleOf(sections),
    sections,
    statements,
    code,
    cut: source.length > readLimit,
  };
};

const openSection = (
  open: readonly Section[],
  heading: { depth: number; text: string },
): readonly Section[] => {
  const around = open.filter((section) => section.depth < heading.depth);
  const title = plain(heading.text);
  return [
    ...around,
    { title, path: [...around.map((section) => section.title), title], depth: heading.depth },
  ];
};

interface Place {
  readonly source: string;
  readonly block: Block;
  readonly section: Section;
  readonly cursor: number;
}

const addStatements = (statements: Statement[], place: Place): number => {
  let cursor = place.cursor;
  const row = place.block.type === "row";
  const sentences = row ? [place.block.text] : splitSentences(place.block.text);
  for (const sentence of sentences) {
    const found = exactQuote(place.source, sentence, cursor);
    cursor = found.at;
    const text = plain(row ? rowText(sentence) : sentence);
    const form = place.block.type === "item" || row ? (row ? "row" : "item") : "sentence";
    statements.push({ text, quote: found.quote, section: place.section, form });
  }
  return cursor;
};

const rowText = (row: string): string =>
  row
    .split("|")
    .map((cell) => cell.trim())
    .filter((cell) => cell !== "")
    .join(": ");

const titleOf = (sections: readonly Section[]): string =>
  (sections.find((section) => section.depth === 1) ?? sections[0])?.title ?? "";
