import type { Incoming } from "./inbound-incoming.ts";
import { dropped, type Home, type Read } from "./inbound-read.ts";
import { nameOf, type SaidMessage } from "./messages-payload.ts";
import { readAddressed } from "./messages-text.ts";

/** What is known of a channel or a thread. */
export interface KnownPlace {
  readonly channel: string;
  /** Null when it is a channel itself. */
  readonly thread: string | null;
  /** A thread that the bot opened. */
  readonly isOwn: boolean;
}

export interface MessageContext {
  readonly home: Home;
  /** Roles that are the bot's alone: people pick them from Discord's list as easily as the bot. */
  readonly ownRoles: ReadonlySet<string>;
  /** What is known of where it was written; null when that is nothing. */
  readonly place: KnownPlace | null;
}

/** An ordinary message, and one that answers another. */
const spoken = new Set([0, 19]);
const direct = new Set([1, 3]);

/** What a message means to us: it is for us when it names the bot, or stands in a project's thread. */
export const readMessage = (message: SaidMessage, context: MessageContext): Read => {
  const { home, place } = context;
  const { author, guild_id: guild } = message;
  if (!spoken.has(message.type)) return dropped(`a message of type ${message.type}`);
  if (author.id === home.botUserId) return dropped("our own message");
  if (author.bot === true || author.system === true || message.webhook_id !== null)
    return dropped("not a person");
  if (guild === null || direct.has(message.channel_type ?? 0)) return dropped("a direct message");
  if (home.guildId !== null && guild !== home.guildId) return dropped("another server");
  const named = isNamed(message, context);
  if (!named && place !== null && place.thread === null) return dropped("not said to us");
  const text = readAddressed(message.content, [home.botUserId, ...context.ownRoles]);
  if (!named && text === "" && message.attachments.length === 0) return dropped("empty");
  const thread = named ? (place?.thread ?? null) : message.channel_id;
  return {
    type: "incoming",
    id: `m:${message.id}`,
    lane: thread ?? `${message.channel_id}/${author.id}`,
    incoming: {
      channel: place?.channel ?? message.channel_id,
      thread,
      by: byOf(message, guild),
      files: filesOf(message),
      event: { type: "message", text },
      overheard: named ? null : place?.isOwn === true ? "own-thread" : "thread",
      hindrance: null,
      interaction: null,
      message: {
        id: message.id,
        place: place === null ? message.channel_id : null,
        answers: message.message_reference?.message_id ?? null,
      },
    },
  };
};

const isNamed = (message: SaidMessage, { home, ownRoles }: MessageContext): boolean =>
  message.mentions.some(({ id }) => id === home.botUserId) ||
  message.mention_roles.some((role) => ownRoles.has(role));

const byOf = ({ author, member }: SaidMessage, guild: string): Incoming["by"] => ({
  id: author.id,
  name: nameOf(author, member),
  guild,
  roles: member?.roles ?? null,
  permissions: null,
});

/** Their addresses soon expire: the message is asked for a fresh one. */
const filesOf = ({ id, channel_id: channel, attachments }: SaidMessage): Incoming["files"] =>
  attachments.map((file) => ({
    id: `${channel}/${id}/${file.id}`,
    name: file.filename === "" ? file.id : file.filename,
    bytes: file.size,
  }));
