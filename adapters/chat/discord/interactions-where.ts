import { isConfirming } from "./ids.ts";
import type { Incoming } from "./inbound-incoming.ts";
import { threadTypes, type Places } from "./inbound-places.ts";
import type { Read } from "./inbound-read.ts";
import { ComponentData, type AnyInteraction, type ShownMessage } from "./interactions-payload.ts";
import { nameOf } from "./messages-payload.ts";
import { missingIn } from "./permissions-needed.ts";
import type { Interaction } from "./private-requests.ts";

const ephemeralFlag = 1 << 6;
const hasThreadFlag = 1 << 5;

/** Where an interaction happened: in a thread, or at a message of a channel that a thread hangs on. Null when Discord does not say. */
export const placeOf = (
  { channel, channel_id: channelId }: AnyInteraction,
  message: ShownMessage | null,
): Pick<Incoming, "channel" | "thread"> | null => {
  const id = channel?.id ?? channelId;
  if (id === null) return null;
  if (channel !== null && threadTypes.has(channel.type))
    return { channel: channel.parent_id ?? id, thread: id };
  const starts = message !== null && (message.thread !== null || (message.flags & hasThreadFlag) !== 0);
  return { channel: id, thread: starts ? message.id : null };
};

/** Who did it; null when Discord does not say. In direct messages nobody has roles. */
export const byOf = ({ guild_id: guild, member, user }: AnyInteraction): Incoming["by"] | null => {
  const who = member?.user ?? user;
  if (who === null) return null;
  return {
    id: who.id,
    name: nameOf(who, member),
    guild,
    roles: member?.roles ?? null,
    permissions: member?.permissions ?? null,
  };
};

/** Channels for voices, with or without a stage. */
const voiceTypes = new Set([2, 13]);

/** A thread of ours cannot be opened where people talk, nor beside the posts of a forum. */
export const takesNoThread = ({ channel }: AnyInteraction, isForum: Places["isForum"]): boolean =>
  channel !== null && (voiceTypes.has(channel.type) || isForum(channel.parent_id ?? ""));

/** Why nothing can be seen of a project there, in words; null when nothing is known against it. */
export const hindranceOf = ({ app_permissions: bits }: AnyInteraction): string | null => {
  const missing = bits !== null && /^\d{1,40}$/.test(bits) ? missingIn(BigInt(bits)) : [];
  if (missing.length === 0) return null;
  return `I cannot work in this channel: I lack ${missing.join(", ")}. Give me that in its permissions, and the project will go on here.`;
};

const kinds = new Map<number, Interaction["type"]>([
  [2, "command"],
  [3, "component"],
  [5, "form"],
]);

/** What is needed to answer it; null for kinds that are not answered like that. */
export const waitingOf = (interaction: AnyInteraction): Interaction | null => {
  const { id, token, type } = interaction;
  const kind = kinds.get(type);
  return kind === undefined ? null : { id, token, type: kind, from: fromOf(interaction) };
};

const fromOf = ({ message, data }: AnyInteraction): Interaction["from"] => {
  if (message === null) return null;
  if ((message.flags & ephemeralFlag) === 0) return "public";
  return isConfirming(ComponentData.safeParse(data).data?.custom_id ?? "") ? "question" : "private";
};

/** In a thread the order of what people say and click matters, elsewhere only each person's own. */
export const incomingRead = (id: string, incoming: Incoming): Read => ({
  type: "incoming",
  id: `i:${id}`,
  lane: incoming.thread ?? `${incoming.channel}/${incoming.by.id}`,
  incoming,
});
