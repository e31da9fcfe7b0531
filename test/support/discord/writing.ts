import type { GatewayEvent } from "./events.ts";
import type { SentFile } from "./file-facts.ts";
import { asSent } from "./people-files.ts";
import type { FileToSend } from "./people-files.ts";
import { change, post } from "./posting.ts";
import { tellDeleted } from "./telling.ts";
import type { ChannelFacts, MessageFacts, PersonFacts, World } from "./world.ts";

/** Who acts, where. */
export interface Actor {
  readonly world: World;
  readonly person: PersonFacts;
}

/** A message that somebody wrote, changed or deleted. */
export interface Written {
  readonly id: string;
  readonly channel: string;
  /** What the app was told about it; null when that is nothing. */
  readonly event: GatewayEvent | null;
}

const mostCharacters = 2_000;
const mostFiles = 10;

/** A channel or thread that a person can write to. */
export function placeOf(world: World, id: string): ChannelFacts {
  const channel = world.channels.get(id);
  if (channel === undefined) throw new Error(`there is no channel or thread ${id}`);
  return channel;
}

/** Writes a message, with files or without, as an answer to another one or not. */
export function write(
  { world, person }: Actor,
  said: {
    readonly place: string;
    readonly text: string;
    readonly files: readonly FileToSend[];
    readonly replyTo?: string;
  },
): Written {
  const channel = placeOf(world, said.place);
  if (channel.locked) throw new Error(`${channel.name} is locked`);
  if (said.files.length > mostFiles) throw new Error(`Discord takes ${mostFiles} files at once`);
  const reference = said.replyTo === undefined ? {} : { message_reference: { message_id: said.replyTo } };
  const { message, event } = post(world, {
    channel,
    author: person.id,
    body: { content: typed(world, said.text), ...reference },
    files: new Map(said.files.map((file, n): [string, SentFile] => [String(n), asSent(file)])),
  });
  return { id: message.id, channel: channel.id, event };
}

/** Changes an own message. */
export function edit(actor: Actor, id: string, text: string): Written {
  const { world } = actor;
  const message = ownOf(actor, id);
  const channel = placeOf(world, message.channel);
  const event = change(world, message, { channel, body: { content: typed(world, text) }, files: new Map() });
  return { id, channel: message.channel, event };
}

/** Deletes an own message. */
export function remove(actor: Actor, id: string): Written {
  const message = ownOf(actor, id);
  actor.world.messages.delete(id);
  return { id, channel: message.channel, event: tellDeleted(actor.world, message) };
}

function ownOf({ world, person }: Actor, id: string): MessageFacts {
  const message = world.messages.get(id);
  if (message === undefined) throw new Error(`there is no message ${id}`);
  if (message.author !== person.id) throw new Error(`message ${id} is not ${person.name}'s`);
  return message;
}

/** What Discord makes of `@Name`, `@role` and `#channel` when somebody picks them from its list. */
function typed(world: World, text: string): string {
  const names: readonly (readonly [string, string])[] = [
    [`@${world.app.name}`, `<@${world.app.applicationId}>`],
    ...[...world.people.values()].map(({ id, name }): [string, string] => [`@${name}`, `<@${id}>`]),
    ...[...world.roles.values()].map(({ id, name }): [string, string] => [`@${name}`, `<@&${id}>`]),
    ...[...world.channels.values()]
      .filter(({ kind }) => kind === "text")
      .map(({ id, name }): [string, string] => [`#${name}`, `<#${id}>`]),
  ];
  const longestFirst = names.toSorted(([a], [b]) => b.length - a.length);
  const said = longestFirst.reduce((words, [name, mention]) => words.replaceAll(name, mention), text);
  if (said.length > mostCharacters) throw new Error(`Discord takes ${mostCharacters} characters at once`);
  return said;
}
