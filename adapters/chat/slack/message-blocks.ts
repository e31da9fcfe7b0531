import type { Block, Message } from "#src/project/message.ts";
import { cleaned, oneLine } from "../clean.ts";
import { contextDrafts, draftsOf } from "./drafts.ts";
import type { SlackLimits } from "./limits.ts";
import { line } from "./pieces.ts";
import { richBlocks } from "./rich-text.ts";
import type { SlackBlock } from "./wire.ts";

/** All blocks of a message, each within its limits, without limits of the whole; never none. `tables` says whether one may be Slack's own. */
export const messageBlocks = (
  message: Message,
  limits: SlackLimits,
  tables: boolean,
): readonly SlackBlock[] => {
  const { from } = message;
  const speaker = from === null ? [] : contextDrafts(oneLine(`${from.badge} ${from.name}`), limits);
  const drafts = draftsOf(toned(message), limits);
  const native = tables ? drafts.find((draft) => draft.table !== null) : undefined;
  const body = drafts.flatMap((draft) =>
    draft === native && draft.table !== null ? [draft.table] : draft.blocks,
  );
  const shown = body.length > 0 ? body : fallbackBlocks(message, limits);
  return [...speaker.flatMap((draft) => draft.blocks), ...shown];
};

const fallbackBlocks = (message: Message, limits: SlackLimits): readonly SlackBlock[] =>
  richBlocks([line([{ text: cleaned(message.fallback).trim() || "…" }])], limits);

const signs: Readonly<Record<Message["tone"], string>> = {
  neutral: "",
  good: "✅",
  warning: "⚠️",
  bad: "❌",
};

/** The message's blocks with the sign of its tone before the heading, or before prose that begins with a letter and so with no markup. */
const toned = ({ tone, blocks }: Message): readonly Block[] => {
  const sign = signs[tone];
  const [first, ...rest] = blocks;
  if (sign === "" || first === undefined) return blocks;
  if (first.type === "heading" || (first.type === "prose" && /^\p{L}/u.test(first.text)))
    return first.text.startsWith(sign) ? blocks : [{ ...first, text: `${sign} ${first.text}` }, ...rest];
  return blocks;
};
