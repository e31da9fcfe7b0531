import { record, records, string } from "../json.ts";
import type { Json } from "../json.ts";
import { interact, resolvedPayload } from "./interacting.ts";
import type { Interaction } from "./interactions.ts";
import { personPermissions } from "./permissions.ts";
import { optionValue } from "./slash-values.ts";
import type { Ids, OptionGiven } from "./slash-values.ts";
import type { Actor } from "./writing.ts";

export type Options = Readonly<Record<string, OptionGiven>>;

/** `path` is a subcommand, e.g. `start`, or a group and a subcommand; empty for a command without. */
export interface Typed {
  readonly place: string;
  readonly command: string;
  readonly path: string;
  readonly options: Options;
}

/** A choice that the app offers while somebody types. */
export interface Choice {
  readonly name: string;
  readonly value: string | number;
}

/** Sends a slash command. Throws what Discord would not let a person send. */
export function slash(actor: Actor, typed: Typed): Promise<Interaction> {
  const { data } = commandData(actor, typed, null);
  return interact(actor, { kind: "command", place: typed.place, data });
}

/** Types into an option that completes itself. What the app offers; null when it offered nothing in time. */
export async function complete(
  actor: Actor,
  typed: Typed,
  focused: string,
): Promise<readonly Choice[] | null> {
  const { data, definitions } = commandData(actor, typed, focused);
  if (definitions.find(({ name }) => name === focused)?.["autocomplete"] !== true)
    throw new Error(`"${focused}" does not complete itself`);
  const { failure, response } = await interact(actor, { kind: "autocomplete", place: typed.place, data });
  if (failure !== null) return null;
  return records(record(response?.["data"])["choices"]).map(({ name, value }) => ({
    name: string(name),
    value: typeof value === "number" ? value : string(value),
  }));
}

function commandData(actor: Actor, typed: Typed, focused: string | null) {
  const command = commandNamed(actor, typed.command, 1);
  const path = typed.path.split(" ").filter((part) => part !== "");
  let definitions = records(command["options"]);
  const types: number[] = [];
  for (const part of path) {
    const inner = definitions.find((one) => one["name"] === part && Number(one["type"]) <= 2);
    if (inner === undefined)
      throw new Error(`/${typed.command} has no "${typed.path}"; it has ${names(definitions)}`);
    types.push(Number(inner["type"]));
    definitions = records(inner["options"]);
  }
  const { options, resolved } = filledIn(actor, { definitions, typed, focused });
  const nested = path.reduceRight<readonly Json[]>(
    (inner, name, n) => [{ type: types[n], name, options: inner }],
    options,
  );
  const { id, name, type, guild_id } = command;
  const data = {
    id,
    name,
    type,
    ...(guild_id === undefined ? {} : { guild_id }),
    options: nested,
    ...(Object.keys(resolved).length === 0 ? {} : { resolved }),
  };
  return { data, definitions };
}

const names = (all: readonly Json[]): string => all.map(({ name }) => string(name)).join(", ") || "nothing";

/** The command with this name, those of the server first. */
export function commandNamed({ world, person }: Actor, name: string, type: number): Json {
  const all = [...world.commands.values()].filter((one) => one["type"] === type);
  const found = all
    .filter((one) => one["name"] === name)
    .toSorted((a, b) => Number(b["guild_id"] !== undefined) - Number(a["guild_id"] !== undefined))[0];
  if (found === undefined) throw new Error(`there is no "${name}"; the app has registered ${names(all)}`);
  const needed = found["default_member_permissions"];
  if (typeof needed === "string" && (personPermissions(world, person.id) & BigInt(needed)) === 0n)
    throw new Error(`${person.name} does not see "${name}"`);
  return found;
}

interface Form {
  readonly definitions: readonly Json[];
  readonly typed: Typed;
  readonly focused: string | null;
}

function filledIn(actor: Actor, { definitions, typed, focused }: Form) {
  const { options } = typed;
  for (const name of Object.keys(options))
    if (!definitions.some((one) => one["name"] === name))
      throw new Error(`there is no option "${name}"; there is ${names(definitions)}`);
  const missing = definitions.filter(
    (one) => one["required"] === true && options[string(one["name"])] === undefined,
  );
  if (missing.length > 0 && focused === null) throw new Error(`${names(missing)} must be filled in`);
  const ids: Ids = { users: [], roles: [], channels: [], attachments: [] };
  const filled = definitions.flatMap((definition) => {
    const name = string(definition["name"]);
    const given = options[name];
    if (given === undefined) return [];
    const isFocused = focused === name;
    const value = isFocused ? given : optionValue(actor, { definition, given }, ids);
    return [{ type: definition["type"], name, value, ...(isFocused ? { focused: true } : {}) }];
  });
  return { options: filled, resolved: resolvedPayload(actor, ids) };
}
