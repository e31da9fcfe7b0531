import type { Json } from "../json.ts";
import type { Interaction, InteractionKind } from "./interactions.ts";
import { messagePayload } from "./message-shape.ts";
import { asSent } from "./people-files.ts";
import type { FileToSend } from "./people-files.ts";
import { botPermissions } from "./permissions.ts";
import {
  fullMember,
  interactionChannel,
  interactionMember,
  rolePayload,
  channelPayload,
  userPayload,
} from "./shapes.ts";
import { attachmentPayload, storeFile } from "./stored-files.ts";
import type { MessageFacts } from "./world.ts";
import { placeOf } from "./writing.ts";
import type { Actor } from "./writing.ts";

const types = { command: 2, menu: 2, component: 3, autocomplete: 4, modal: 5 } as const;

/** Tells the app what a person did. Resolves when it has answered, or the time for that is over. */
export function interact(
  { world, person }: Actor,
  done: {
    readonly kind: InteractionKind;
    readonly place: string;
    readonly data: Json;
    readonly message?: MessageFacts | undefined;
  },
): Promise<Interaction> {
  const { kind, data, message } = done;
  const channel = placeOf(world, done.place);
  const id = world.newId();
  const server =
    channel.kind === "dm"
      ? { user: userPayload(world, person.id), context: 1 }
      : {
          guild_id: world.app.guildId,
          guild: { id: world.app.guildId, locale: "en-US", features: [] },
          guild_locale: "en-US",
          member: interactionMember(world, person.id),
          context: 0,
        };
  return world.interactions.start({
    id,
    kind,
    user: person.id,
    channel: channel.id,
    message: message?.id ?? null,
    payload: (token) => ({
      id,
      application_id: world.app.applicationId,
      type: types[kind],
      token,
      version: 1,
      channel_id: channel.id,
      channel: interactionChannel(world, channel, person.id),
      app_permissions: String(botPermissions(world, channel)),
      locale: "en-US",
      entitlements: [],
      authorizing_integration_owners: { "0": world.app.guildId },
      attachment_size_limit: world.settings.attachmentLimit,
      ...server,
      ...(message === undefined
        ? {}
        : { message: messagePayload(world, message, { gateway: false, content: true }) }),
      data,
    }),
  }).done;
}

/** What the ids in an interaction stand for. */
export interface Resolved {
  readonly users?: readonly string[];
  readonly roles?: readonly string[];
  readonly channels?: readonly string[];
  readonly messages?: readonly MessageFacts[];
  readonly attachments?: readonly Json[];
}

/** `resolved` of an interaction, without the parts that nothing is in. */
export function resolvedPayload({ world }: Actor, resolved: Resolved): Json {
  const { users = [], roles = [], channels = [], messages = [], attachments = [] } = resolved;
  const parts: Readonly<Record<string, Json>> = {
    users: byIds(users, (id) => userPayload(world, id)),
    members: byIds(users, (id) => {
      const { user: _user, ...member } = fullMember(world, id);
      return { ...member, permissions: "0" };
    }),
    roles: byIds(roles, (id) => {
      const role = world.roles.get(id);
      if (role === undefined) throw new Error(`there is no role ${id}`);
      return rolePayload(world, role);
    }),
    channels: byIds(channels, (id) => channelPayload(world, placeOf(world, id))),
    messages: Object.fromEntries(
      messages.map((one) => [one.id, messagePayload(world, one, { gateway: false, content: true })]),
    ),
    attachments: Object.fromEntries(attachments.map((one) => [String(one["id"]), one])),
  };
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => Object.keys(part).length > 0));
}

const byIds = (ids: readonly string[], shape: (id: string) => Json): Json =>
  Object.fromEntries(ids.map((id) => [id, shape(id)]));

/** Uploads a file that belongs to no message; as the API shows it. */
export function upload({ world }: Actor, file: FileToSend): Json {
  const sent = asSent(file);
  if (sent.bytes.length > world.settings.attachmentLimit)
    throw new Error(`${file.name} is larger than Discord takes from people here`);
  const facts = { channel: world.app.applicationId, description: null, ephemeral: true };
  return attachmentPayload(world, storeFile(world, sent, facts));
}
