import { z } from "zod";
import { ProviderError } from "#src/errors.ts";
import type { Log } from "#src/ports.ts";
import { id, maybe } from "./messages-payload.ts";
import type { KnownPlace } from "./messages.ts";
import type { CallDiscord } from "./rest.ts";

/** Which channels and threads there are, as the gateway tells it. Nothing here has to be remembered: what is not known is asked for. */
export interface Places {
  /** Learns from a payload that was dispatched, whatever it is. */
  learn(packet: { readonly t: string | null; readonly d: unknown }): void;
  /** What is known of a channel or thread; null when that is nothing. */
  known(channel: string): KnownPlace | null;
  /** The same, asked for where needed. Throws ProviderError. */
  find(channel: string): Promise<KnownPlace>;
  /** Is it known to be a channel of posts, which has no messages of its own? */
  isForum(channel: string): boolean;
  /** Roles that Discord made for the bot alone. */
  readonly ownRoles: ReadonlySet<string>;
  /** The server of a channel or thread; null when it is not known. */
  guildOf(channel: string): string | null;
  /** Most bytes that an attachment may have there; null when it is not known. */
  fileBytes(channel: string): number | null;
}

interface PlaceFacts extends KnownPlace {
  readonly guild: string | null;
}

/** Some 200 bytes each. */
const mostPlaces = 20_000;

export const createPlaces = (options: {
  readonly botUserId: string;
  /** One request of the API. Throws ProviderError. */
  readonly call: CallDiscord;
  readonly log: Log;
}): Places => {
  const places = new Map<string, PlaceFacts>();
  const limits = new Map<string, number>();
  const ownRoles = new Set<string>();
  const forums = new Set<string>();
  const add = (channel: Channel, guild: string | null): PlaceFacts => {
    if (forumTypes.has(channel.type)) forums.add(channel.id);
    const before = places.get(channel.id);
    const isOwn = channel.owner_id === null ? before?.isOwn === true : channel.owner_id === options.botUserId;
    const facts = factsOf(channel, { isOwn, guild: guild ?? before?.guild ?? null });
    places.delete(channel.id);
    places.set(channel.id, facts);
    const [oldest] = places.keys();
    if (oldest !== undefined && places.size > mostPlaces) places.delete(oldest);
    return facts;
  };
  const learn = (told: Told): void => {
    for (const channel of told.channels) add(channel, channel.guild_id ?? told.guild);
    for (const role of told.roles) if (role.tags?.bot_id === options.botUserId) ownRoles.add(role.id);
    if (told.guild !== null && told.fileBytes !== null) limits.set(told.guild, told.fileBytes);
  };
  return {
    ownRoles,
    learn: (packet) => learn(toldBy(packet)),
    known: (channel) => places.get(channel) ?? null,
    isForum: (channel) => forums.has(channel),
    find: async (channel) => {
      const known = places.get(channel);
      if (known !== undefined) return known;
      const asked = await ask(options, channel);
      return asked === null ? { channel, thread: null, isOwn: false } : add(asked, asked.guild_id);
    },
    guildOf: (channel) => places.get(channel)?.guild ?? null,
    fileBytes: (channel) => limits.get(places.get(channel)?.guild ?? "") ?? null,
  };
};

const Channel = z.object({
  id,
  type: z.number(),
  parent_id: maybe(id),
  owner_id: maybe(id),
  guild_id: maybe(id),
});
type Channel = z.infer<typeof Channel>;

const Role = z.object({ id, tags: maybe(z.object({ bot_id: maybe(id) })) });

interface Told {
  readonly guild: string | null;
  readonly channels: readonly Channel[];
  readonly roles: readonly z.infer<typeof Role>[];
  readonly fileBytes: number | null;
}

const nothing: Told = { guild: null, channels: [], roles: [], fileBytes: null };

const Guild = z.object({
  id,
  channels: z.array(Channel).default([]),
  threads: z.array(Channel).default([]),
  roles: z.array(Role).default([]),
});
const Threads = z.object({ guild_id: id, threads: z.array(Channel).default([]) });
const OneRole = z.object({ guild_id: id, role: Role });
const Limited = z.object({ guild_id: id, channel: Channel, attachment_size_limit: maybe(z.number()) });

/** What a payload tells of places; one that cannot be read tells nothing. */
const toldBy = ({ t, d }: { readonly t: string | null; readonly d: unknown }): Told => {
  switch (t) {
    case "GUILD_CREATE": {
      const { data } = Guild.safeParse(d);
      if (data === undefined) return nothing;
      return { ...nothing, guild: data.id, channels: [...data.channels, ...data.threads], roles: data.roles };
    }
    case "CHANNEL_CREATE":
    case "CHANNEL_UPDATE":
    case "THREAD_CREATE":
    case "THREAD_UPDATE": {
      const { data } = Channel.safeParse(d);
      return data === undefined ? nothing : { ...nothing, channels: [data] };
    }
    case "THREAD_LIST_SYNC": {
      const { data } = Threads.safeParse(d);
      return data === undefined ? nothing : { ...nothing, guild: data.guild_id, channels: data.threads };
    }
    case "GUILD_ROLE_CREATE": {
      const { data } = OneRole.safeParse(d);
      return data === undefined ? nothing : { ...nothing, roles: [data.role] };
    }
    case "INTERACTION_CREATE": {
      const { data } = Limited.safeParse(d);
      if (data === undefined) return nothing;
      const { guild_id: guild, channel, attachment_size_limit: fileBytes } = data;
      return { ...nothing, guild, channels: [channel], fileBytes };
    }
    default:
      return nothing;
  }
};

/** Threads of announcements, public ones and private ones. */
export const threadTypes: ReadonlySet<number> = new Set([10, 11, 12]);
/** Forums, and media channels, which are forums of pictures. */
const forumTypes = new Set([15, 16]);

const factsOf = (channel: Channel, more: Pick<PlaceFacts, "isOwn" | "guild">): PlaceFacts =>
  threadTypes.has(channel.type)
    ? { channel: channel.parent_id ?? channel.id, thread: channel.id, ...more }
    : { ...more, channel: channel.id, thread: null, isOwn: false };

/** Null for what cannot be seen any more. */
const ask = async (
  { call, log }: { readonly call: CallDiscord; readonly log: Log },
  channel: string,
): Promise<Channel | null> => {
  try {
    return Channel.parse(await call({ method: "GET", path: `/channels/${channel}`, what: "a channel" }));
  } catch (error) {
    if (!(error instanceof ProviderError) || (error.retryable && error.kind !== "bad-request")) throw error;
    log.info({ channel, err: error }, "channel not read");
    return null;
  }
};
