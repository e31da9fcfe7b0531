import { record, records, string } from "../json.ts";
import type { Json } from "../json.ts";
import { idsOf, valuesOf } from "./clicking.ts";
import { numbered, types } from "./components.ts";
import { interact, resolvedPayload, upload } from "./interacting.ts";
import type { Interaction } from "./interactions.ts";
import { isFile } from "./people-files.ts";
import type { FileToSend } from "./people-files.ts";
import type { OpenModal } from "./world.ts";
import type { Actor } from "./writing.ts";

/** What a person puts into a field: words, options or ids, files, or a tick. */
export type Filled = string | boolean | readonly string[] | readonly FileToSend[];

/** What came of sending a modal. */
export interface Submitted {
  readonly interaction: Interaction;
  /** Is a modal open: this one, because nobody took it, or a next one? */
  readonly open: boolean;
}

/** Fills in the open modal and sends it. Fields are named by label or custom_id; others keep what they had. */
export async function submit(actor: Actor, values: Readonly<Record<string, Filled>>): Promise<Submitted> {
  const { world, person } = actor;
  const open = world.modals.get(person.id);
  if (open === undefined) throw new Error(`${person.name} has no modal open`);
  const labels = records(open.modal["components"]).filter((part) => part["type"] === types.label);
  for (const name of Object.keys(values))
    if (!labels.some((label) => isNamed(label, name)))
      throw new Error(
        `the modal does not ask for "${name}"; it asks for ${labels.map((one) => string(one["label"])).join(", ")}`,
      );
  const interaction = await interact(actor, {
    kind: "modal",
    place: open.channel,
    data: filledIn(actor, open, values),
    message: world.messages.get(open.message ?? "") ?? world.ephemerals.get(open.message ?? ""),
  });
  return { interaction, open: world.modals.has(person.id) };
}

/** Closes the open modal; the app never hears of it. */
export function closeModal({ world, person }: Actor): void {
  if (!world.modals.delete(person.id)) throw new Error(`${person.name} has no modal open`);
}

const isNamed = (label: Json, name: string): boolean =>
  label["label"] === name || record(label["component"])["custom_id"] === name;

function filledIn(actor: Actor, open: OpenModal, values: Readonly<Record<string, Filled>>): Json {
  const attachments: Json[] = [];
  const ids = { users: [] as string[], roles: [] as string[], channels: [] as string[] };
  const components = numbered(records(open.modal["components"])).map((part) => {
    if (part["type"] !== types.label) return { type: part["type"], id: part["id"] };
    const field = record(part["component"]);
    const name = Object.keys(values).find((key) => isNamed(part, key));
    const filled = name === undefined ? undefined : values[name];
    const value = fieldValue(actor, { field, filled, label: string(part["label"]) }, attachments);
    const found = idsOf(field, stringsIn(value["values"]));
    ids.users.push(...found.users);
    ids.roles.push(...found.roles);
    ids.channels.push(...found.channels);
    const { type, id, custom_id } = field;
    return { type: part["type"], id: part["id"], component: { type, id, custom_id, ...value } };
  });
  const resolved = resolvedPayload(actor, { ...ids, attachments });
  return {
    custom_id: open.modal["custom_id"],
    components,
    ...(Object.keys(resolved).length === 0 ? {} : { resolved }),
  };
}

const stringsIn = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];

interface Field {
  readonly field: Json;
  readonly filled: Filled | undefined;
  readonly label: string;
}

/** What Discord says that a field has; throws what it would show when the field does not accept it. */
function fieldValue(actor: Actor, given: Field, attachments: Json[]): Json {
  const { field, filled, label } = given;
  switch (field["type"]) {
    case types.textInput:
      return { value: words(given) };
    case types.checkbox:
      return { value: typeof filled === "boolean" ? filled : field["default"] === true };
    case types.fileUpload:
      return { values: files(actor, given, attachments) };
    case types.radios:
      return { value: optionsOf(given)[0] ?? null };
    case types.stringSelect:
    case types.checkboxes:
    case types.userSelect:
    case types.roleSelect:
    case types.channelSelect:
      return { values: optionsOf(given) };
    default:
      throw new Error(`"${label}" is of a type that is not built here`);
  }
}

function words({ field, filled, label }: Field): string {
  const text = filled === undefined ? string(field["value"]) : string(filled);
  const [least, most] = [Number(field["min_length"] ?? 0), Number(field["max_length"] ?? 4_000)];
  if (text === "" && field["required"] !== false) throw new Error(`"${label}" must be filled in`);
  if (text.length > most) throw new Error(`"${label}" takes at most ${most} characters`);
  if (text !== "" && text.length < least) throw new Error(`"${label}" needs at least ${least} characters`);
  return text;
}

function optionsOf({ field, filled, label }: Field): readonly string[] {
  const initial = records(field["options"])
    .filter((option) => option["default"] === true)
    .map((option) => string(option["value"]));
  const chosen = filled === undefined ? initial : typeof filled === "string" ? [filled] : stringsIn(filled);
  if (chosen.length > 0) {
    const many = field["type"] === types.checkboxes ? { max_values: field["max_values"] ?? 10 } : {};
    return valuesOf({ ...field, ...many }, chosen);
  }
  if (field["required"] !== false) throw new Error(`"${label}" must be filled in`);
  return [];
}

function files(actor: Actor, { field, filled, label }: Field, attachments: Json[]): readonly string[] {
  const given = Array.isArray(filled) ? filled.filter(isFile) : [];
  const most = Number(field["max_values"] ?? 1);
  if (given.length > most) throw new Error(`"${label}" takes at most ${most} files`);
  if (given.length === 0 && field["required"] !== false) throw new Error(`"${label}" must be filled in`);
  return given.map((file) => {
    const payload = upload(actor, file);
    attachments.push(payload);
    return string(payload["id"]);
  });
}
