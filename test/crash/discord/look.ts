import { textsIn, types } from "../../support/discord/components.ts";
import type { TestDiscord } from "../../support/discord/discord.ts";
import type { Person } from "../../support/discord/person.ts";
import type { Seen } from "../../support/discord/seeing.ts";
import type { Post } from "../../support/discord/world.ts";
import { isRecord, records, type Json } from "../../support/json.ts";
import type { Left, Post as Posted, Thread } from "../chat/left.ts";
import type { ProjectEvidence } from "../evidence.ts";
import { channelOf } from "./channels.ts";
import { isMarked, linesFor, namesFor, type Named } from "./keys.ts";

interface Around {
  readonly discord: TestDiscord;
  readonly channels: readonly string[];
  readonly persons: readonly Person[];
}

/** What is in Discord in the end. */
export const look = ({ discord, channels, persons }: Around, projects: readonly ProjectEvidence[]): Left => {
  const names = namesFor(discord, projects);
  const named = discord.posts.map((post) => ({ post, ...nameOf(names, post) }));
  const partsOf = (key: string): number =>
    Math.max(0, ...named.map((one) => (one.key === key ? (one.part ?? 0) : 0))) + 1;
  const posts = named.map(({ post, key, name, part }): Posted => ({
    id: post.id,
    key,
    name,
    part: part ?? partsOf(key),
    parts: partsOf(key),
    ...placeOf(channelOf(discord, channels, post.channel), post.channel),
    shown: shownIn(post.components),
  }));
  return {
    posts,
    threads: new Map(projects.map(({ row }) => [row.id, threadOf(discord, row.chat.thread, posts)])),
    answers: persons.flatMap((person) =>
      [...person.ephemerals(), ...toldDirectly(discord, person)].map(({ text }) => ({
        person: person.id,
        text,
      })),
    ),
    missing: projects.flatMap(linesFor).filter((line) => posts.every(({ name }) => name !== line)),
    refused: discord
      .refused()
      .map(({ operation, problems }) => `Discord refused ${operation}: ${problems.join("; ")}`),
  };
};

/** After a time in which nobody listened, threads are told so, with the time: that is the only reason that a nonce does not tell. */
const gap = /^.*could not hear clicks and commands .*/m;

/** What nobody can say the reason of, or nobody could find again, is of no project. */
const nameOf = (
  names: ReadonlyMap<string, Named>,
  { id, channel, nonce, marks, components }: Post,
): Named => {
  const missed = gap.exec(textsIn(components).join("\n"))?.[0];
  if (missed !== undefined) return { key: "", name: `${channel} ${missed}`, part: null };
  const named = names.get(nonce ?? "");
  if (named !== undefined && isMarked(named, marks)) return named;
  const what = named === undefined ? "unknown" : `unmarked ${named.name}`;
  return { key: `${what} ${id}`, name: "", part: null };
};

const placeOf = (parent: string | null, id: string): Pick<Posted, "channel" | "thread"> =>
  parent === null ? { channel: id, thread: null } : { channel: parent, thread: id };

/** Discord gives components ids; those of containers are ours. */
export const shownIn = (components: readonly Json[]): unknown => components.map(withoutId);

const withoutId = ({ id, ...component }: Json): Json => ({
  ...component,
  ...(component["type"] === types.container ? { id } : {}),
  ...(Array.isArray(component["components"])
    ? { components: records(component["components"]).map(withoutId) }
    : {}),
  ...(isRecord(component["accessory"]) ? { accessory: withoutId(component["accessory"]) } : {}),
});

const threadOf = (discord: TestDiscord, thread: string | null, posts: readonly Posted[]): Thread => {
  if (thread === null) return { keys: [], shown: new Map(), files: [] };
  const messages = discord.messages(thread);
  return {
    keys: posts.filter((post) => post.thread === thread && post.key !== "").map(({ key }) => key),
    // The thread has the id of the message that it hangs on.
    shown: new Map(
      [discord.message(thread), ...messages].map(({ id, components }) => [id, shownIn(components)]),
    ),
    files: messages.filter((one) => isOwn(discord, one)).flatMap(({ files }) => files),
  };
};

const isOwn = ({ app }: TestDiscord, { message }: Seen): boolean => message.author === app.applicationId;

const toldDirectly = (discord: TestDiscord, person: Person): readonly Seen[] => {
  const direct = person.direct();
  return direct === null ? [] : discord.messages(direct).filter((one) => isOwn(discord, one));
};
