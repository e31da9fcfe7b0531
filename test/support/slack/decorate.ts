import { isRecord, record, records, string, strings, yes } from "../json.ts";
import type { Json } from "../json.ts";
import type { World } from "./world.ts";

/** Echoes of arguments, which Slack does not give back. */
const echoes = new Set(["mrkdwn", "parse", "link_names", "unfurl_links", "unfurl_media", "reply_broadcast"]);

/** A message as Slack gives it back: with the app behind it, its thread, and metadata only for those who ask. */
export function decorated(world: World, message: Json, options: { readonly metadata: boolean }): Json {
  const { app } = world;
  const kept = Object.fromEntries(
    Object.entries(message).filter(
      ([key]) => !echoes.has(key) && (key !== "metadata" || options.metadata) && key !== "bot_id",
    ),
  );
  const ts = string(message["ts"]);
  const thread = string(message["thread_ts"]);
  const replies = Number(message["reply_count"] ?? 0);
  return {
    ...kept,
    team: app.teamId,
    ...(string(message["user"]) === app.botUserId ? bot(world) : {}),
    ...(replies > 0 ? { thread_ts: ts, reply_users_count: strings(message["reply_users"]).length } : {}),
    ...(thread !== "" && thread !== ts
      ? { parent_user_id: world.messages.get(thread)?.user ?? app.botUserId }
      : {}),
    ...(yes(message["reply_broadcast"]) ? { subtype: "thread_broadcast" } : {}),
  };
}

const bot = ({ app }: World): Json => ({
  bot_id: app.botId,
  app_id: app.appId,
  bot_profile: { id: app.botId, app_id: app.appId, name: app.botName, deleted: false, team_id: app.teamId },
});

/** Blocks as Slack keeps them: every block and every interactive element has an id. */
export function withIds(blocks: readonly Json[]): readonly Json[] {
  return blocks.map((block, n) => ({
    ...withActionIds(block, `b${n}`),
    block_id: string(block["block_id"]) || `b${n}${made()}`,
  }));
}

const interactive =
  /^(button|overflow|checkboxes|radio_buttons|datepicker|timepicker|plain_text_input|number_input|file_input|workflow_button|(multi_)?(static|users|channels|conversations|external)_select)$/;

function withActionIds(value: Json, at: string): Json {
  const inner = Object.fromEntries(
    Object.entries(value).map(([key, part]) => {
      if (key === "elements" || key === "actions")
        return [
          key,
          Array.isArray(part)
            ? part.map((item: unknown, n) => (isRecord(item) ? withActionIds(item, `${at}.${n}`) : item))
            : part,
        ];
      if (key === "accessory" || key === "element") return [key, withActionIds(record(part), `${at}.0`)];
      return [key, part];
    }),
  );
  return interactive.test(string(value["type"])) && string(value["action_id"]) === ""
    ? { ...inner, action_id: `${at}${made()}` }
    : inner;
}

let count = 0;

function made(): string {
  count += 1;
  return count.toString(36).padStart(3, "0");
}

/** The blocks of arguments: objects, whatever else was sent is left out. */
export const blocksOf = (args: Json): readonly Json[] => records(args["blocks"]);
