import type { PromptDocument } from "#src/ports.ts";

/** A document as the model reads it: between tags that its own text cannot close or open. The same document is always the same text, so that caches hit. */
export const documentBlock = ({ name, text }: PromptDocument): string =>
  `<document name="${attribute(name)}">\n${withoutTags(text)}\n</document>`;

/** Escapes what reads like our tag, and what would then read like such an escape, so that nothing is ambiguous. */
const withoutTags = (text: string): string =>
  text.replace(/(?:<|&(?:amp;)*lt;)(?=\s*\/?\s*document\b)/gi, (found) =>
    found === "<" ? "&lt;" : `&amp;${found.slice(1)}`,
  );

const attribute = (name: string): string =>
  name
    .replaceAll("&", "&amp;")
    .replaceAll('"', "&quot;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(/\s+/g, " ");
