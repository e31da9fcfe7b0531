import { BotArmyError } from "../errors.ts";

/** Largest brief, in bytes of UTF-8: about 40,000 words, more than any model reads with care. */
export const briefLimit = 256 * 1024;

/** A brief that passed, as the project will keep it. */
export interface Brief {
  readonly text: string;
  readonly title: string;
  readonly words: number;
}

/** Reads a brief from a file's bytes. `name` is said in errors. Throws BotArmyError `brief-…`. */
export const decodeBrief = (bytes: Uint8Array, name: string): Brief => {
  if (bytes.byteLength > briefLimit) throw tooLarge(name, bytes.byteLength);
  if (bytes.includes(0))
    throw new BotArmyError(
      "brief-binary",
      `${name} is not text (it has zero bytes); give a Markdown or plain text file`,
    );
  try {
    return checkBrief(new TextDecoder("utf-8", { fatal: true }).decode(bytes), name);
  } catch (error) {
    if (error instanceof BotArmyError) throw error;
    throw new BotArmyError("brief-encoding", `${name} is not UTF-8; save it as UTF-8 and try again`, {
      cause: error,
    });
  }
};

/** Checks a brief that is text already. Line ends become `\n`, so that offsets mean the same everywhere. */
export const checkBrief = (given: string, name: string): Brief => {
  const text = given
    .replace(/^\uFEFF/, "")
    .replace(/\r\n?/g, "\n")
    .normalize("NFC");
  const bytes = new TextEncoder().encode(text).byteLength;
  if (bytes > briefLimit) throw tooLarge(name, bytes);
  // eslint-disable-next-line no-control-regex -- control characters are exactly what is looked for
  if (/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/.test(text)) {
    throw new BotArmyError(
      "brief-binary",
      `${name} has control characters; give a Markdown or plain text file`,
    );
  }
  const words = text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
  if (words === 0)
    throw new BotArmyError(
      "brief-empty",
      `${name} has no words; say in a sentence or more what is to be made`,
    );
  return { text, title: titleOf(text), words };
};

const tooLarge = (name: string, bytes: number): BotArmyError =>
  new BotArmyError(
    "brief-too-large",
    `${name} has ${bytes} bytes; a brief may have ${briefLimit}. Shorten it, or split the work into projects`,
  );

/** Longest title, in UTF-16 units. */
const titleLimit = 80;

/** The first heading with words, else the beginning of the first line with words. Takes time in proportion to the text. */
const titleOf = (text: string): string => {
  const lines = text.split("\n").filter((line) => /[\p{L}\p{N}]/u.test(line));
  const heading = lines.find((line) => /^#{1,3}\s/.test(line));
  const plain = (heading?.replace(/^#+/, "") ?? lines[0] ?? text)
    .replace(/[*_`[\]]/g, "")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 10 * titleLimit);
  const line = heading === undefined ? plain : plain.replace(/[ #]+$/, "");
  const sentence = /^(.{8,80}?[.!?])(\s|$)/.exec(line)?.[1] ?? line;
  const title = sentence.length <= titleLimit ? sentence.replace(/\.$/, "") : shortened(sentence);
  return title === "" ? "Untitled" : title;
};

/** Cut at a word where there is one, and never inside a character. */
const shortened = (sentence: string): string =>
  `${sentence
    .slice(0, titleLimit - 1)
    .replace(/\s+\S*$/, "")
    .replace(/[\uD800-\uDBFF]$/, "")}…`;
