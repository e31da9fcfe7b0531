import { isRecord, record, records, string, strings } from "../json.ts";
import type { Json } from "../json.ts";
import { chosen } from "./clicking.ts";
import type { Actor } from "./clicking.ts";
import { asPerson, uploaded } from "./writing.ts";
import type { FileToSend } from "./writing.ts";

/** What a person puts into a field: words, one option or person, several of them, or files. */
export type Filled = string | readonly (string | FileToSend)[];

/** What Slack says that a field has; throws what Slack would show when the field does not accept it. */
export async function stateValue(actor: Actor, block: Json, filled: Filled | undefined): Promise<Json> {
  const element = record(block["element"]);
  const type = string(element["type"]);
  const value = filled === undefined ? initial(element) : await given(actor, element, filled);
  if (isEmpty(value) && block["optional"] !== true)
    throw new Error(`"${string(record(block["label"])["text"])}" must be filled in`);
  return { type, ...value };
}

function initial(element: Json): Json {
  const type = string(element["type"]);
  if (typed.test(type)) return { value: string(element["initial_value"]) || null };
  if (type === "multi_users_select") return { selected_users: strings(element["initial_users"]) };
  if (type === "users_select") return { selected_user: string(element["initial_user"]) || null };
  if (type === "file_input") return { files: [] };
  if (type.startsWith("multi_") || type === "checkboxes")
    return { selected_options: records(element["initial_options"]) };
  return { selected_option: isRecord(element["initial_option"]) ? element["initial_option"] : null };
}

const typed = /^(plain_text|number|email_text|url_text)_input$/;

async function given(actor: Actor, element: Json, filled: Filled): Promise<Json> {
  const type = string(element["type"]);
  const all = typeof filled === "string" ? [filled] : filled;
  if (typed.test(type)) return words(element, string(filled));
  if (type === "file_input") return files(actor, element, all);
  const options = strings(all);
  return options.length === 0 ? initial(emptied(element)) : chosen(element, options);
}

const emptied = ({ type }: Json): Json => ({ type });

function words(element: Json, text: string): Json {
  const { min_length: least = 0, max_length: most = 3_000 } = element;
  if (text !== "" && text.length < Number(least))
    throw new Error(`needs at least ${String(least)} characters`);
  if (text.length > Number(most)) throw new Error(`takes at most ${String(most)} characters`);
  return { value: text === "" ? null : text };
}

async function files({ world, person }: Actor, element: Json, filled: readonly unknown[]): Promise<Json> {
  const most = Number(element["max_files"] ?? 10);
  if (filled.length > most) throw new Error(`takes at most ${most} files`);
  const kept: Json[] = [];
  for (const file of filled) {
    if (!isFile(file)) throw new Error("a file field takes files");
    const id = await uploaded(world, person, file);
    const answer = await asPerson({ world, person }, "files.completeUploadExternal", { files: [{ id }] });
    world.formFiles.set(id, person.token);
    kept.push(...records(answer["files"]));
  }
  return { files: kept };
}

function isFile(value: unknown): value is FileToSend {
  return isRecord(value) && typeof value["name"] === "string";
}

const isEmpty = (value: Json): boolean =>
  Object.values(value).every((part) => part === null || (Array.isArray(part) && part.length === 0));
