import type { Message } from "#src/project/message.ts";
import { cleaned, oneLine } from "../clean.ts";
import { line } from "../pieces.ts";
import { toned } from "../toned.ts";
import { contextDrafts, draftsOf } from "./drafts.ts";
import type { SlackLimits } from "./limits.ts";
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
