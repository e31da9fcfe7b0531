import type { Block, Message } from "./message.ts";

/** A short message of BotArmy itself. The text is CommonMark. */
export const notice = (
  text: string,
  options: {
    readonly tone?: Message["tone"];
    readonly mentions?: readonly string[];
    readonly blocks?: readonly Block[];
    /** Shown in the channel as well. */
    readonly announce?: boolean;
  } = {},
): Message => ({
  kind: "notice",
  tone: options.tone ?? "neutral",
  from: null,
  blocks: [{ type: "prose", text }, ...(options.blocks ?? [])],
  mentions: [...(options.mentions ?? [])],
  ...(options.announce === true ? { announce: true } : {}),
  fallback: text.slice(0, 4_000),
});
