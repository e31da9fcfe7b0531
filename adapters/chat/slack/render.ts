import type { Message } from "#src/project/message.ts";
import { messageDocument } from "../message-document.ts";
import { contextDrafts } from "./drafts.ts";
import type { SlackLimits } from "./limits.ts";
import { mentionBlocks, mentionText } from "./mentions.ts";
import { messageBlocks } from "./message-blocks.ts";
import { isInteractive, pack, sizeOfBlocks } from "./pack.ts";
import { picturesOf } from "./pictures.ts";
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
  const notified = mentionBlocks(mentions);
  const room = {
    ...limits,
    blocks: limits.blocks - notified.length,
    messageSize: limits.messageSize - sizeOfBlocks(notified),
  };
  const whole = pack(messageBlocks(message, limits, true), room, message.kind !== "view");
  const overflow = whole.length > most ? messageDocument(message) : null;
  const shown = overflow === null ? whole : [beginning(message, overflow.name, room)];
  const parts = [...shown.slice(0, -1), beforeButtons(shown.at(-1) ?? [], notified)];
  return {
    parts: parts.map((part, i) =>
      wire(part, { text: message.fallback, mentions, limits }, { i, of: parts.length }),
    ),
    overflow,
    pictures: picturesOf(message, limits),
  };
};

const beforeButtons = (
  blocks: readonly SlackBlock[],
  added: readonly SlackBlock[],
): readonly SlackBlock[] => {
  const first = blocks.findIndex(isInteractive);
  const at = first === -1 ? blocks.length : first;
  return [...blocks.slice(0, at), ...added, ...blocks.slice(at)];
};

/** What one part can say of a message that is in a file: how it begins, where the rest is, and its buttons. */
const beginning = (message: Message, file: string, limits: SlackLimits): readonly SlackBlock[] => {
  const blocks = messageBlocks(message, limits, false);
  const where = contextDrafts(`There is more: the whole message is in the file ${file}`, limits);
  const buttons = fitting(blocks.filter(isInteractive), limits.messageSize / 2, limits);
  const end = [...where.flatMap((draft) => draft.blocks), ...buttons];
  const head = blocks.filter((block) => !isInteractive(block));
  return [
    ...fitting(head, limits.messageSize - sizeOfBlocks(end), {
      ...limits,
      blocks: limits.blocks - end.length,
    }),
    ...end,
  ];
};

/** The first of these blocks, as many as take at most `size`. */
const fitting = (
  blocks: readonly SlackBlock[],
  size: number,
  limits: Pick<SlackLimits, "blocks">,
): readonly SlackBlock[] => {
  let left = size;
  const tooMany = blocks.findIndex((block, i) => {
    left -= sizeOfBlocks([block]);
    return i >= limits.blocks || left < 0;
  });
  return tooMany === -1 ? blocks : blocks.slice(0, tooMany);
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
