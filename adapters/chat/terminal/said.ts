import type { Block, Choice, Message } from "#src/project/message.ts";
import { fileSpans } from "./blocks.ts";
import { clean, cleanAll } from "./clean.ts";
import { withoutDots } from "./desk.ts";
import { signsFor } from "./marks.ts";
import { messageLines } from "./render.ts";
import { behind, dim, span, styled, type Line, type Look } from "./style.ts";
import { titleOf, type Ask, type Said, type Thread } from "./threads.ts";
import { clipped, wrap } from "./wrap.ts";

/** What a line of the wire shows. `before` is the thread as it was; edits of a status card are the views' business. */
export const saidLines = (said: Said, before: Thread | undefined, look: Look): Line[] => {
  if (said.op !== "edit") return fullLines(said, look);
  const old = before?.asks.find((ask) => ask.id === said.id)?.message.blocks ?? [];
  const known = new Set(old.map((block) => JSON.stringify(block)));
  const fresh = said.message.blocks.filter((block) => !known.has(JSON.stringify(block)));
  const asksAnew = fresh.length > 0 && said.message.blocks.some((block) => block.type === "actions");
  // A reminder or a changed question is worth its full text; an answered one only what is new about it.
  return messageLines(asksAnew ? said.message : outcome(said.message, fresh), look);
};

/** A thread's name and title. */
export const beginningLine = (thread: Thread, look: Look): Line => {
  const signs = signsFor(look);
  return clipped(
    [dim(`${thread.id} ${signs.dot} `), span(clean(titleOf(thread)), { bold: true })],
    look.width,
    signs.more,
  );
};

/** Says that a thread began with more than is shown again. */
export const earlierLines = (count: number, look: Look): Line[] =>
  count === 0 ? [] : wrap([dim(`${signsFor(look).more} ${count} earlier: /botarmy logs`)], look.width);

/** What the person just sent, as it stays in the scrollback. A choice is repeated in its own words, together with those it needs. */
export const typedLines = (
  typed: { readonly text: string; readonly ask: Ask | undefined; readonly owed: Choice | undefined },
  look: Look,
): Line[] => {
  const text = clean(typed.text).trim();
  const choice = typed.ask?.choices[Number(text) - 1];
  if (text === "" || choice?.wantsNote === true) return [];
  const words =
    typed.owed === undefined
      ? clean(choice?.label ?? text)
      : `${withoutDots(clean(typed.owed.label))}: ${text}`;
  return behind(
    wrap([span(words)], look.width - 2),
    [span(`${signsFor(look).prompt} `, { color: "cyan" })],
    [span("  ")],
  );
};

/** Something said, whole, as it is now. */
export const fullLines = (said: Said, look: Look): Line[] =>
  said.op === "upload"
    ? behind(wrap(styled(fileSpans(cleanAll(said.file), look), { dim: true }), look.width - 3), [span("   ")])
    : messageLines(said.message, look);

/** A private word to the person at the keyboard: quiet, and kept nowhere. */
export const whisperLines = (message: Message, look: Look): Line[] =>
  messageLines(message, look).map((line) => styled(line, { dim: true }));

/** One line about something in a thread that is not looked at. */
export const noticeLine = (said: Said, thread: Thread, look: Look): Line => {
  const text = said.op === "upload" ? `${signsFor(look).file} ${said.file.path}` : summary(said.message);
  return clipped(
    [dim(`${thread.id} ${signsFor(look).dot} `), span(clean(text).replaceAll("\n", " "))],
    look.width,
    signsFor(look).more,
  );
};

const summary = (message: Message): string =>
  message.from === null ? message.fallback : `${message.from.name}: ${message.fallback}`;

/** What became of a question: its heading, and what it did not say before. */
const outcome = (message: Message, fresh: readonly Block[]): Message => ({
  kind: "notice",
  tone: message.tone === "neutral" ? "good" : message.tone,
  from: null,
  blocks: [
    ...message.blocks.filter((block) => block.type === "heading"),
    ...fresh.filter((block) => block.type !== "heading"),
  ],
  mentions: [],
  fallback: message.fallback,
});
