import type { RichPiece } from "../pieces.ts";
import type { Run } from "../runs.ts";
import { escaped, runsText } from "./markdown-text.ts";

/** Lists inside lists beyond this are shown as deep as this: Discord shows eleven. */
const deepest = 8;

/** Pieces as Discord's Markdown, in reading order. */
export const piecesText = (pieces: readonly RichPiece[]): string => {
  let out = "";
  for (const [i, piece] of pieces.entries()) {
    const last = pieces[i - 1];
    out += `${last === undefined ? "" : between(last, piece)}${pieceText(piece)}`;
  }
  return out;
};

/** A line in bold as a heading; Discord has three sizes, of which the largest is not used. */
export const headingText = (runs: readonly Run[], level: number): string => {
  const plain = runs.map(lighter);
  const text = runsText(plain).trim();
  // Discord takes number signs off the end of a heading.
  if (text === "" || text.endsWith("#")) return runsText(runs);
  return `${level === 1 ? "##" : "###"} ${text}`;
};

/** Small print, line by line. */
export const smallText = (text: string): string =>
  text
    .split("\n")
    .map((each) => (each.trim() === "" ? "" : `-# ${escaped(each.trim())}`))
    .join("\n");

const pieceText = (piece: RichPiece): string => {
  const text = plainText(piece);
  return piece.quoted ? text.replaceAll(/^/gm, "> ") : text;
};

const plainText = (piece: RichPiece): string => {
  switch (piece.type) {
    case "text":
      return piece.level === undefined ? runsText(piece.runs) : headingText(piece.runs, piece.level);
    case "item":
      return itemText(piece);
    case "code":
      return codeText(piece);
  }
};

/** Discord counts from 1: another number is text. */
const itemText = ({ runs, number, indent }: Extract<RichPiece, { type: "item" }>): string => {
  const space = "  ".repeat(Math.min(indent, deepest));
  const text = runsText(runs).replaceAll("\n", `\n${space}  `);
  if (number === null) return `${space}- ${text}`;
  return number > 0 ? `${space}${number}. ${text}` : `${space}${number}\\. ${text}`;
};

/** A fence in the code would end the block: such code is shown as text. */
const codeText = ({ text, language = "" }: Extract<RichPiece, { type: "code" }>): string => {
  if (text.includes("```")) return escaped(text);
  return `\`\`\`${/^[\w+.-]{1,20}$/.test(language) ? language : ""}\n${text}\n\`\`\``;
};

const between = (last: RichPiece, piece: RichPiece): string => {
  const isApart = piece.type === "text" && last.type === "text" && !piece.close;
  if (!isApart || last.quoted !== piece.quoted) return "\n";
  return piece.quoted ? "\n> \n" : "\n\n";
};

/** A heading is bold by itself, and one line. */
const lighter = ({ text, italic, strike, code, url }: Run): Run => ({
  text: text.replaceAll(/\s*\n\s*/g, " "),
  ...(italic ? { italic } : {}),
  ...(strike ? { strike } : {}),
  ...(code ? { code } : {}),
  ...(url === undefined ? {} : { url }),
});
