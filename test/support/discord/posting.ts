import { isRecord, records, string } from "../json.ts";
import type { Json } from "../json.ts";
import { allIn, numbered, types } from "./components.ts";
import type { GatewayEvent } from "./events.ts";
import type { SentFile, StoredFile } from "./file-facts.ts";
import { nobody, pingedBy, pingsAuthor } from "./mentions.ts";
import { storeFile } from "./stored-files.ts";
import { tellChannel, tellMessage } from "./telling.ts";
import type { ChannelFacts, MessageFacts, World } from "./world.ts";

export const flag = {
  ephemeral: 1 << 6,
  loading: 1 << 7,
  componentsV2: 1 << 15,
  suppressEmbeds: 1 << 2,
} as const;

/** Who posts what where. `body` is what the API takes. */
export interface Posting {
  readonly channel: ChannelFacts;
  readonly author: string;
  readonly body: Json;
  readonly files: ReadonlyMap<string, SentFile>;
  readonly interaction?: string;
  readonly onlyFor?: string | null;
  readonly loading?: boolean;
}

/** Posts a message and tells of it. */
export function post(
  world: World,
  posting: Posting,
): { readonly message: MessageFacts; readonly event: GatewayEvent | null } {
  const { channel, body, onlyFor = null } = posting;
  const replyTo = repliedTo(body);
  const message: MessageFacts = {
    id: world.newId(),
    channel: channel.id,
    author: posting.author,
    type: replyTo === null ? 0 : 19,
    at: world.now(),
    nonce: nonceOf(body),
    replyTo,
    interaction: posting.interaction ?? null,
    onlyFor,
    content: string(body["content"]),
    embeds: records(body["embeds"]),
    components: numbered(records(body["components"])),
    flags: flagsOf(body) | (posting.loading === true ? flag.loading : 0),
    files: kept(world, posting, []),
    pinged: pinged(world, body, replyTo),
    editedAt: null,
    loading: posting.loading ?? false,
  };
  (onlyFor === null ? world.messages : world.ephemerals).set(message.id, message);
  if (message.author === world.app.applicationId && onlyFor === null) remember(world, message);
  revive(world, channel);
  return { message, event: tellMessage(world, "MESSAGE_CREATE", message) };
}

const repliedTo = (body: Json): string | null => {
  const { message_reference: reference } = body;
  return isRecord(reference) ? string(reference["message_id"]) || null : null;
};

export const nonceOf = ({ nonce }: Json): string | null =>
  typeof nonce === "string" || typeof nonce === "number" ? String(nonce) : null;

const flagsOf = ({ flags }: Json): number => (typeof flags === "number" ? flags : 0);

function pinged(world: World, body: Json, replyTo: string | null) {
  const named = pingedBy(world, body);
  const author = replyTo === null || !pingsAuthor(body) ? undefined : world.messages.get(replyTo)?.author;
  return author === undefined ? named : { ...named, users: [...new Set([...named.users, author])] };
}

/** The files of a message from now on: those it keeps, then the new ones. */
function kept(world: World, posting: Posting, before: readonly StoredFile[]): readonly StoredFile[] {
  const described = records(posting.body["attachments"]);
  const stays = Array.isArray(posting.body["attachments"])
    ? before.filter(({ id }) => described.some((one) => one["id"] === id))
    : before;
  const fresh = [...posting.files].map(([n, file]) => {
    const facts = described.find((one) => String(one["id"]) === n) ?? {};
    const name = string(facts["filename"]) || file.name;
    const description = string(facts["description"]) || null;
    return storeFile(
      world,
      { ...file, name },
      { channel: posting.channel.id, description, ephemeral: false },
    );
  });
  return [...stays, ...fresh];
}

function remember(world: World, message: MessageFacts): void {
  const { id, channel, at, nonce, content, components, pinged: who } = message;
  world.posts.push({
    id,
    channel,
    at,
    nonce,
    content,
    components,
    marks: allIn(components)
      .filter(({ type }) => type === types.container)
      .map((container) => Number(container["id"])),
    files: message.files.map(({ name }) => name),
    pinged: who,
    answer: message.interaction !== null,
  });
}

/** A message in an archived thread brings it back. */
function revive(world: World, channel: ChannelFacts): void {
  if (!channel.archived) return;
  channel.archived = false;
  tellChannel(world, "THREAD_UPDATE", channel);
}

/** Changes what a message says and tells of it; what the body does not name stays. */
export function change(
  world: World,
  message: MessageFacts,
  posting: Omit<Posting, "author">,
): GatewayEvent | null {
  const { body } = posting;
  if (body["content"] !== undefined) message.content = string(body["content"]);
  if (body["embeds"] !== undefined) message.embeds = records(body["embeds"]);
  if (body["components"] !== undefined) message.components = numbered(records(body["components"]));
  if (typeof body["flags"] === "number")
    message.flags = body["flags"] | (message.flags & (flag.ephemeral | flag.componentsV2));
  message.flags &= ~flag.loading;
  message.files = kept(world, { ...posting, author: message.author }, message.files);
  message.pinged = pingedBy(world, {
    content: message.content,
    components: message.components,
    allowed_mentions: body["allowed_mentions"],
  });
  if (!message.loading) message.editedAt = world.now();
  message.loading = false;
  return tellMessage(world, "MESSAGE_UPDATE", message);
}

/** The line that a thread begins with when it was made from a message. */
export function postThreadStarter(world: World, thread: ChannelFacts, starter: MessageFacts): void {
  const message: MessageFacts = {
    id: world.newId(),
    channel: thread.id,
    author: thread.owner,
    type: 21,
    at: world.now(),
    nonce: null,
    replyTo: starter.id,
    interaction: null,
    onlyFor: null,
    content: "",
    embeds: [],
    components: [],
    flags: 0,
    files: [],
    pinged: nobody,
    editedAt: null,
    loading: false,
  };
  world.messages.set(message.id, message);
  tellMessage(world, "MESSAGE_CREATE", message);
}
