import { records, string, yes } from "../json.ts";
import type { Json } from "../json.ts";
import { readable, refusal } from "./access.ts";
import { decorated } from "./decorate.ts";
import { isShown, keptReplies, shownReplies } from "./messages.ts";
import type { Methods } from "./methods.ts";
import { page } from "./page.ts";
import type { ChannelFacts, World } from "./world.ts";

/** `conversations.*`: reading, with time ranges, pages and metadata for those who ask. */
export function readingMethods(world: World): Methods {
  return {
    "conversations.replies": (args) => replies(world, args),
    "conversations.history": (args) => history(world, args),
    "conversations.info": (args) => {
      const channel = world.channels.get(string(args["channel"]));
      if (channel === undefined || (channel.kind === "private" && !channel.joined))
        return refusal("channel_not_found");
      return { ok: true, channel: described(world, channel) };
    },
    "conversations.join": (args) => join(world, args),
    "users.conversations": (args) => {
      const kinds = string(args["types"]) || "public_channel";
      const mine = [...world.channels.values()].filter(
        (channel) => channel.joined && kinds.includes(typeNames[channel.kind]),
      );
      const kept = yes(args["exclude_archived"]) ? mine.filter(({ archived }) => !archived) : mine;
      const { items, rest } = page(
        kept.map((channel) => described(world, channel)),
        args,
        100,
      );
      return { ok: true, channels: items, ...rest };
    },
  };
}

const typeNames = { public: "public_channel", private: "private_channel", im: "im" } as const;

async function replies(world: World, args: Json): Promise<Json> {
  const found = readable(world, string(args["channel"]));
  if ("refusal" in found) return found.refusal;
  const thread = string(args["ts"]);
  const all = await shownReplies(world, found.channel.id, thread);
  const root = all.find((message) => message["ts"] === thread);
  if (root === undefined) return refusal("thread_not_found");
  const others = all.filter((message) => message !== root && isWithin(message, args));
  const { items, rest, more } = page(others, args, 1_000);
  const shown = [root, ...items].map((message) =>
    decorated(world, message, { metadata: yes(args["include_all_metadata"]) }),
  );
  return { ok: true, messages: shown, has_more: more, ...rest };
}

async function history(world: World, args: Json): Promise<Json> {
  const found = readable(world, string(args["channel"]));
  if ("refusal" in found) return found.refusal;
  const answer = await world.emulated.call(
    "conversations.history",
    { channel: found.channel.id, limit: 1_000 },
    world.app.botToken,
  );
  if (answer["ok"] !== true) return answer;
  const all = [...records(answer["messages"]), ...(await broadcastsIn(world, found.channel))]
    .filter((message) => isWithin(message, args) && isShown(world, string(message["ts"])))
    .toSorted((a, b) => Number(b["ts"]) - Number(a["ts"]));
  const { items, rest, more } = page(all, args, 100);
  const shown = items.map((message) =>
    decorated(world, message, { metadata: yes(args["include_all_metadata"]) }),
  );
  return { ok: true, messages: shown, has_more: more, pin_count: 0, ...rest };
}

async function broadcastsIn(world: World, channel: ChannelFacts): Promise<readonly Json[]> {
  const threads = new Set(
    [...world.broadcasts].flatMap(([ts, thread]) =>
      world.messages.get(ts)?.channel === channel.id ? [thread] : [],
    ),
  );
  const all = await Promise.all([...threads].map((thread) => keptReplies(world, channel.id, thread)));
  return all.flat().filter((message) => world.broadcasts.has(string(message["ts"])));
}

/** `oldest` and `latest` exclude their own moment unless `inclusive`. */
function isWithin(message: Json, args: Json): boolean {
  const ts = string(message["ts"]);
  const oldest = momentOf(args["oldest"], "0");
  const latest = momentOf(args["latest"], "9".repeat(12));
  if (yes(args["inclusive"]) && (ts === oldest || ts === latest)) return true;
  return Number(ts) > Number(oldest) && Number(ts) < Number(latest);
}

const momentOf = (value: unknown, usual: string): string =>
  typeof value === "number" ? String(value) : string(value) || usual;

async function join(world: World, args: Json): Promise<Json> {
  const channel = world.channels.get(string(args["channel"]));
  if (channel === undefined || (channel.kind === "private" && !channel.joined))
    return refusal("channel_not_found");
  if (channel.kind === "im") return refusal("method_not_supported_for_channel_type");
  if (channel.archived) return refusal("is_archived");
  const already = channel.joined;
  await world.emulated.call("conversations.join", { channel: channel.id }, world.app.botToken);
  channel.joined = true;
  return {
    ok: true,
    channel: described(world, channel),
    ...(already ? { warning: "already_in_channel" } : {}),
  };
}

function described(world: World, channel: ChannelFacts): Json {
  return {
    id: channel.id,
    ...(channel.kind === "im"
      ? { user: channel.user }
      : { name: channel.name, name_normalized: channel.name }),
    is_channel: channel.kind === "public",
    is_group: channel.kind === "private",
    is_im: channel.kind === "im",
    is_mpim: false,
    is_private: channel.kind !== "public",
    is_archived: channel.archived,
    is_member: channel.joined,
    is_general: false,
    is_shared: false,
    is_ext_shared: false,
    is_org_shared: false,
    context_team_id: world.app.teamId,
  };
}
