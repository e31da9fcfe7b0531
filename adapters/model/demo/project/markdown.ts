/** A Markdown table. Cells are one line; bars in them are escaped. Empty without rows. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  rows.length === 0
    ? ""
    : [line(head), `|${head.map(() => " --- |").join("")}`, ...rows.map(line)].join("\n");

const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |`;

/** Text as it stands in a table cell. */
export const cell = (text: string): string =>
  text
    .replace(/\s+/g, " ")
    .replace(/(?<!\\)\|/g, "\\|")
    .trim();

export const bullets = (items: readonly string[]): string => items.map((item) => `- ${item}`).join("\n");

export const numbered = (items: readonly string[]): string =>
  items.map((item, at) => `${at + 1}. ${item}`).join("\n");

/** Things to tick off. */
export const boxes = (items: readonly string[]): string => items.map((item) => `- [ ] ${item}`).join("\n");

/** A quoted sentence on one line. */
export const quoted = (text: string): string => `“${text.replace(/\s+/g, " ").trim()}”`;

/** Blocks with an empty line between them; empty ones are left out. */
export const blocks = (...parts: readonly string[]): string =>
  parts.filter((part) => part.trim() !== "").join("\n\n");

/** A fenced block. */
export const fenced = (language: string, text: string): string => `\`\`\`${language}\n${text}\n\`\`\``;
