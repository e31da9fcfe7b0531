import { isRecord, record, records, string } from "../json.ts";
import type { Json } from "../json.ts";
import { labelOf, types } from "./components.ts";
import type { StoredFile } from "./file-facts.ts";
import { read } from "./markdown-reading.ts";
import type { MessageFacts, World } from "./world.ts";

/** A message as people read it: its words, buttons as `[Label]`, greyed-out ones as `(Label)`, then its files. */
export function readable(world: World, message: MessageFacts): string {
  if (message.loading) return `${world.app.name} is thinking...`;
  const starter = message.type === 21 ? world.messages.get(message.replyTo ?? "") : undefined;
  if (starter !== undefined) return readable(world, starter);
  const shown = new Set<string>();
  const parts = message.components.map((component) => componentText(world, component, { message, shown }));
  const rest = message.files.filter(({ name }) => !shown.has(name)).map(fileText);
  const embeds = message.embeds.map((embed) => embedText(world, embed));
  return joined([read(world, message.content), ...embeds, ...parts, ...rest]);
}

/** A modal as people read it: its fields with what is in them. */
export const readableModal = (world: World, modal: Json): string =>
  joined(records(modal["components"]).map((part) => modalPart(world, part)));

const joined = (parts: readonly string[]): string => parts.filter((part) => part !== "").join("\n");

interface Around {
  readonly message: MessageFacts;
  /** Names of the files that a component shows. */
  readonly shown: Set<string>;
}

function componentText(world: World, component: Json, around: Around): string {
  const inside = (): readonly string[] =>
    records(component["components"]).map((one) => componentText(world, one, around));
  switch (component["type"]) {
    case types.row:
      return inside().join(" ");
    case types.container:
      return joined(inside());
    case types.section:
      return joined([...inside(), componentText(world, record(component["accessory"]), around)]);
    case types.text:
      return read(world, string(component["content"]));
    case types.separator:
      return component["divider"] === false ? "" : "---";
    case types.file:
      return mediaText(record(component["file"]), around);
    case types.thumbnail:
      return mediaText(record(component["media"]), around);
    case types.gallery:
      return joined(records(component["items"]).map((item) => mediaText(record(item["media"]), around)));
    default:
      return elementText(component);
  }
}

function mediaText({ url }: Json, { message, shown }: Around): string {
  const name = string(url).replace("attachment://", "");
  const file = message.files.find((one) => one.name === name);
  shown.add(name);
  return file === undefined ? `(${name})` : fileText(file);
}

const fileText = ({ name, bytes }: StoredFile): string => `(file ${name}, ${bytes.length} bytes)`;

function elementText(element: Json): string {
  const label = labelOf(element);
  const { url, disabled } = element;
  if (typeof url === "string") return `[${label}] (${url})`;
  if (disabled === true) return `(${label})`;
  const options = records(element["options"]).map((option) => string(option["label"]));
  return options.length > 0 ? `[${label}: ${options.join(" | ")}]` : `[${label}]`;
}

function embedText(world: World, embed: Json): string {
  const fields = records(embed["fields"]).map(({ name, value }) => `${string(name)}: ${string(value)}`);
  const [title, description] = [string(embed["title"]), string(embed["description"])];
  return joined([title, description, ...fields].map((words) => read(world, words)));
}

function modalPart(world: World, part: Json): string {
  if (part["type"] === types.text) return read(world, string(part["content"]));
  const { label, description, component } = part;
  const field = isRecord(component) ? component : {};
  const options = records(field["options"]).map(
    (option) => `${option["default"] === true ? "*" : ""}${string(option["label"])}`,
  );
  const has = options.length > 0 ? options.join(" | ") : string(field["value"]);
  const must = field["required"] === false ? "" : " *";
  return joined([`${string(label)}${must}: ${has}`, string(description)]);
}
