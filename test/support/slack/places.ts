import { records, string } from "../json.ts";
import type { Json } from "../json.ts";
import { messageAt, shownReplies } from "./messages.ts";
import { createPerson } from "./person.ts";
import type { Person } from "./person.ts";
import { nameOfUser, readableMessage } from "./readable.ts";
import type { ResponseUrls } from "./response-urls.ts";
import type { World } from "./world.ts";

export interface Place {
  readonly channel: string;
  readonly thread: string;
}

/** A message as it is now. */
export interface Seen {
  readonly ts: string;
  readonly user: string;
  readonly blocks: readonly Json[];
  /** As people read it. */
  readonly text: string;
  /** All of it, metadata included. */
  readonly message: Json;
}

/** A file that somebody put into a thread. */
export interface SeenFile {
  readonly id: string;
  readonly name: string;
  readonly text: string;
}

/** Who and what is in this workspace, and what is to be seen there. */
export interface Places {
  /** The person with this id, who comes to be when first asked for. `groups` are handles; their ids are `S0` and the handle in capitals. */
  person(
    id: string,
    facts?: { readonly name?: string; readonly groups?: readonly string[] },
  ): Promise<Person>;
  channel(
    id: string,
    facts: { readonly name: string; readonly private?: boolean; readonly joined?: boolean },
  ): Promise<void>;
  /** Puts the bot in or out of a channel, or archives it. */
  setChannel(id: string, facts: { readonly joined?: boolean; readonly archived?: boolean }): void;
  /** All messages of a thread as people read them, `name: words`, with an empty line between. */
  thread(place: Place): Promise<string>;
  messages(place: Place): Promise<readonly Seen[]>;
  /** The messages in the channel itself, oldest first. */
  roots(channel: string): Promise<readonly Seen[]>;
  message(ts: string): Promise<Seen>;
  files(place: Place): Promise<readonly SeenFile[]>;
  /** What `assistant.threads.setStatus` shows in a thread. */
  thinking(place: Place): string | null;
}

export function createPlaces(world: World, responseUrls: ResponseUrls): Places {
  return {
    person: async (id, facts = {}) => {
      const known = world.people.get(id);
      const name = facts.name ?? known?.name ?? id;
      const person = known ?? { id, name, token: await world.emulated.person(id), im: null };
      person.name = name;
      world.people.set(id, person);
      for (const handle of facts.groups ?? []) join(world, handle, id);
      return createPerson({ world, person, responseUrls });
    },
    channel: async (id, facts) => {
      await world.emulated.channel(id);
      world.channels.set(id, {
        id,
        name: facts.name,
        kind: facts.private === true ? "private" : "public",
        joined: facts.joined ?? true,
        archived: false,
        user: null,
      });
    },
    setChannel: (id, facts) => {
      const channel = world.channels.get(id);
      if (channel !== undefined) Object.assign(channel, facts);
    },
    thread: async (place) => {
      const all = await shownReplies(world, place.channel, place.thread);
      return all
        .map((message) => `${authorOf(world, message)}: ${readableMessage(world, message)}`)
        .join("\n\n");
    },
    messages: async (place) => (await shownReplies(world, place.channel, place.thread)).map(seenIn(world)),
    roots: async (channel) => {
      const args = { channel, limit: 1_000 };
      const answer = await world.emulated.call("conversations.history", args, world.app.botToken);
      return records(answer["messages"]).toReversed().map(seenIn(world));
    },
    message: async (ts) => {
      const message = await messageAt(world, ts);
      if (message === undefined) throw new Error(`there is no message ${ts}`);
      return seenIn(world)(message);
    },
    files: (place) => filesOf(world, place),
    thinking: (place) => world.thinking.get(`${place.channel}/${place.thread}`) ?? null,
  };
}

function join(world: World, handle: string, user: string): void {
  const id = `S0${handle.toUpperCase()}`;
  const group = world.groups.get(id) ?? { handle, users: new Set<string>() };
  group.users.add(user);
  world.groups.set(id, group);
}

const seenIn =
  (world: World) =>
  (message: Json): Seen => ({
    ts: string(message["ts"]),
    user: string(message["user"]),
    blocks: records(message["blocks"]),
    text: readableMessage(world, message),
    message,
  });

const authorOf = (world: World, message: Json): string =>
  string(message["username"]) || nameOfUser(world, string(message["user"]));

async function filesOf(world: World, place: Place): Promise<readonly SeenFile[]> {
  const messages = await shownReplies(world, place.channel, place.thread);
  const files = messages.flatMap((message) => records(message["files"]));
  return Promise.all(
    files.map(async (file) => {
      const path = string(file["url_private"]).replace(world.url, "");
      const headers = { authorization: `Bearer ${world.app.botToken}` };
      const response = await world.emulated.fetch(path, { headers });
      return { id: string(file["id"]), name: string(file["name"]), text: await response.text() };
    }),
  );
}
