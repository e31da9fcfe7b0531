import { errors } from "./errors.ts";
import { channelOf } from "./finding.ts";
import type { Asked, Route } from "./routes.ts";
import {
  applicationPayload,
  channelPayload,
  fullMember,
  guildPayload,
  rolePayload,
  threadMember,
  userPayload,
} from "./shapes.ts";
import type { ChannelFacts, PersonFacts, World } from "./world.ts";

/** Who and what there is: the gateway's address, the app, the server, its members, roles and channels. */
export function directoryRoutes(world: World): readonly Route[] {
  const { app } = world;
  const gateway = `${world.url.replace("http:", "ws:")}/gateway`;
  const get = (operation: string, path: string, act: Route["act"]): Route => ({
    operation,
    method: "GET",
    path,
    act,
  });
  const inGuild =
    (act: Route["act"]): Route["act"] =>
    (asked) => {
      if (asked.path["guild_id"] !== app.guildId) throw errors.unknownGuild();
      return act(asked);
    };
  const channels = (kinds: readonly ChannelFacts["kind"][]): readonly ChannelFacts[] =>
    [...world.channels.values()].filter(({ kind }) => kinds.includes(kind));
  return [
    get("get_gateway", "/gateway", () => ({ url: gateway })),
    get("get_bot_gateway", "/gateway/bot", () => ({
      url: gateway,
      shards: 1,
      session_start_limit: { total: 1_000, remaining: 999, reset_after: 14_400_000, max_concurrency: 1 },
    })),
    get("get_my_user", "/users/@me", () => userPayload(world, app.applicationId)),
    get("list_my_guilds", "/users/@me/guilds", () => (app.isInvited ? [guildPayload(world)] : [])),
    get("get_user", "/users/{user_id}", ({ path }) => userPayload(world, known(world, path["user_id"]).id)),
    get("get_my_application", "/applications/@me", () => applicationPayload(world)),
    get("get_my_oauth2_application", "/oauth2/applications/@me", () => applicationPayload(world)),
    get(
      "get_guild",
      "/guilds/{guild_id}",
      inGuild(() => guildPayload(world)),
    ),
    get(
      "list_guild_channels",
      "/guilds/{guild_id}/channels",
      inGuild(() => channels(["text"]).map((channel) => channelPayload(world, channel))),
    ),
    get(
      "list_guild_roles",
      "/guilds/{guild_id}/roles",
      inGuild(() => [...world.roles.values()].map((role) => rolePayload(world, role))),
    ),
    get(
      "list_guild_members",
      "/guilds/{guild_id}/members",
      inGuild(() => {
        if (!world.settings.privileged.members) throw errors.missingAccess();
        return [...world.people.keys()].map((id) => fullMember(world, id));
      }),
    ),
    get(
      "search_guild_members",
      "/guilds/{guild_id}/members/search",
      inGuild(({ query }) => found(world, query.get("query") ?? "").map((id) => fullMember(world, id))),
    ),
    get(
      "get_guild_member",
      "/guilds/{guild_id}/members/{user_id}",
      inGuild(({ path }) => fullMember(world, member(world, path["user_id"]))),
    ),
    get(
      "get_active_guild_threads",
      "/guilds/{guild_id}/threads/active",
      inGuild(() => {
        const threads = channels(["thread", "private-thread"]).filter(({ archived }) => !archived);
        return {
          threads: threads.map((thread) => channelPayload(world, thread)),
          members: threads.map((thread) => threadMember(world, thread)),
        };
      }),
    ),
    {
      operation: "create_dm",
      method: "POST",
      path: "/users/@me/channels",
      act: (asked) => channelPayload(world, directWith(world, asked)),
    },
    {
      operation: "trigger_typing_indicator",
      method: "POST",
      path: "/channels/{channel_id}/typing",
      act: ({ path }) => {
        const { id } = channelOf(world, path["channel_id"]);
        world.typing.push({ channel: id, at: world.now() });
        return null;
      },
    },
  ];
}

function known(world: World, id: string | undefined): { readonly id: string } {
  const person: PersonFacts | undefined = world.people.get(id ?? "");
  if (person !== undefined) return person;
  if (id === world.app.applicationId) return { id };
  throw errors.unknownUser();
}

function member(world: World, id: string | undefined): string {
  if (id === "@me" || id === world.app.applicationId) return world.app.applicationId;
  if (!world.people.has(id ?? "")) throw errors.unknownMember();
  return id ?? "";
}

const found = (world: World, words: string): readonly string[] =>
  [...world.people.values()]
    .filter(({ name }) => name.toLowerCase().startsWith(words.toLowerCase()))
    .map(({ id }) => id);

function directWith(world: World, { body }: Asked): ChannelFacts {
  const id =
    typeof body === "object" && body !== null && "recipient_id" in body ? String(body.recipient_id) : "";
  const person = known(world, id);
  const open = [...world.channels.values()].find((channel) => channel.with === person.id);
  if (open !== undefined) return open;
  const channel: ChannelFacts = {
    id: world.newId(),
    kind: "dm",
    parent: null,
    owner: world.app.applicationId,
    with: person.id,
    name: "",
    archived: false,
    locked: false,
    autoArchiveMinutes: 0,
    denied: 0n,
    at: world.now(),
  };
  world.channels.set(channel.id, channel);
  return channel;
}
