import { bitsOf, everyonesPermissions } from "./permissions.ts";
import type { Permission } from "./permissions.ts";
import { createPerson } from "./person.ts";
import type { Person } from "./person.ts";
import { makeThread } from "./rest-threads.ts";
import { seen } from "./seeing.ts";
import type { Seen, SeenFile } from "./seeing.ts";
import { byId } from "./snowflakes.ts";
import { tellChannel } from "./telling.ts";
import type { ChannelFacts, MessageFacts, RoleFacts, World } from "./world.ts";
import { placeOf } from "./writing.ts";

/** Who and what is on this server, and what is to be seen there. Places are ids of channels or threads. */
export interface Places {
  /** The person with this id, who comes to be when first asked for. `roles` are names; the ids are `role(name).id`. */
  person(id: string, facts?: { readonly name?: string; readonly roles?: readonly string[] }): Person;
  /** The role with this name, which comes to be when first asked for. */
  role(name: string, facts?: { readonly permissions?: readonly Permission[] }): { readonly id: string };
  /** Makes a text channel. */
  channel(id: string, facts: { readonly name: string; readonly denied?: readonly Permission[] }): void;
  /** Changes a channel or thread: what the bot may not do there, archived, locked. */
  setChannel(id: string, facts: ChannelChange): void;
  /** Makes a thread that the bot did not make; its id. */
  startThread(channel: string, name: string, owner: string): string;
  /** The threads of a channel, oldest first. */
  threads(channel: string): readonly ChannelFacts[];
  /** All messages of a channel or thread as people read them, `name: words`, with an empty line between. */
  thread(place: string): string;
  messages(place: string): readonly Seen[];
  message(id: string): Seen;
  files(place: string): readonly SeenFile[];
  /** How often "is typing" was shown. */
  typing(place: string): number;
}

export interface ChannelChange {
  readonly archived?: boolean;
  readonly locked?: boolean;
  readonly denied?: readonly Permission[];
}

export function createPlaces(world: World): Places {
  return {
    person: (id, facts = {}) => {
      const known = world.people.get(id) ?? { id, name: id, roles: new Set<string>() };
      known.name = facts.name ?? known.name;
      for (const name of facts.roles ?? []) known.roles.add(roleNamed(world, name).id);
      world.people.set(id, known);
      return createPerson({ world, person: known });
    },
    role: (name, facts = {}) => {
      const role = roleNamed(world, name);
      if (facts.permissions !== undefined) role.permissions = bitsOf(facts.permissions);
      return role;
    },
    channel: (id, facts) => {
      const channel = textChannel(world, { id, name: facts.name, denied: bitsOf(facts.denied ?? []) });
      world.channels.set(id, channel);
      tellChannel(world, "CHANNEL_CREATE", channel);
    },
    setChannel: (id, facts) => setChannel(world, placeOf(world, id), facts),
    startThread: (channel, name, owner) =>
      makeThread(world, {
        id: world.newId(),
        parent: placeOf(world, channel),
        body: { name },
        kind: "thread",
        owner,
      }).id,
    threads: (channel) => [...world.channels.values()].filter(({ parent }) => parent === channel),
    thread: (place) =>
      within(world, place)
        .map((message) => seen(world, message))
        .map(({ author, text }) => `${author}: ${text}`)
        .join("\n\n"),
    messages: (place) => within(world, place).map((message) => seen(world, message)),
    message: (id) => {
      const message = world.messages.get(id) ?? world.ephemerals.get(id);
      if (message === undefined) throw new Error(`there is no message ${id}`);
      return seen(world, message);
    },
    files: (place) => within(world, place).flatMap((message) => seen(world, message).files),
    typing: (place) => world.typing.filter(({ channel }) => channel === place).length,
  };
}

const within = (world: World, place: string): readonly MessageFacts[] =>
  [...world.messages.values()].filter(({ channel }) => channel === placeOf(world, place).id).toSorted(byId);

function roleNamed(world: World, name: string): RoleFacts {
  const known = [...world.roles.values()].find((role) => role.name === name);
  if (known !== undefined) return known;
  const role = { id: world.newId(), name, permissions: 0n };
  world.roles.set(role.id, role);
  return role;
}

/** A new text channel. */
export const textChannel = (
  world: Pick<World, "app" | "now">,
  facts: Pick<ChannelFacts, "id" | "name" | "denied">,
): ChannelFacts => ({
  ...facts,
  kind: "text",
  parent: null,
  owner: world.app.ownerId,
  with: null,
  archived: false,
  locked: false,
  autoArchiveMinutes: 0,
  at: world.now(),
});

function setChannel(world: World, channel: ChannelFacts, facts: ChannelChange): void {
  const { denied, ...rest } = facts;
  Object.assign(channel, rest, denied === undefined ? {} : { denied: bitsOf(denied) });
  tellChannel(world, channel.parent === null ? "CHANNEL_UPDATE" : "THREAD_UPDATE", channel);
}

/** The roles that are always there: everyone's, and the bot's own with what the app asks for. */
export function firstRoles(facts: {
  readonly guildId: string;
  readonly botRoleId: string;
  readonly name: string;
  readonly botPermissions: bigint;
}): readonly RoleFacts[] {
  return [
    { id: facts.guildId, name: "everyone", permissions: everyonesPermissions },
    { id: facts.botRoleId, name: facts.name, permissions: facts.botPermissions },
  ];
}
