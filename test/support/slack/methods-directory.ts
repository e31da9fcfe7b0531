import { records, string, yes } from "../json.ts";
import type { Json } from "../json.ts";
import { refusal } from "./access.ts";
import type { Methods } from "./methods.ts";
import { page } from "./page.ts";
import type { PersonFacts, World } from "./world.ts";

/** Who is who: `auth.test`, `users.*`, `usergroups.*`, and what an agent is doing. */
export function directoryMethods(world: World): Methods {
  const { app } = world;
  return {
    "auth.test": async (args) => {
      const answer = await world.emulated.call("auth.test", args, app.botToken);
      return {
        ...answer,
        url: `https://${app.domain}.slack.com/`,
        ...(app.enterpriseId === null ? {} : { enterprise_id: app.enterpriseId }),
        is_enterprise_install: false,
      };
    },
    "users.info": (args) => {
      const id = string(args["user"]);
      const person = world.people.get(id);
      if (id === app.botUserId) return { ok: true, user: userOf(world, botPerson(world), true) };
      return person === undefined
        ? refusal("user_not_found")
        : { ok: true, user: userOf(world, person, false) };
    },
    "users.list": (args) => {
      const all = [...world.people.values()].map((person) => userOf(world, person, false));
      const { items, rest } = page([...all, userOf(world, botPerson(world), true)], args, 1_000);
      return { ok: true, members: items, cache_ts: Math.floor(Date.now() / 1000), ...rest };
    },
    "usergroups.list": (args) => ({
      ok: true,
      usergroups: [...world.groups].map(([id, { handle, users }]) => ({
        id,
        team_id: app.teamId,
        is_usergroup: true,
        name: handle,
        handle,
        description: "",
        date_delete: 0,
        user_count: users.size,
        ...(yes(args["include_users"]) ? { users: [...users] } : {}),
      })),
    }),
    "usergroups.users.list": (args) => {
      const group = world.groups.get(string(args["usergroup"]));
      return group === undefined ? refusal("no_such_subteam") : { ok: true, users: [...group.users] };
    },
    "assistant.threads.setStatus": (args) => setStatus(world, args),
    "assistant.threads.setSuggestedPrompts": (args) =>
      records(args["prompts"]).length > 4 ? refusal("invalid_arguments") : { ok: true },
    "reactions.add": (args) => world.emulated.call("reactions.add", args, app.botToken),
    "reactions.remove": (args) => world.emulated.call("reactions.remove", args, app.botToken),
  };
}

function setStatus(world: World, args: Json): Json {
  const channel = string(args["channel_id"]);
  const thread = string(args["thread_ts"]);
  if (!world.channels.has(channel)) return refusal("channel_not_found");
  if (world.messages.get(thread)?.channel !== channel) return refusal("thread_not_found");
  const words = args["loading_messages"];
  if (Array.isArray(words) && words.length > 10) return refusal("invalid_arguments");
  const status = string(args["status"]);
  if (status === "") world.thinking.delete(`${channel}/${thread}`);
  else world.thinking.set(`${channel}/${thread}`, status);
  return { ok: true };
}

const botPerson = ({ app }: World): PersonFacts => ({
  id: app.botUserId,
  name: app.botName,
  token: app.botToken,
  im: null,
});

function userOf(world: World, person: PersonFacts, isBot: boolean): Json {
  const login = person.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, ".");
  return {
    id: person.id,
    team_id: world.app.teamId,
    name: login,
    deleted: false,
    real_name: person.name,
    tz: "Europe/Berlin",
    tz_offset: 7_200,
    profile: {
      real_name: person.name,
      real_name_normalized: person.name,
      display_name: person.name,
      display_name_normalized: person.name,
      team: world.app.teamId,
      ...(isBot ? { api_app_id: world.app.appId, bot_id: world.app.botId } : {}),
    },
    is_admin: false,
    is_owner: false,
    is_restricted: false,
    is_ultra_restricted: false,
    is_bot: isBot,
    is_app_user: false,
  };
}
