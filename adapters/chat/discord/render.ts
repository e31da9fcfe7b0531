import type { Message } from "#src/project/message.ts";
import { oneLine } from "../clean.ts";
import { partsOf } from "../parts.ts";
import { picturesOf, type Picture } from "../pictures.ts";
import { discordPaper, picturesIn } from "./components-size.ts";
import { display, smallSlabs } from "./components-text.ts";
import type { AllowedMentions, Slab, WireMessage } from "./components-wire.ts";
import { messageSlabs } from "./components.ts";
import type { DiscordLimits } from "./limits.ts";
import { escaped } from "./markdown-text.ts";
import { containerId, partKey } from "./nonce.ts";
import { nobody, privateWire, publicWire, type Shown } from "./render-wire.ts";

/** One part of a message: posted in order, the last one has the buttons and is the one that is edited and found. */
export interface DiscordPart extends WireMessage {
  /** What `nonceOf` and `containerId` take; null where there was no key. */
  readonly key: string | null;
  /** To be attached under their names: the part shows them as `attachment://{name}`. At most 10, 20 MiB together. */
  readonly pictures: readonly Picture[];
}

export interface DiscordParts {
  /** Never empty. */
  readonly parts: readonly DiscordPart[];
  /** The whole message as a Markdown file when it is too long for its parts, which then say so; else null. */
  readonly overflow: { readonly name: string; readonly text: string } | null;
}

/** How a message is known again, and how long it may be. */
export interface Mark {
  /** The key of a post. */
  readonly key?: string;
  /** The container's id of the message that is edited, where its key is not known. */
  readonly container?: number;
  /** Most parts; absent: a status in one, else `limits.parts`. */
  readonly most?: number;
}

/**
 * A neutral message as messages of Discord within all limits. Nothing is lost: a longer message is whole in `overflow`, and its only part
 * begins it, says so, and has its buttons. Nobody is notified but `mentions`, by the last part. `mark` is the post's key, or more.
 */
export const renderMessage = (message: Message, limits: DiscordLimits, mark: string | Mark): DiscordParts => {
  const marked = typeof mark === "string" ? { key: mark } : mark;
  const most = marked.most ?? (message.kind === "status" ? 1 : limits.parts);
  return rendered(message, limits, { ...marked, most, wire: publicWire });
};

/** The same for one person's eyes: nobody is notified, and there may be more parts. */
export const renderPrivate = (message: Message, limits: DiscordLimits): DiscordParts =>
  rendered({ ...message, mentions: [] }, limits, { most: limits.privateParts, wire: privateWire });

interface Way extends Mark {
  readonly most: number;
  readonly wire: (slabs: readonly Slab[], id: number | null, shown: Shown) => WireMessage;
}

const rendered = (message: Message, limits: DiscordLimits, way: Way): DiscordParts => {
  const pictures = picturesOf(message, limits.altText);
  const mentions = mentionsOf(message);
  const composed = {
    message,
    whole: messageSlabs(message, limits),
    notified: mentions.line === "" ? [] : [display(mentions.line)],
    small: (text: string) => smallSlabs(text, limits),
  };
  const { parts, overflow } = partsOf(composed, discordPaper(limits, pictures), way.most);
  return {
    parts: parts.map((slabs, i): DiscordPart => {
      const isLast = i === parts.length - 1;
      const key = way.key === undefined ? null : partKey(way.key, i, parts.length);
      const id =
        isLast && way.container !== undefined ? way.container : key === null ? null : containerId(key);
      const shown = { tone: message.tone, allowed: isLast ? mentions.allowed : nobody };
      return { ...way.wire(slabs, id, shown), key, pictures: picturesIn(slabs, pictures) };
    }),
    overflow,
  };
};

const user = /^\d{15,21}$/;
const role = /^&\d{15,21}$/;

/** The people to notify as a line, and as what Discord is told; ids that Discord does not have are shown as text. */
const mentionsOf = (message: Message): { readonly line: string; readonly allowed: AllowedMentions } => {
  const ids = [...new Set(message.mentions)];
  const line = ids
    .map((id) => (user.test(id) || role.test(id) ? `<@${id}>` : escaped(oneLine(id) || "…")))
    .join(" ");
  const users = ids.filter((id) => user.test(id));
  const roles = ids.filter((id) => role.test(id)).map((id) => id.slice(1));
  return { line, allowed: { parse: [], users, roles } };
};
