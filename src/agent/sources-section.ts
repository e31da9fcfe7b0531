import type { GroundedClaim } from "./grounding.ts";
import { outlineOf } from "./sections.ts";
import { clip } from "./words.ts";

const heading = "## Sources";
const explanation =
  "_Where the statements above come from: the quoted words and their place, as document:from-to in characters._";

/** Most characters of a quote that are repeated in the list; the place says where the rest is. */
const quoteShown = 300;

/** A document with its sources listed at the end. A list the model wrote itself is replaced: only located quotes count. */
export const withSources = (text: string, claims: readonly GroundedClaim[]): string => {
  const body = withoutOwnList(text).trimEnd();
  if (claims.length === 0) return `${body}\n`;
  const lines = claims.map((claim, index) => `${index + 1}. ${lineOf(claim)}`);
  return `${body}\n\n${heading}\n\n${explanation}\n\n${lines.join("\n")}\n`;
};

/** A document without the list that `withSources` appended. Offsets of everything else stay as they are. */
export const withoutSources = (text: string): string => {
  const at = text.lastIndexOf(`\n${heading}\n\n${explanation}\n`);
  return at < 0 ? text : text.slice(0, at);
};

const lineOf = (claim: GroundedClaim): string => {
  const statement = `${oneLine(claim.text)}: “${clip(oneLine(claim.quote), quoteShown)}”`;
  return claim.grounded
    ? `${statement}, \`${claim.source}:${claim.from}-${claim.to}\``
    : `**Not grounded** (${oneLine(claim.reason)}): ${statement}, given as \`${oneLine(claim.source).replaceAll("`", "'")}\``;
};

/** Only a last section of level 2 is taken for the model's own list. */
const withoutOwnList = (text: string): string => {
  if (!/sources/i.test(text)) return text;
  const last = outlineOf(text)
    .sections.filter((section) => section.level <= 2)
    .at(-1);
  return last?.level === 2 && last.title.trim().toLowerCase() === "sources" ? text.slice(0, last.from) : text;
};

const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();
