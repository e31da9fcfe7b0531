import { isRecord, record, records, string } from "../json.ts";
import type { Json } from "../json.ts";
import { labelOf, optionsOf } from "./elements.ts";
import type { World } from "./world.ts";

/** Blocks as a person reads them: one line per line, buttons as `[Label]`. */
export const readable = (world: World, blocks: readonly Json[]): string =>
  blocks
    .map((block) => blockText(world, block))
    .filter((text) => text !== "")
    .join("\n");

/** A message as a person reads it: its blocks, or its text when it has none, then its files. */
export function readableMessage(world: World, message: Json): string {
  const blocks = records(message["blocks"]);
  const words = blocks.length > 0 ? readable(world, blocks) : unescaped(world, string(message["text"]));
  const files = records(message["files"]).map(
    (file) => `(file ${string(file["name"])}, ${String(file["size"])} bytes)`,
  );
  return [words, ...files].filter((text) => text !== "").join("\n");
}

function blockText(world: World, block: Json): string {
  const type = string(block["type"]);
  switch (type) {
    case "rich_text":
      return records(block["elements"])
        .map((element) => richText(world, element))
        .join("\n");
    case "header":
      return `# ${textOf(world, block["text"])}`;
    case "section":
      return sectionText(world, block);
    case "context":
      return records(block["elements"])
        .map((element) => (element["type"] === "image" ? pictureText(element) : textOf(world, element)))
        .join(" · ");
    case "divider":
      return "---";
    case "actions":
    case "context_actions":
      return records(block["elements"]).map(elementText).join(" ");
    case "input":
      return `${textOf(world, block["label"])}: ${elementText(record(block["element"]))}`;
    case "image":
      return pictureText(block);
    case "table":
      return tableText(world, block);
    case "markdown":
      return string(block["text"]);
    default:
      return otherText(world, block);
  }
}

function sectionText(world: World, block: Json): string {
  const fields = records(block["fields"]).map((field) => textOf(world, field));
  const accessory = isRecord(block["accessory"]) ? elementText(record(block["accessory"])) : "";
  return [textOf(world, block["text"]), ...fields, accessory].filter((text) => text !== "").join("\n");
}

function richText(world: World, element: Json): string {
  const inside = (): string =>
    records(element["elements"])
      .map((inner) => richPiece(world, inner))
      .join("");
  switch (string(element["type"])) {
    case "rich_text_list":
      return listText(world, element);
    case "rich_text_preformatted":
      return `\`\`\`\n${inside()}\n\`\`\``;
    case "rich_text_quote":
      return inside()
        .split("\n")
        .map((line) => `> ${line}`)
        .join("\n");
    default:
      return inside();
  }
}

function listText(world: World, list: Json): string {
  const indent = "  ".repeat(Number(list["indent"] ?? 0));
  const first = Number(list["offset"] ?? 0) + 1;
  return records(list["elements"])
    .map(
      (item, n) => `${indent}${list["style"] === "ordered" ? `${first + n}.` : "•"} ${richText(world, item)}`,
    )
    .join("\n");
}

function richPiece(world: World, piece: Json): string {
  switch (string(piece["type"])) {
    case "user":
      return `@${nameOfUser(world, string(piece["user_id"]))}`;
    case "usergroup":
      return `@${world.groups.get(string(piece["usergroup_id"]))?.handle ?? "group"}`;
    case "channel":
      return `#${world.channels.get(string(piece["channel_id"]))?.name ?? "channel"}`;
    case "emoji":
      return `:${string(piece["name"])}:`;
    case "link":
      return linkText(string(piece["url"]), string(piece["text"]));
    case "broadcast":
      return `@${string(piece["range"])}`;
    default:
      return record(piece["style"])["code"] === true ? `\`${string(piece["text"])}\`` : string(piece["text"]);
  }
}

const linkText = (url: string, text: string): string =>
  text === "" || text === url ? url : `${text} (${url})`;

function elementText(element: Json): string {
  const type = string(element["type"]);
  if (type === "button") return `[${labelOf(element)}]`;
  const options = optionsOf(element).map((option) => string(record(option["text"])["text"]));
  if (options.length > 0) return `[${labelOf(element) || type}: ${options.join(" | ")}]`;
  return `[${labelOf(element) || type}]`;
}

const pictureText = (picture: Json): string => `(picture: ${string(picture["alt_text"])})`;

function tableText(world: World, table: Json): string {
  const rows: readonly unknown[] = Array.isArray(table["rows"]) ? table["rows"] : [];
  return rows
    .map((row) =>
      records(row)
        .map((cell) => (cell["type"] === "rich_text" ? blockText(world, cell) : string(cell["text"])))
        .join(" | "),
    )
    .join("\n");
}

/** A block that is not spelled out here: all of its words. */
function otherText(world: World, value: unknown): string {
  if (Array.isArray(value))
    return value
      .map((item) => otherText(world, item))
      .filter(Boolean)
      .join("\n");
  if (!isRecord(value)) return "";
  if (string(value["type"]) === "rich_text") return blockText(world, value);
  const own = typeof value["text"] === "string" ? textOf(world, value) : "";
  return [own, ...Object.values(value).map((inner) => otherText(world, inner))].filter(Boolean).join("\n");
}

function textOf(world: World, value: unknown): string {
  const { type, text } = record(value);
  return type === "mrkdwn" ? unescaped(world, string(text)) : string(text);
}

/** Slack's `text` as it is shown: mentions by name, links spelled out, `&lt;` as `<`. */
function unescaped(world: World, text: string): string {
  return text
    .replaceAll(/<@([A-Z0-9]+)(?:\|[^>]*)?>/g, (_all, id: string) => `@${nameOfUser(world, id)}`)
    .replaceAll(/<#([A-Z0-9]+)(?:\|[^>]*)?>/g, (_all, id: string) => `#${world.channels.get(id)?.name ?? id}`)
    .replaceAll(
      /<!subteam\^([A-Z0-9]+)[^>]*>/g,
      (_all, id: string) => `@${world.groups.get(id)?.handle ?? id}`,
    )
    .replaceAll(/<!(here|channel|everyone)[^>]*>/g, "@$1")
    .replaceAll(/<([^>|]+)\|([^>]*)>/g, (_all, url: string, words: string) => linkText(url, words))
    .replaceAll(/<([^>|]+)>/g, "$1")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

export function nameOfUser(world: World, id: string): string {
  return id === world.app.botUserId ? world.app.botName : (world.people.get(id)?.name ?? id);
}
