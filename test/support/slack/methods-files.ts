import { isRecord, record, records, string } from "../json.ts";
import type { Json } from "../json.ts";
import { refusal, writable } from "./access.ts";
import { sendEvent, sendPosted } from "./events.ts";
import { stamp } from "./ids.ts";
import { later } from "./lifetimes.ts";
import { isShown, keepPost, messageAt } from "./messages.ts";
import type { Methods } from "./methods.ts";
import type { ChannelFacts, World } from "./world.ts";

/** `files.*`: a completed file reaches its thread a moment later, as on Slack. */
export function filesMethods(world: World): Methods {
  const call = (method: string) => (args: Json) => world.emulated.call(method, args, world.app.botToken);
  return {
    "files.getUploadURLExternal": (args) =>
      Number(args["length"]) > 0 ? call("files.getUploadURLExternal")(args) : refusal("missing_argument"),
    "files.completeUploadExternal": (args) => complete(world, args),
    "files.info": async (args) => {
      const token = world.formFiles.get(string(args["file"])) ?? world.app.botToken;
      const answer = await world.emulated.call("files.info", args, token);
      return answer["ok"] === true
        ? { ...answer, file: withShownShares(world, record(answer["file"])) }
        : answer;
    },
    "files.delete": call("files.delete"),
  };
}

async function complete(world: World, args: Json): Promise<Json> {
  const id = string(args["channel_id"]);
  const found = id === "" ? null : await writable(world, id);
  if (found !== null && "refusal" in found) return found.refusal;
  const thread = string(args["thread_ts"]);
  if (thread !== "" && found !== null && world.messages.get(thread)?.channel !== found.channel.id)
    return refusal("thread_not_found");
  const answer = await world.emulated.call("files.completeUploadExternal", args, world.app.botToken);
  if (answer["ok"] !== true) return answer;
  const files = records(answer["files"]);
  if (found !== null) await shareLater(world, found.channel, files);
  return { ok: true, files: files.map((file) => ({ id: file["id"], title: file["title"] })) };
}

async function shareLater(world: World, channel: ChannelFacts, files: readonly Json[]): Promise<void> {
  const [ts] = files.flatMap((file) => sharesOf(file));
  if (ts === undefined) return;
  world.hiddenUntil.set(ts, Date.now() + world.lifetimes.share);
  world.messages.set(ts, { channel: channel.id, thread: null, user: world.app.botUserId });
  const message = (await messageAt(world, ts)) ?? {};
  keepPost(world, channel.id, message);
  later(world, world.lifetimes.share, () => {
    sendPosted(world, channel, message);
    for (const file of files) sendFileShared(world, file, { channel: channel.id, user: world.app.botUserId });
  });
}

/** Tells the app that somebody shared a file. */
export function sendFileShared(
  world: World,
  file: Json,
  place: { readonly channel: string; readonly user: string },
): void {
  sendEvent(world, "file_shared", {
    type: "file_shared",
    channel_id: place.channel,
    file_id: file["id"],
    user_id: place.user,
    file: { id: file["id"] },
    event_ts: stamp(),
  });
}

/** The timestamps of the messages that show a file. */
export function sharesOf(file: Json): readonly string[] {
  const shares = record(file["shares"]);
  return [record(shares["public"]), record(shares["private"])].flatMap((byChannel) =>
    Object.values(byChannel).flatMap((all) => records(all).map((share) => string(share["ts"]))),
  );
}

function withShownShares(world: World, file: Json): Json {
  if (sharesOf(file).every((ts) => isShown(world, ts))) return file;
  const shown = (byChannel: unknown): Json =>
    Object.fromEntries(
      Object.entries(record(byChannel))
        .map(([id, all]): [string, readonly Json[]] => [
          id,
          records(all).filter((share) => isShown(world, string(share["ts"]))),
        ])
        .filter(([, all]) => all.length > 0),
    );
  const shares = Object.fromEntries(
    Object.entries(record(file["shares"]))
      .filter(([, byChannel]) => isRecord(byChannel))
      .map(([kind, byChannel]): [string, Json] => [kind, shown(byChannel)])
      .filter(([, byChannel]) => Object.keys(byChannel).length > 0),
  );
  return { ...file, shares, channels: [], groups: [], ims: [] };
}
