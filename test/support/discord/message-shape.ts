import { record, string } from "../json.ts";
import type { Json } from "../json.ts";
import { withMedia } from "./components.ts";
import { channelPayload, memberPayload, userPayload } from "./shapes.ts";
import { timeOf } from "./snowflakes.ts";
import { attachmentPayload } from "./stored-files.ts";
import type { MessageFacts, World } from "./world.ts";

/** Whose eyes: everything, or what an app without the message content is shown. */
export interface Showing {
  /** With `guild_id` and `member`, as the gateway shows it. */
  readonly gateway: boolean;
  readonly content: boolean;
  /** With its nonce, as whoever made it is told. */
  readonly nonce?: boolean;
  /** Without the message it answers. */
  readonly flat?: boolean;
}

/** Is what it says shown without the intent? The app's own is, and what mentions the app. */
const openToApp = (world: World, message: MessageFacts): boolean =>
  message.author === world.app.applicationId ||
  message.pinged.users.includes(world.app.applicationId) ||
  world.channels.get(message.channel)?.kind === "dm";

/** A message as the API shows it. */
export function messagePayload(world: World, message: MessageFacts, showing: Showing): Json {
  const content = showing.content || openToApp(world, message);
  const thread = world.channels.get(message.id);
  return {
    id: message.id,
    type: message.type,
    channel_id: message.channel,
    author: userPayload(world, message.author),
    content: content ? message.content : "",
    embeds: content ? message.embeds : [],
    components: content ? shownComponents(world, message) : [],
    attachments: content ? message.files.map((file) => attachmentPayload(world, file)) : [],
    mentions: message.pinged.users.map((id) => mentioned(world, id, showing.gateway)),
    mention_roles: message.pinged.roles,
    mention_everyone: message.pinged.everyone,
    pinned: false,
    tts: false,
    timestamp: iso(timeOf(message.id)),
    edited_timestamp: message.editedAt === null ? null : iso(message.editedAt),
    flags: message.flags | (thread === undefined ? 0 : 1 << 5),
    ...(message.nonce !== null && showing.nonce === true ? { nonce: message.nonce } : {}),
    ...(showing.gateway ? fromServer(world, message) : {}),
    ...(thread === undefined ? {} : { thread: channelPayload(world, thread) }),
    ...(showing.flat === true ? {} : references(world, message, showing)),
    ...answers(world, message),
  };
}

/** `2026-01-01T00:00:00.000000+00:00` */
const iso = (at: number): string => new Date(at).toISOString().replace("Z", "000+00:00");

const mentioned = (world: World, id: string, gateway: boolean): Json => ({
  ...userPayload(world, id),
  ...(gateway ? { member: memberPayload(world, id) } : {}),
});

function fromServer(world: World, message: MessageFacts): Json {
  if (world.channels.get(message.channel)?.kind === "dm") return {};
  const person = message.interaction === null ? { member: memberPayload(world, message.author) } : {};
  return { guild_id: world.app.guildId, ...person };
}

function shownComponents(world: World, message: MessageFacts): readonly Json[] {
  // Nobody has proved that the first line of a thread is without those of the message it stands for.
  const starter = message.type === 21 ? world.messages.get(message.replyTo ?? "") : undefined;
  if (starter !== undefined) return shownComponents(world, starter);
  const change = (media: Json): Json => {
    const file = message.files.find(({ name }) => `attachment://${name}` === string(media["url"]));
    if (file === undefined) return media;
    const { url, proxy_url, content_type } = attachmentPayload(world, file);
    return { url, proxy_url, content_type, attachment_id: file.id, width: 0, height: 0, loading_state: 2 };
  };
  return message.components.map((component) => withMedia(component, change));
}

function references(world: World, message: MessageFacts, showing: Showing): Json {
  if (message.replyTo === null) return {};
  const other = world.messages.get(message.replyTo);
  const channel = other?.channel ?? message.channel;
  return {
    message_reference: {
      type: 0,
      message_id: message.replyTo,
      channel_id: channel,
      guild_id: world.app.guildId,
    },
    referenced_message:
      other === undefined
        ? null
        : messagePayload(world, other, { gateway: false, content: showing.content, flat: true }),
  };
}

function answers(world: World, message: MessageFacts): Json {
  if (message.interaction === null) return {};
  const interaction = world.interactions.withId(message.interaction);
  if (interaction === undefined) return {};
  return {
    webhook_id: world.app.applicationId,
    application_id: world.app.applicationId,
    interaction_metadata: {
      id: interaction.id,
      type: record(interaction.payload)["type"],
      user: userPayload(world, interaction.user),
      authorizing_integration_owners: { "0": world.app.guildId },
    },
  };
}
