import { isRecord, records, string } from "../json.ts";
import type { Json } from "../json.ts";
import { mediaIn } from "./components.ts";
import { errors } from "./errors.ts";
import type { SentFile } from "./file-facts.ts";
import { problem } from "./problems.ts";
import type { Problem } from "./problems.ts";
import { v1Problems, v2Problems } from "./rules-components.ts";
import { cleaned } from "./stored-files.ts";
import type { MessageFacts, World } from "./world.ts";

/** What a bot may say in `content`: the OpenAPI document knows only the 4,000 of people who pay. */
const mostContent = 2_000;
const mostEmbedText = 6_000;
const mostFiles = 10;
const mostRequestBytes = 25 * 1024 * 1024;
const v2 = 1 << 15;
/** SuppressEmbeds, Ephemeral, SuppressNotifications, IsComponentsV2. */
const settable = (1 << 2) | (1 << 6) | (1 << 12) | v2;

type Files = ReadonlyMap<string, SentFile>;

/** What this server takes. */
interface Server {
  readonly settings: Pick<World["settings"], "attachmentLimit">;
}

/** What a message has now. */
type Before = Pick<MessageFacts, "flags" | "content" | "components" | "embeds" | "files">;

/** What Discord has against a new message. Throws when it is empty or too large: those have codes of their own. */
export function createProblems(world: Server, body: Json, files: Files): readonly Problem[] {
  tooLarge(world, files);
  const flags = Number(body["flags"] ?? 0);
  const problems = [
    ...flagProblems(flags),
    ...messageProblems(body, flags),
    ...fileProblems(body, files, []),
  ];
  if (problems.length === 0 && isEmpty(body, files)) throw errors.emptyMessage();
  return problems;
}

/** What Discord has against a change of a message. */
export function editProblems(
  world: Server,
  body: Json,
  edit: { readonly message: Before; readonly files: Files },
): readonly Problem[] {
  tooLarge(world, edit.files);
  const { message } = edit;
  const was = message.flags & v2;
  const said = body["flags"];
  const flags = (typeof said === "number" ? said : message.flags) | was;
  const lost = typeof said === "number" && was !== 0 && (said & v2) === 0;
  const after = {
    ...body,
    content: body["content"] ?? (body["content"] === null ? "" : message.content),
    components: body["components"] ?? message.components,
    embeds: body["embeds"] ?? message.embeds,
  };
  const whole = { ...after, flags };
  return [
    ...(lost ? [problem("flags", "IS_COMPONENTS_V2 can not be taken back")] : []),
    ...messageProblems(whole, flags),
    ...fileProblems(whole, edit.files, keptNames(body, message)),
  ];
}

function keptNames(body: Json, message: Before): readonly string[] {
  const named = records(body["attachments"]).map((one) => String(one["id"]));
  return message.files
    .filter(({ id }) => !Array.isArray(body["attachments"]) || named.includes(id))
    .map(({ name }) => name);
}

function tooLarge(world: Server, files: Files): void {
  const sizes = [...files.values()].map(({ bytes }) => bytes.length);
  const all = sizes.reduce((sum, size) => sum + size, 0);
  if (sizes.some((size) => size > world.settings.attachmentLimit) || all > mostRequestBytes)
    throw errors.tooLarge();
}

const flagProblems = (flags: number): readonly Problem[] =>
  (flags & ~settable) === 0 ? [] : [problem("flags", `only ${settable} can be set`)];

function messageProblems(body: Json, flags: number): readonly Problem[] {
  const components = records(body["components"]);
  const content = string(body["content"]);
  if ((flags & v2) === 0)
    return [
      ...(content.length > mostContent
        ? [problem("content", `Must be ${mostContent} or fewer in length.`)]
        : []),
      ...embedProblems(records(body["embeds"])),
      ...v1Problems(components),
    ];
  const forbidden = ["content", "embeds", "poll", "sticker_ids"].filter((key) => isSaid(body[key]));
  return [
    ...forbidden.map((key) => problem(key, "The 'IS_COMPONENTS_V2' flag forbids this field")),
    ...(components.length === 0 ? [problem("components", "a message with components needs some")] : []),
    ...v2Problems(components),
  ];
}

const isSaid = (value: unknown): boolean =>
  value !== undefined && value !== null && value !== "" && !(Array.isArray(value) && value.length === 0);

function embedProblems(embeds: readonly Json[]): readonly Problem[] {
  const words = embeds.flatMap((embed) => [
    embed["title"],
    embed["description"],
    ...[embed["footer"], embed["author"]].filter(isRecord).flatMap(({ text, name }) => [text, name]),
    ...records(embed["fields"]).flatMap(({ name, value }) => [name, value]),
  ]);
  const sum = words.reduce((all: number, text) => all + string(text).length, 0);
  return sum > mostEmbedText
    ? [problem("embeds", `Embed size exceeds maximum size of ${mostEmbedText}`)]
    : [];
}

/** Every file has one place: `attachments` names it by its number, components by its name. */
function fileProblems(body: Json, files: Files, kept: readonly string[]): readonly Problem[] {
  const described = records(body["attachments"]);
  const fresh = [...files].map(([n, file]) => {
    const facts = described.find((one) => String(one["id"]) === n);
    return cleaned(string(facts?.["filename"]) || file.name);
  });
  const names = [...kept, ...fresh];
  const used = mediaIn(records(body["components"]))
    .filter((url) => url.startsWith("attachment://"))
    .map((url) => url.slice("attachment://".length));
  const isV2 = (Number(body["flags"] ?? 0) & v2) !== 0;
  return [
    ...(names.length > mostFiles ? [problem("attachments", `Must be ${mostFiles} or fewer in length.`)] : []),
    ...[...files.keys()].filter((n) => !/^\d+$/.test(n)).map((n) => problem(n, "files are files[n]")),
    ...described.flatMap((one, n) =>
      files.has(String(one["id"])) || String(one["id"]).length > 5
        ? []
        : [problem(`attachments.${n}.id`, "there is no such file in the request")],
    ),
    ...used
      .filter((name) => !names.includes(name))
      .map((name) => problem("components", `The referenced attachment "${name}" was not found`)),
    ...(isV2 ? fresh.filter((name) => !used.includes(name)) : []).map((name) =>
      problem("attachments", `"${name}" is shown by no component`),
    ),
    ...(isV2 && new Set(names).size < names.length
      ? [problem("attachments", "two files have one name")]
      : []),
  ];
}

const isEmpty = (body: Json, files: Files): boolean =>
  files.size === 0 &&
  !["content", "embeds", "components", "sticker_ids", "poll"].some((key) => isSaid(body[key]));
