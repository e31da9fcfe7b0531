import { record, records, string } from "../json.ts";
import type { Json } from "../json.ts";
import { errors } from "./errors.ts";
import { refuse } from "./problems.ts";
import type { Asked, Route } from "./routes.ts";
import { commandProblems } from "./rules-commands.ts";
import type { World } from "./world.ts";

const day = 24 * 60 * 60_000;
const mostChatCommands = 100;

/** Application commands of the app, everywhere and in the server. */
export function commandRoutes(world: World): readonly Route[] {
  return [
    ...routesAt(world, "/applications/{application_id}/commands", [
      "application_commands",
      "application_command",
    ]),
    ...routesAt(world, "/applications/{application_id}/guilds/{guild_id}/commands", [
      "guild_application_commands",
      "guild_application_command",
    ]),
  ];
}

function routesAt(world: World, path: string, [many, one]: readonly [string, string]): readonly Route[] {
  const inScope =
    (act: (asked: Asked, guild: string | null) => ReturnType<Route["act"]>): Route["act"] =>
    (asked) => {
      if (asked.path["application_id"] !== world.app.applicationId) throw errors.unknownApplication();
      const { guild_id: guild = null } = asked.path;
      if (guild !== null && guild !== world.app.guildId) throw errors.missingAccess();
      return act(asked, guild);
    };
  const single = `${path}/{command_id}`;
  const of = (asked: Asked, guild: string | null): Json => commandOf(world, asked.path["command_id"], guild);
  return [
    { operation: `list_${many}`, method: "GET", path, act: inScope((_asked, guild) => within(world, guild)) },
    {
      operation: `bulk_set_${many}`,
      method: "PUT",
      path,
      act: inScope((asked, guild) => setAll(world, asked, guild)),
    },
    {
      operation: `create_${one}`,
      method: "POST",
      path,
      status: 201,
      act: inScope((asked, guild) => upsert(world, record(asked.body), guild)),
    },
    { operation: `get_${one}`, method: "GET", path: single, act: inScope(of) },
    {
      operation: `update_${one}`,
      method: "PATCH",
      path: single,
      act: inScope((asked, guild) => store(world, { ...of(asked, guild), ...record(asked.body) }, guild)),
    },
    {
      operation: `delete_${one}`,
      method: "DELETE",
      path: single,
      act: inScope((asked, guild) => {
        world.commands.delete(string(of(asked, guild)["id"]));
        return null;
      }),
    },
  ];
}

const within = (world: World, guild: string | null): readonly Json[] =>
  [...world.commands.values()].filter((command) => (command["guild_id"] ?? null) === guild);

function commandOf(world: World, id: string | undefined, guild: string | null): Json {
  const command = within(world, guild).find((one) => one["id"] === id);
  if (command === undefined) throw errors.unknownCommand();
  return command;
}

/** A command of a name that there is takes its place; a new one counts for the day. */
function upsert(world: World, body: Json, guild: string | null): Json {
  const type = Number(body["type"] ?? 1);
  const known = within(world, guild).find((one) => one["name"] === body["name"] && one["type"] === type);
  return store(world, { ...body, ...(known === undefined ? {} : { id: known["id"] }) }, guild);
}

function store(world: World, body: Json, guild: string | null): Json {
  refuse(world, { operation: "commands", body }, commandProblems(body));
  const known = world.commands.has(string(body["id"]));
  if (!known) countNew(world, guild);
  const id = known ? string(body["id"]) : world.newId();
  const command: Json = {
    default_member_permissions: null,
    contexts: null,
    integration_types: [0],
    nsfw: false,
    description: "",
    type: 1,
    ...body,
    options: records(body["options"]),
    id,
    application_id: world.app.applicationId,
    version: world.newId(),
    ...(guild === null ? {} : { guild_id: guild }),
  };
  world.commands.set(id, command);
  return command;
}

function countNew(world: World, guild: string | null): void {
  const now = world.now();
  const made = world.commandsMade.filter((at) => at > now - day);
  if (made.length >= world.settings.commandsPerDay) throw errors.commandsPerDay();
  if (within(world, guild).length >= mostChatCommands) throw errors.tooManyCommands();
  world.commandsMade.splice(0, Infinity, ...made, now);
}

/** All commands at once: those that are not named are gone. */
function setAll(world: World, { body }: Asked, guild: string | null): readonly Json[] {
  const all = records(body);
  const stays = new Set(all.map((one) => `${Number(one["type"] ?? 1)} ${string(one["name"])}`));
  for (const old of within(world, guild))
    if (!stays.has(`${Number(old["type"])} ${string(old["name"])}`)) world.commands.delete(string(old["id"]));
  return all.map((one) => upsert(world, one, guild));
}
