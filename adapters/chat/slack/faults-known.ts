import { final, mendable, tokenRefused, type Mend } from "../chat-fault.ts";

/** What Slack says beside the code: the scope it wants, and what is wrong with the blocks. */
interface Details {
  readonly needed: string | undefined;
  readonly messages: readonly string[];
}

/** Slack accepts no call with this token any more. */
export const isTokenRefused = (code: string): boolean => tokenCodes.has(code);

const tokenCodes = new Map([
  [
    "invalid_auth",
    "The bot token is wrong: set SLACK_BOT_TOKEN to the token of OAuth & Permissions, then start again.",
  ],
  ["not_authed", "The bot token is missing: set SLACK_BOT_TOKEN, then start again."],
  [
    "token_revoked",
    "The bot token was revoked: install the app again, set SLACK_BOT_TOKEN, then start again.",
  ],
  [
    "token_expired",
    "The bot token has expired: switch token rotation off, install the app again, set SLACK_BOT_TOKEN.",
  ],
  [
    "account_inactive",
    "The app was removed from the workspace: install it again, set SLACK_BOT_TOKEN, then start again.",
  ],
  [
    "team_access_not_granted",
    "The app is not installed in this workspace: install it there, then start again.",
  ],
]);

const minuteMs = 60_000;

const passing: Mend = { kind: "server", retryable: true, ambiguous: true, words: "It will be looked up." };

/** Codes of chat.*, conversations.*, files.* and views.* from Slack's method pages; an unknown one is final. */
const known: ReadonlyMap<string, Mend> = new Map([
  ["not_in_channel", mendable("I am not in this channel. Invite me: /invite @BotArmy")],
  [
    // Slack's word for a private channel that the bot was removed from: people may invite it again.
    "channel_not_found",
    mendable("The channel is gone, or private without me in it. Invite me: /invite @BotArmy"),
  ],
  ["is_archived", mendable("The channel is archived. Unarchive it, or go on in another channel.")],
  ["message_not_found", final("The message was deleted.")],
  ["thread_not_found", final("The thread was deleted.")],
  ["cant_update_message", final("The message is not mine.")],
  ["edit_window_closed", final("The workspace does not let messages be edited so late.")],
  ["restricted_action", mendable("The channel lets only some members post. Let me post there.")],
  ["restricted_action_read_only_channel", mendable("The channel is read-only. Let me post there.")],
  ["restricted_action_thread_only_channel", mendable("The channel takes threads only. Use another channel.")],
  ["msg_too_long", final("The text is longer than Slack takes.")],
  ["msg_blocks_too_long", final("The blocks hold more text than Slack takes.")],
  ["metadata_too_large", final("The metadata are larger than Slack takes.")],
  ["no_text", final("There is nothing to show.")],
  ["file_not_found", final("The file was deleted, or I may not see it.")],
  ["file_deleted", final("The file was deleted.")],
  ["storage_limit_reached", mendable("The workspace has no room for files left.")],
  ["file_upload_size_restricted", final("The file is larger than the workspace takes.")],
  ["expired_trigger_id", final("More than 3 seconds passed since the click. Click again.")],
  ["exchanged_trigger_id", final("The click was used already. Click again.")],
  ["hash_conflict", final("It was drawn anew meanwhile.")],
  ["fatal_error", passing],
  ["internal_error", passing],
  ["request_timeout", passing],
  ["service_unavailable", passing],
  ["accesslimited", { kind: "overloaded", retryable: true, words: "" }],
  ["team_added_to_org", { kind: "overloaded", retryable: true, retryAfterMs: minuteMs, words: "" }],
]);

/** What to make of a code. */
export const mendOf = (code: string, { needed, messages }: Details): Mend => {
  const token = tokenCodes.get(code);
  if (token !== undefined) return tokenRefused(token);
  if (code === "missing_scope") return scopeMissing(needed);
  // The post under this client_msg_id is there, or was a moment ago.
  if (code.startsWith("duplicate_")) return passing;
  if (code === "invalid_blocks" || code === "invalid_arguments")
    return final(messages.length === 0 ? "" : `It says: ${messages.join("; ").slice(0, 600)}`);
  return known.get(code) ?? final("");
};

const scopeMissing = (needed: string | undefined): Mend =>
  mendable(
    `The app lacks the scope ${needed ?? "it needs"}. Add it under OAuth & Permissions and install the app again.`,
  );
