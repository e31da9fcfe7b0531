import type { Json } from "../json.ts";
import { string } from "../json.ts";
import type { ChannelFacts, PersonFacts, World } from "./world.ts";

/** What Slack says instead of doing it. */
export const refusal = (error: string, ...messages: readonly string[]): Json => ({
  ok: false,
  error,
  ...(messages.length > 0 ? { response_metadata: { messages } } : {}),
});

export type Found = { readonly channel: ChannelFacts } | { readonly refusal: Json };

/** A channel that the bot may post to, or why not. A person's id is their direct conversation. */
export async function writable(world: World, id: string): Promise<Found> {
  const person = world.people.get(id);
  if (person !== undefined) return { channel: await directWith(world, person) };
  const found = readable(world, id);
  if ("channel" in found && found.channel.archived) return { refusal: refusal("is_archived") };
  return found;
}

/** A channel that the bot may read, or why not. */
export function readable(world: World, id: string): Found {
  const channel = world.channels.get(id);
  if (channel === undefined) return { refusal: refusal("channel_not_found") };
  if (channel.joined) return { channel };
  return { refusal: refusal(channel.kind === "private" ? "channel_not_found" : "not_in_channel") };
}

/** The direct conversation of a person with the bot, opened when there is none yet. */
export async function directWith(world: World, person: PersonFacts): Promise<ChannelFacts> {
  const known = world.channels.get(person.im ?? "");
  if (known !== undefined) return known;
  const answer = await world.emulated.call("conversations.open", { users: person.id }, world.app.botToken);
  const { channel } = answer;
  const id = string(typeof channel === "object" && channel !== null && "id" in channel ? channel.id : "");
  if (id === "") throw new Error(`no direct conversation with ${person.id}: ${JSON.stringify(answer)}`);
  const facts: ChannelFacts = {
    id,
    name: person.name,
    kind: "im",
    joined: true,
    archived: false,
    user: person.id,
  };
  world.channels.set(id, facts);
  person.im = id;
  return facts;
}
