import type { Message } from "#src/project/message.ts";
import { partsOf } from "../parts.ts";
import { picturesOf } from "../pictures.ts";
import { contextDrafts } from "./drafts.ts";
import type { SlackLimits } from "./limits.ts";
import { mentionBlocks, mentionText } from "./mentions.ts";
import { messageBlocks } from "./message-blocks.ts";
import { slackPaper } from "./pack.ts";
import { wireText } from "./text.ts";
import type { SlackBlock, SlackParts, WireMessage } from "./wire.ts";

/**
 * A neutral message as wire messages within all limits, in at most `mostParts` parts (a status in one, else `limits.parts`). Nothing is
 * lost: a longer message is whole in `overflow`, and its only part begins it, says so, and has its buttons. Nobody is notified but `mentions`.
 */
export const renderMessage = (message: Message, limits: SlackLimits, mostParts?: number): SlackParts => {
  const most = mostParts ?? (message.kind === "status" ? 1 : limits.parts);
  return rendered(message, limits, most);
};

/** The same for one person's eyes: nobody is notified, and there may be more parts. */
export const renderPrivate = (message: Message, limits: SlackLimits): SlackParts =>
  rendered({ ...message, mentions: [] }, limits, limits.privateParts);

const rendered = (message: Message, limits: SlackLimits, most: number): SlackParts => {
  const mentions = [...new Set(message.mentions)];
  const composed = {
    message,
    whole: messageBlocks(message, limits, true),
    plain: () => messageBlocks(message, limits, false),
    notified: mentionBlocks(mentions),
    small: (text: string) => contextDrafts(text, limits).flatMap((draft) => draft.blocks),
  };
  const { parts, overflow } = partsOf(composed, slackPaper(limits), most);
  return {
    parts: parts.map((part, i) =>
      wire(part, { text: message.fallback, mentions, limits }, { i, of: parts.length }),
    ),
    overflow,
    pictures: picturesOf(message, limits.altText),
  };
};

interface Told {
  readonly text: string;
  readonly mentions: readonly string[];
  readonly limits: SlackLimits;
}

/** Only the last part notifies. */
const wire = (
  blocks: readonly SlackBlock[],
  told: Told,
  { i, of }: { readonly i: number; readonly of: number },
): WireMessage => {
  const text = wireText(of === 1 ? told.text : `(${i + 1}/${of}) ${told.text}`, told.limits);
  const people = i === of - 1 ? mentionText(told.mentions) : "";
  return { blocks, text: people === "" ? text : `${text} ${people}`, parse: "none", link_names: false };
};
