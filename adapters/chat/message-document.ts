import type { Block, Message } from "#src/project/message.ts";
import { cleaned, oneLine } from "./clean.ts";
import { fileFacts } from "./file-words.ts";
import { treeText } from "./text-tree.ts";

/** A whole message as a Markdown document, for what is too long to be shown; its name says what it is about. */
export const messageDocument = (message: Message): { readonly name: string; readonly text: string } => {
  const heading = message.blocks.find((block) => block.type === "heading");
  const slug = oneLine(heading?.text ?? message.kind)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "")
    .slice(0, 60);
  const from = message.from === null ? [] : [oneLine(`${message.from.badge} ${message.from.name}`)];
  const parts = [...from, ...message.blocks.map(blockText)].filter((part) => part.trim() !== "");
  return { name: `${slug === "" ? message.kind : slug}.md`, text: `${parts.join("\n\n")}\n` };
};

const blockText = (block: Block): string => {
  switch (block.type) {
    case "heading":
      return `# ${oneLine(block.text)}`;
    case "prose":
    case "context":
      return cleaned(block.text);
    case "facts":
      return block.facts.map((fact) => `- **${oneLine(fact.name)}:** ${oneLine(fact.value)}`).join("\n");
    case "table":
      return tableText(block.columns, block.rows);
    case "code":
      return fenced(block.text, oneLine(block.language));
    case "quote":
      return quoteText(block);
    case "file":
      return `- ${oneLine(block.path)} (${fileFacts(block)})`;
    case "divider":
      return "---";
    case "progress":
      return progressText(block);
    case "actions":
      return block.choices.map((choice) => `- ${oneLine(choice.label)}`).join("\n");
    case "tree":
      return fenced(
        treeText(
          block.nodes.map((node) => ({ ...node, label: oneLine(node.label), note: oneLine(node.note) })),
        ),
        "",
      );
    case "picture":
      return `**${oneLine(block.title)}**\n\n${cleaned(block.alt)}`;
    case "buttons":
      return block.buttons.map((button) => `- ${oneLine(button.label)}`).join("\n");
  }
};

const tableText = (columns: readonly string[], rows: readonly (readonly string[])[]): string => {
  const count = Math.max(columns.length, ...rows.map((row) => row.length));
  const row = (cells: readonly string[]): string =>
    `| ${Array.from({ length: count }, (_, i) => oneLine(cells[i] ?? "").replaceAll("|", "\\|")).join(" | ")} |`;
  return count === 0 ? "" : [row(columns), `|${" --- |".repeat(count)}`, ...rows.map(row)].join("\n");
};

/** A fence longer than any inside. */
const fenced = (text: string, language: string): string => {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((ticks) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language.replaceAll("`", "'")}\n${cleaned(text)}\n${fence}`;
};

const quoteText = (quote: { readonly text: string; readonly source: string }): string => {
  const source = oneLine(quote.source);
  const text = source === "" ? cleaned(quote.text) : `${cleaned(quote.text)}\n— ${source}`;
  return text
    .split("\n")
    .map((each) => `> ${each}`)
    .join("\n");
};

const progressText = (progress: Extract<Block, { type: "progress" }>): string => {
  const items = progress.items.map((item) => {
    const note = oneLine(item.note);
    return `- ${item.state}: ${oneLine(item.label)}${note === "" ? "" : ` (${note})`}`;
  });
  return [`${progress.done} of ${progress.total}`, "", ...items].join("\n");
};
