import type { Block, Message } from "./message.ts";

/** A short message of BotArmy itself. The text is CommonMark. */
export const notice = (
  text: string,
  options: {
    readonly tone?: Message["tone"];
    readonly mentions?: readonly string[];
    readonly blocks?: readonly Block[];
  } = {},
): Message => ({
  kind: "notice",
  tone: options.tone ?? "neutral",
  from: null,
  blocks: [{ type: "prose", text }, ...(options.blocks ?? [])],
  mentions: [...(options.mentions ?? [])],
  fallback: text.slice(0, 4_000),
});
