import { isRecord, record, records, string } from "../json.ts";
import type { Json } from "../json.ts";
import { refusal } from "./access.ts";
import { blocksOf } from "./decorate.ts";
import type { World } from "./world.ts";

/** Measured on Slack by others between 13,172 and 13,297 (slackapi/bolt-js#2509). */
const mostBlockText = 13_200;
const mostUpdateText = 4_000;
const mostViewBytes = 250_000;
const mostHere = { message: 50, modal: 100, home: 100 } as const;

/** Why a message is refused, or null. */
export function messageRefusal(world: World, args: Json, edit: boolean): Json | null {
  if (args["blocks"] !== undefined && !Array.isArray(args["blocks"])) return refusal("invalid_blocks_format");
  const blocks = blocksOf(args);
  const problems = blockProblems(world, args, "message");
  if (problems.length > 0) return refusal("invalid_blocks", ...problems);
  if (textLength(blocks) > mostBlockText) return refusal("msg_blocks_too_long");
  if (edit && string(args["text"]).length > mostUpdateText) return refusal("msg_too_long");
  if (string(args["markdown_text"]) !== "") return refusal("invalid_arguments", "no markdown_text here");
  const { metadata } = args;
  if (metadata !== undefined && (!isRecord(metadata) || !isRecord(metadata["event_payload"])))
    return refusal("invalid_metadata_format");
  return null;
}

/** Why a view is refused, or null. */
export function viewRefusal(world: World, view: Json, surface: "modal" | "home"): Json | null {
  const wrong = [...viewProblems(view, surface), ...blockProblems(world, view, surface)];
  if (JSON.stringify(view).length > mostViewBytes) return refusal("view_too_large");
  return wrong.length > 0 ? refusal("invalid_arguments", ...wrong) : null;
}

function viewProblems(view: Json, surface: "modal" | "home"): readonly string[] {
  const too = (name: string, length: number, most: number): readonly string[] =>
    length > most ? [`must be at most ${most} characters [json-pointer:/view/${name}]`] : [];
  const label = (name: string): readonly string[] => too(name, string(record(view[name])["text"]).length, 24);
  const blocks = records(view["blocks"]);
  const hasInput = blocks.some((block) => block["type"] === "input");
  return [
    ...(view["type"] === surface ? [] : [`must be a ${surface} [json-pointer:/view/type]`]),
    ...(surface === "modal" && string(record(view["title"])["text"]) === ""
      ? ["missing required field: title [json-pointer:/view]"]
      : []),
    ...(surface === "modal" && hasInput && !isRecord(view["submit"])
      ? ["a modal with inputs needs submit [json-pointer:/view/submit]"]
      : []),
    ...label("title"),
    ...label("submit"),
    ...label("close"),
    ...too("private_metadata", string(view["private_metadata"]).length, 3_000),
    ...too("callback_id", string(view["callback_id"]).length, 255),
    ...too("external_id", string(view["external_id"]).length, 255),
  ];
}

function blockProblems(world: World, shown: Json, surface: keyof typeof mostHere): readonly string[] {
  const blocks = blocksOf(shown);
  const ids = blocks.map((block) => string(block["block_id"])).filter((id) => id !== "");
  return [
    ...(blocks.length > mostHere[surface]
      ? [`no more than ${mostHere[surface]} items allowed [json-pointer:/blocks]`]
      : []),
    ...(new Set(ids).size < ids.length ? ["block_id must be unique [json-pointer:/blocks]"] : []),
    ...(blocks.length > 0 ? world.problemsOf(shown, surface) : []),
  ];
}

/** All words in blocks, in characters. */
function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + textLength(item), 0);
  if (!isRecord(value)) return 0;
  return Object.entries(value).reduce(
    (sum, [key, inner]) =>
      sum + (key === "text" && typeof inner === "string" ? inner.length : textLength(inner)),
    0,
  );
}
