import { expect } from "vitest";
import { slackLimits } from "#adapters/chat/slack/limits.ts";
import { renderMessage } from "#adapters/chat/slack/render.ts";
import type { WireMessage } from "#adapters/chat/slack/wire.ts";
import type { Block, Message } from "#src/project/message.ts";
import { problemsOf } from "./block-rules.ts";

/** A message of these blocks. */
export const say = (blocks: Message["blocks"], more: Partial<Message> = {}): Message => ({
  kind: "notice",
  tone: "neutral",
  from: null,
  blocks,
  mentions: [],
  fallback: "In short",
  ...more,
});

/** The one part of a message that needs no more, checked by the rules. */
export const only = (message: Message): WireMessage => {
  const { parts, overflow } = renderMessage(message, slackLimits);
  const [part] = parts;
  if (part === undefined || parts.length > 1 || overflow !== null) throw new Error("more than one part");
  expect(problemsOf(part, message.mentions)).toEqual([]);
  return part;
};

/** The blocks of that part. */
export const blocksOf = (...blocks: readonly Block[]): WireMessage["blocks"] => only(say([...blocks])).blocks;

/** What Slack takes, in short. */
export const plain = (text: string) => ({ type: "plain_text", text, emoji: false });
export const text = (of: string, ...styles: readonly string[]) => ({
  type: "text",
  text: of,
  ...(styles.length === 0 ? {} : { style: Object.fromEntries(styles.map((style) => [style, true])) }),
});
export const section = (...elements: readonly object[]) => ({ type: "rich_text_section", elements });
export const code = (of: string) => ({ type: "rich_text_preformatted", elements: [text(of)] });
export const rich = (...elements: readonly object[]) => ({ type: "rich_text", elements });
