import type { Sender } from "./inbound-answering.ts";
import { isOurs } from "./payloads-interactions.ts";
import { dropped, type Context, type Read } from "./payloads-result.ts";
import { namesBot, readAddressed } from "./payloads-text.ts";
import { ChannelEvent, HomeOpened, MessageEvent, SessionStopped, type EventCallback } from "./payloads.ts";

/** What an event means to us. Throws a ZodError when it does not look like one of its kind. */
export const readEvent = (callback: EventCallback, context: Context): Read => {
  if (!isOurEvent(callback, context)) return dropped("another workspace");
  const { event, event_id: id } = callback;
  switch (event.type) {
    case "message":
      return readMessage(MessageEvent.parse(event), false, context);
    case "app_mention":
      return readMessage(MessageEvent.parse(event), true, context);
    case "app_home_opened":
      return readHome(id, HomeOpened.parse(event), context);
    case "agent_session_stopped":
      return readStop(id, SessionStopped.parse(event), context);
    case "file_shared":
      return dropped("the message with the file comes too");
    default:
      return readTrouble(event.type, event, context);
  }
};

/** Who the event was sent to stands in its authorizations; `team_id` may be the other side's in Slack Connect. */
const isOurEvent = (callback: EventCallback, context: Context): boolean => {
  const { authorizations, context_team_id: seenBy, team_id: team } = callback;
  if (authorizations.length > 0)
    return authorizations.some((one) => isOurs(context, one.team_id, one.enterprise_id));
  return (
    isOurs(context, seenBy, callback.context_enterprise_id) || isOurs(context, team, callback.enterprise_id)
  );
};

/** What is said in these is said to the bot alone. */
const privately = new Set(["im", "app_home"]);
const spoken = new Set([null, "file_share", "thread_broadcast"]);

const readMessage = (message: MessageEvent, mention: boolean, context: Context): Read => {
  const { channel, user, ts } = message;
  if (!spoken.has(message.subtype)) return dropped(`a message of subtype ${message.subtype ?? ""}`);
  if (user === context.botUserId) return dropped("our own message");
  if (message.bot_id !== null || user === null || user === "USLACKBOT") return dropped("not a person");
  const thread = message.thread_ts === ts ? null : message.thread_ts;
  const named = mention || namesBot(message.text, context.botUserId);
  const addressed = named || privately.has(message.channel_type ?? "");
  if (!addressed && thread === null) return dropped("not said to us");
  const files = message.files.flatMap(fileOf);
  const text = readAddressed(message.text, context.botUserId);
  if (!named && text === "" && files.length === 0) return dropped("empty");
  return {
    type: "incoming",
    id: `m:${channel}:${ts}`,
    lane: `${channel}/${thread ?? user}`,
    incoming: {
      channel,
      thread,
      by: { id: user, name: "", foreign: isForeign(message, context) },
      files,
      event: { type: "message", text },
      sender: senderOf({ user, channel, thread }, context),
      overheard: addressed ? null : message.parent_user_id === context.botUserId ? "own-thread" : "thread",
    },
  };
};

const isForeign = ({ user_team: team }: MessageEvent, context: Context): boolean =>
  team !== null && team !== context.teamId && context.enterpriseId === null;

/** Files on other servers have no bytes here, and deleted ones none at all. */
const fileOf = (file: MessageEvent["files"][number]) =>
  file.mode === "tombstone" || file.mode === "hidden_by_limit" || file.mode === "external"
    ? []
    : [{ id: file.id, name: file.name ?? file.id, bytes: file.size ?? 0 }];

const readHome = (id: string, { user, channel, tab }: HomeOpened, context: Context): Read => {
  if (tab !== "home") return dropped("another tab");
  return {
    type: "incoming",
    id: `e:${id}`,
    lane: `home/${user}`,
    incoming: {
      channel: channel ?? user,
      thread: null,
      by: { id: user, name: "", foreign: false },
      files: [],
      event: { type: "home" },
      sender: senderOf({ user, channel: null, thread: null }, context),
      overheard: null,
    },
  };
};

/** Slack's own Stop button: agents stop, the project can be resumed. */
const readStop = (id: string, stopped: SessionStopped, context: Context): Read => {
  const { user, channel, thread_ts: thread } = stopped;
  return {
    type: "incoming",
    id: `e:${id}`,
    lane: `${channel}/${thread}`,
    incoming: {
      channel,
      thread,
      by: { id: user, name: "", foreign: false },
      files: [],
      event: { type: "button", says: "pause", project: null },
      sender: senderOf({ user, channel, thread }, context),
      overheard: null,
    },
  };
};

/** Events have nothing that an answer could be sent to but their place. */
const senderOf = (who: Pick<Sender, "user" | "channel" | "thread">, { at }: Context): Sender => ({
  ...who,
  responseUrl: null,
  triggerId: null,
  replaces: false,
  at,
});

/** What happened to a channel, and what it means to those who run the bot. */
const channelTroubles: Readonly<Record<string, string>> = {
  channel_archive: "A channel was archived: its threads cannot be written to",
  group_archive: "A private channel was archived: its threads cannot be written to",
  channel_deleted: "A channel was deleted, with its threads",
  group_deleted: "A private channel was deleted, with its threads",
  channel_left: "The bot was removed from a channel: invite it again",
  group_left: "The bot was removed from a private channel: invite it again",
};

const appTroubles: Readonly<Record<string, string>> = {
  app_uninstalled: "The app was uninstalled: install it again, then start again with the new token",
  tokens_revoked: "The app's token was revoked: install the app again, then start again with the new token",
  team_access_revoked: "The app lost access to the workspace: install it again, then start again",
};

const readTrouble = (type: string, event: object, context: Context): Read => {
  const app = appTroubles[type];
  if (app !== undefined) return { type: "trouble", what: app, channel: null, fatal: true };
  const left = type === "member_left_channel";
  const what = left ? channelTroubles["channel_left"] : channelTroubles[type];
  if (what === undefined) return dropped(`an event of type ${type}`);
  const { channel, user } = ChannelEvent.parse(event);
  if (left && user !== context.botUserId) return dropped("somebody else left");
  return { type: "trouble", what, channel, fatal: false };
};
