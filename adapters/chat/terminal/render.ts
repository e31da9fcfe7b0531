import type { Block, Message } from "#src/project/message.ts";
import { blockLines } from "./blocks.ts";
import { cleanAll } from "./clean.ts";
import { agentColor, signsFor, toneColor } from "./marks.ts";
import { behind, dim, paint, span, type Line, type Look } from "./style.ts";
import { widthOf } from "./width.ts";
import { wrap } from "./wrap.ts";

/** What the terminal can show, in the words of the other adapters' limits. Nothing is ever left out; it is only wrapped. */
export const terminalLimits = { minColumns: 20, maxColumns: 100 } as const;

/** Columns before the body of a message: an emoji badge and a space. */
const gutter = 3;

/** A message as lines for a terminal: no line wider than the look, no word left out, no control character but colour codes. */
export const renderMessage = (message: Message, look: Look): string[] =>
  messageLines(message, look).map((line) => paint(line, look.color));

/** The same before colours become codes. */
export const messageLines = (message: Message, look: Look): Line[] => {
  const safe = cleanAll(message);
  const width = Math.max(look.width, terminalLimits.minColumns);
  const inner = { ...look, width: width - gutter };
  const [first, ...rest] = safe.blocks;
  const heading = first?.type === "heading" ? first.text : null;
  const body = bodyLines(heading === null ? safe.blocks : rest, inner);
  const edge = edgeOf(safe, look);
  if (heading === null && safe.from === null)
    return marked(body.length === 0 ? wrap([span(safe.fallback)], inner.width) : body, safe, look);
  const head = headLines(safe, heading, edge === null ? { ...look, width } : inner);
  return edge === null
    ? [...head, ...behind(body, [span(" ".repeat(gutter))])]
    : behind([...head, ...body], edge);
};

/** A short message of BotArmy itself: its sign stands before the first line. */
const marked = (lines: readonly Line[], message: Message, look: Look): Line[] => {
  const edge = edgeOf(message, look);
  return edge === null
    ? behind(lines, signOf(message, look), [span(" ".repeat(gutter))])
    : behind(lines, edge);
};

/** What waits for people has a coloured edge from top to bottom. */
const edgeOf = (message: Message, look: Look): Line | null => {
  if (message.kind !== "escalation") return null;
  return [span(`${signsFor(look).bar}  `, { color: toneColor(message.tone) ?? "yellow" })];
};

const headLines = (message: Message, heading: string | null, look: Look): Line[] => {
  if (message.from === null) {
    const title = wrap([span(heading ?? "", { bold: true })], look.width - gutter);
    return message.kind === "escalation"
      ? title
      : behind(title, signOf(message, look), [span(" ".repeat(gutter))]);
  }
  const { badge } = message.from;
  const hasBadge = look.unicode && badge !== "";
  const lead = hasBadge ? badge + " ".repeat(Math.max(1, gutter - widthOf(badge))) : "";
  const title = hasBadge ? withoutBadge(heading, badge) : heading;
  return wrap([span(lead), ...named(message.from, title, look)], look.width);
};

/** A heading that begins with the speaker's name is not given the name twice. */
const named = (from: NonNullable<Message["from"]>, heading: string | null, look: Look): Line => {
  const name = span(from.name, { color: agentColor(from.id), bold: true });
  if (heading === null) return [name];
  if (!heading.startsWith(from.name)) return [name, dim(` ${signsFor(look).dot} `), span(heading)];
  const after = heading.slice(from.name.length);
  return [name, span(look.unicode ? after : after.replaceAll("→", "->"), { bold: true })];
};

const withoutBadge = (heading: string | null, badge: string): string | null =>
  heading !== null && heading.startsWith(`${badge} `) ? heading.slice(badge.length + 1) : heading;

const signOf = (message: Message, look: Look): Line => {
  const signs = signsFor(look);
  const color = toneColor(message.tone);
  const sign = { neutral: signs.dot, good: signs.done, warning: "!", bad: look.unicode ? "✗" : "x" }[
    message.tone
  ];
  return [span(` ${sign} `, color === null ? { dim: true } : { color, bold: true })];
};

/** Files and facts follow each other closely; everything else has air around it. */
const bodyLines = (blocks: readonly Block[], look: Look): Line[] => {
  const lines: Line[] = [];
  for (const [i, block] of blocks.entries()) {
    const part = blockLines(block, look);
    const before = blocks[i - 1];
    if (part.length > 0 && lines.length > 0 && !close(before, block)) lines.push([]);
    lines.push(...part);
  }
  return lines;
};

const close = (before: Block | undefined, block: Block): boolean =>
  before?.type === block.type &&
  (block.type === "file" || block.type === "context" || block.type === "facts");
