import { records, string } from "../json.ts";
import type { Json } from "../json.ts";
import { upload } from "./interacting.ts";
import { isFile } from "./people-files.ts";
import type { FileToSend } from "./people-files.ts";
import type { Actor } from "./writing.ts";

/** What a person fills into an option: words, a number, yes or no, an id, or a file. */
export type OptionGiven = string | number | boolean | FileToSend;

/** Ids that were filled in, to be spelled out. */
export interface Ids {
  readonly users: string[];
  readonly roles: string[];
  readonly channels: string[];
  readonly attachments: Json[];
}

const type = {
  string: 3,
  integer: 4,
  boolean: 5,
  user: 6,
  channel: 7,
  role: 8,
  number: 10,
  attachment: 11,
} as const;

/** The value of an option as the API shows it. Throws what Discord would not let a person send. */
export function optionValue(
  actor: Actor,
  { definition, given }: { readonly definition: Json; readonly given: OptionGiven },
  ids: Ids,
): string | number | boolean {
  const name = string(definition["name"]);
  switch (definition["type"]) {
    case type.attachment:
      return attached(actor, { name, given }, ids);
    case type.boolean:
      if (typeof given !== "boolean") throw new Error(`"${name}" is yes or no`);
      return given;
    case type.integer:
    case type.number:
      return numberOf(definition, given);
    case type.user:
      return kept(ids.users, name, given);
    case type.role:
      return kept(ids.roles, name, given);
    case type.channel:
      return kept(ids.channels, name, given);
    default:
      return words(definition, given);
  }
}

function attached(
  actor: Actor,
  { name, given }: { readonly name: string; readonly given: OptionGiven },
  ids: Ids,
): string {
  if (!isFile(given)) throw new Error(`"${name}" is a file`);
  const payload = upload(actor, given);
  ids.attachments.push(payload);
  return string(payload["id"]);
}

function kept(list: string[], name: string, given: OptionGiven): string {
  if (typeof given !== "string") throw new Error(`"${name}" is an id`);
  list.push(given);
  return given;
}

function numberOf(definition: Json, given: OptionGiven): number {
  const name = string(definition["name"]);
  if (typeof given !== "number") throw new Error(`"${name}" is a number`);
  if (definition["type"] === type.integer && !Number.isInteger(given)) throw new Error(`"${name}" is whole`);
  const [least, most] = [definition["min_value"], definition["max_value"]];
  if (typeof least === "number" && given < least) throw new Error(`"${name}" is at least ${least}`);
  if (typeof most === "number" && given > most) throw new Error(`"${name}" is at most ${most}`);
  return given;
}

function words(definition: Json, given: OptionGiven): string {
  const name = string(definition["name"]);
  if (typeof given !== "string") throw new Error(`"${name}" is words`);
  const choices = records(definition["choices"]);
  if (choices.length > 0) return choiceNamed(choices, given);
  const most = Number(definition["max_length"] ?? 6_000);
  if (given.length > most) throw new Error(`"${name}" takes ${most} characters`);
  if (given.length < Number(definition["min_length"] ?? 0)) throw new Error(`"${name}" is too short`);
  return given;
}

function choiceNamed(choices: readonly Json[], given: string): string {
  const found = choices.find((one) => one["name"] === given || one["value"] === given);
  if (found === undefined)
    throw new Error(
      `there is no choice "${given}"; there is ${choices.map((one) => string(one["name"])).join(", ")}`,
    );
  return string(found["value"]);
}
