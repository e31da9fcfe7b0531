import { final, mendable, tokenRefused, type Mend } from "../chat-fault.ts";

/** What was asked for, and Discord's own words. */
interface Details {
  readonly what: string;
  readonly message: string;
}

const minuteMs = 60_000;

/** What it takes to do each thing, as Discord's settings call it. */
const permissions: ReadonlyMap<string, string> = new Map([
  ["a thread", "View Channel and Create Public Threads"],
  ["opening the thread again", "Send Messages in Threads"],
  ["a file", "View Channel, Send Messages in Threads and Attach Files"],
  ["a message", "View Channel, Send Messages, Send Messages in Threads and Attach Files"],
  ["the history", "View Channel and Read Message History"],
]);

/** What is asked of a server as a whole, not of a channel. */
const ofServer = new Set([
  "the commands",
  "its commands",
  "the server",
  "the bot's roles",
  "the server's channels",
  "the server's roles",
  "a member",
]);

/** It passes by itself. */
const passing = (words: string, retryAfterMs = minuteMs): Mend => ({
  kind: "overloaded",
  retryable: true,
  retryAfterMs,
  words,
});

/** From docs.discord.com/developers/topics/opcodes-and-status-codes; an unknown code is final. */
const known: ReadonlyMap<string, Mend> = new Map([
  [
    "401",
    tokenRefused(
      "The bot token is wrong or was reset: copy the token of the app's Bot page, set DISCORD_BOT_TOKEN, then start again.",
    ),
  ],
  ["10003", final("The channel or thread was deleted.")],
  ["10004", final("I am not on this server any more. Invite me again.")],
  ["10008", final("The message was deleted.")],
  ["10015", final("It is too late for an answer.")],
  ["10062", final("More than 3 seconds passed since the click. Click again.")],
  ["20016", passing("The channel has slow mode. Let me have Manage Channel or Manage Messages, or end it.")],
  ["20028", passing("The channel is written in too often.")],
  ["20029", passing("The server is written in too often.")],
  ["30046", passing("Of messages that are older than an hour Discord lets only few be edited.")],
  ["40004", passing("Discord has stopped messages for a while.")],
  ["40005", { kind: "too-large", retryable: false, words: "The file is larger than the server takes." }],
  ["40060", final("It was answered already.")],
  ["50001", mendable("I cannot see this channel. Give me View Channel there, in its permissions.")],
  ["50005", final("The message is not mine.")],
  ["50006", final("There is nothing to show.")],
  [
    "50007",
    final("The person takes no direct messages from me. They may allow them in their privacy settings."),
  ],
  ["50008", final("Nothing can be written in a channel of this kind. Use a text channel.")],
  ["50021", final("The message is one of Discord's own.")],
  ["50024", final("A channel of this kind does not take it. Use a text channel.")],
  ["50027", final("It is too late for an answer.")],
  ["50083", mendable("The thread is archived. Open it again.")],
  ["50278", final("The person takes no direct messages from me: we share no server.")],
  ["130000", passing("Discord is busy.", 5_000)],
  ["160005", mendable("The thread is locked. Unlock it, or give me Manage Threads.")],
  ["160006", mendable("The server has as many open threads as it may have. Close or archive some.")],
  [
    "200000",
    mendable("AutoMod stopped the text. Let my role pass in Server Settings, Safety Setup, AutoMod."),
  ],
]);

/** Does a code mean something by itself, whatever status it came with? */
export const isKnown = (code: string): boolean => known.has(code);

/** What to make of a code. */
export const mendOf = (code: string, { what, message }: Details): Mend => {
  if (code === "50013")
    return mendable(
      `I lack a permission there. Give me ${permissions.get(what) ?? "those of the install link"}, in the channel's permissions.`,
    );
  if (code === "50001" && ofServer.has(what))
    return mendable(
      "I am not on this server, or not with all that I need. Invite me by the install link, which has the scopes bot and applications.commands.",
    );
  if (code === "50035") return final(said(message));
  return known.get(code) ?? final(said(message));
};

/** Discord's words name the fields that are wrong. */
const said = (message: string): string =>
  message === "" ? "" : `It says: ${message.replaceAll(/\s+/g, " ").slice(0, 600)}`;
