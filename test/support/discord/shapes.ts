import type { Json } from "../json.ts";
import { botPermissions, personPermissions } from "./permissions.ts";
import type { ChannelFacts, RoleFacts, World } from "./world.ts";

/** A user as the API shows it. */
export function userPayload(world: World, id: string): Json {
  const bot = id === world.app.applicationId;
  const name = bot ? world.app.name : (world.people.get(id)?.name ?? id);
  return {
    id,
    username: name.toLowerCase().replaceAll(/[^a-z0-9_.]/g, ""),
    discriminator: bot ? "0001" : "0",
    global_name: bot ? null : name,
    avatar: null,
    public_flags: 0,
    flags: 0,
    ...(bot ? { bot: true } : {}),
  };
}

/** A member of the server, without the user. */
export function memberPayload(world: World, id: string): Json {
  const roles = id === world.app.applicationId ? botRoles(world) : [...(world.people.get(id)?.roles ?? [])];
  return {
    roles,
    nick: null,
    avatar: null,
    banner: null,
    joined_at: "2024-01-01T00:00:00.000000+00:00",
    premium_since: null,
    communication_disabled_until: null,
    deaf: false,
    mute: false,
    pending: false,
    flags: 0,
  };
}

const botRoles = (world: World): readonly string[] =>
  [...world.roles.values()].filter(({ name }) => name === world.app.name).map(({ id }) => id);

export const fullMember = (world: World, id: string): Json => ({
  ...memberPayload(world, id),
  user: userPayload(world, id),
});

/** The member of an interaction: what they may do comes with it. */
export const interactionMember = (world: World, id: string): Json => ({
  ...fullMember(world, id),
  permissions: String(personPermissions(world, id)),
});

export const rolePayload = (world: World, role: RoleFacts): Json => ({
  id: role.id,
  name: role.name,
  description: null,
  permissions: String(role.permissions),
  position: role.id === world.app.guildId ? 0 : 1,
  color: 0,
  colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
  hoist: false,
  managed: role.name === world.app.name,
  mentionable: false,
  icon: null,
  unicode_emoji: null,
  flags: 0,
  ...(role.name === world.app.name ? { tags: { bot_id: world.app.applicationId } } : {}),
});

const channelTypes = { text: 0, dm: 1, thread: 11, "private-thread": 12 } as const;

/** The number of a channel's kind. */
export const channelType = ({ kind }: ChannelFacts): number => channelTypes[kind];

/** A channel or thread as the API shows it. */
export function channelPayload(world: World, channel: ChannelFacts): Json {
  const type = channelType(channel);
  if (channel.kind === "dm")
    return {
      id: channel.id,
      type,
      flags: 0,
      last_message_id: lastIn(world, channel.id),
      recipients: [userPayload(world, channel.with ?? "")],
    };
  const common = {
    id: channel.id,
    type,
    guild_id: world.app.guildId,
    name: channel.name,
    last_message_id: lastIn(world, channel.id),
    rate_limit_per_user: 0,
    flags: 0,
  };
  if (channel.kind === "text")
    return {
      ...common,
      position: 0,
      parent_id: null,
      topic: null,
      nsfw: false,
      last_pin_timestamp: null,
      permission_overwrites: overwrites(world, channel),
    };
  return { ...common, ...threadFacts(world, channel) };
}

function threadFacts(world: World, thread: ChannelFacts): Json {
  const said = [...world.messages.values()].filter(
    ({ channel, type }) => channel === thread.id && type === 0,
  );
  const made = new Date(thread.at).toISOString();
  return {
    parent_id: thread.parent,
    owner_id: thread.owner,
    message_count: said.length,
    total_message_sent: said.length,
    member_count: 1,
    thread_metadata: {
      archived: thread.archived,
      auto_archive_duration: thread.autoArchiveMinutes,
      archive_timestamp: made,
      create_timestamp: made,
      locked: thread.locked,
      ...(thread.kind === "private-thread" ? { invitable: true } : {}),
    },
  };
}

const overwrites = (world: World, channel: ChannelFacts): readonly Json[] =>
  channel.denied === 0n
    ? []
    : botRoles(world).map((id) => ({ id, type: 0, allow: "0", deny: String(channel.denied) }));

const lastIn = (world: World, channel: string): string | null =>
  [...world.messages.values()].findLast((message) => message.channel === channel)?.id ?? null;

/** The channel of an interaction: a part of it, with what the person may do there. */
export const interactionChannel = (world: World, channel: ChannelFacts, user: string): Json => ({
  ...channelPayload(world, channel),
  permissions: String(personPermissions(world, user)),
  app_permissions: String(botPermissions(world, channel)),
});

export const threadMember = (world: World, thread: ChannelFacts): Json => ({
  id: thread.id,
  user_id: world.app.applicationId,
  join_timestamp: new Date(thread.at).toISOString(),
  flags: 1,
});

/** The server as the API shows it. */
export function guildPayload(world: World): Json {
  return {
    id: world.app.guildId,
    name: world.app.guildName,
    icon: null,
    description: null,
    home_header: null,
    splash: null,
    discovery_splash: null,
    features: [],
    banner: null,
    owner_id: world.app.ownerId,
    application_id: null,
    region: "deprecated",
    afk_channel_id: null,
    afk_timeout: 300,
    system_channel_id: null,
    system_channel_flags: 0,
    widget_enabled: false,
    widget_channel_id: null,
    verification_level: 0,
    roles: [...world.roles.values()].map((role) => rolePayload(world, role)),
    default_message_notifications: 0,
    mfa_level: 0,
    explicit_content_filter: 0,
    max_presences: null,
    max_members: 500_000,
    max_stage_video_channel_users: 50,
    max_video_channel_users: 25,
    vanity_url_code: null,
    premium_tier: 0,
    premium_subscription_count: 0,
    preferred_locale: "en-US",
    rules_channel_id: null,
    safety_alerts_channel_id: null,
    public_updates_channel_id: null,
    premium_progress_bar_enabled: false,
    nsfw: false,
    nsfw_level: 0,
    emojis: [],
    stickers: [],
    incidents_data: null,
  };
}

/** The app's own entry in the developer portal. */
export function applicationPayload(world: World): Json {
  const { app, settings } = world;
  // The "limited" flags: what an app that was not reviewed may have.
  const flags =
    (settings.privileged.messageContent ? 1 << 19 : 0) | (settings.privileged.members ? 1 << 15 : 0);
  return {
    id: app.applicationId,
    name: app.name,
    icon: null,
    description: "",
    summary: "",
    type: null,
    verify_key: "0".repeat(64),
    flags,
    bot_public: true,
    bot_require_code_grant: false,
    bot: userPayload(world, app.applicationId),
    owner: userPayload(world, app.ownerId),
    team: null,
    approximate_guild_count: 1,
    approximate_user_install_count: 0,
    integration_types_config: {},
    interactions_endpoint_url: app.interactionsUrl,
    redirect_uris: [],
    tags: [],
  };
}
