import { expect } from "vitest";
import type { Slab } from "#adapters/chat/discord/components-wire.ts";
import { discordLimits } from "#adapters/chat/discord/limits.ts";
import { renderMessage, type DiscordPart } from "#adapters/chat/discord/render.ts";
import type { Block, Message } from "#src/project/message.ts";
import { problemsOf } from "./component-rules.ts";

/** A message of these blocks. */
export const say = (blocks: readonly Block[], more: Partial<Message> = {}): Message => ({
  kind: "notice",
  tone: "neutral",
  from: null,
  blocks: [...blocks],
  mentions: [],
  fallback: "In short",
  ...more,
});

/** The one part of a message that needs no more, checked by the rules. */
export const only = (message: Message): DiscordPart => {
  const { parts, overflow } = renderMessage(message, discordLimits, "p-3f9k2m7q:4:1");
  const [part] = parts;
  if (part === undefined || parts.length > 1 || overflow !== null) throw new Error("more than one part");
  expect(problemsOf(part, message.mentions)).toEqual([]);
  return part;
};

/** What stands in the container of that part. */
export const slabsOf = (...blocks: readonly Block[]): readonly Slab[] =>
  only(say(blocks)).components[0].components;

/** The texts of a message of these blocks. */
export const textsOf = (...blocks: readonly Block[]): readonly string[] =>
  slabsOf(...blocks).flatMap((slab) => (slab.type === 10 ? [slab.content] : []));
