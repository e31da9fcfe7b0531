import { readClick } from "./ids.ts";
import type { Sender } from "./inbound-answering.ts";
import type { Incoming } from "./inbound-incoming.ts";
import { readForm } from "./modal.ts";
import { dropped, type Context, type Read } from "./payloads-result.ts";
import { readAddressed } from "./payloads-text.ts";
import type { BlockActions, MessageShortcut, SlashCommand, ViewSubmission } from "./payloads.ts";

export const readSlash = (command: SlashCommand, context: Context): Read => {
  if (!isOurs(context, command.team_id, command.enterprise_id)) return dropped("another workspace");
  const at = { channel: command.channel_id, thread: null };
  return incoming(`t:${command.trigger_id}`, {
    ...at,
    by: { id: command.user_id, name: command.user_name, foreign: false },
    files: [],
    event: { type: "slash", text: readAddressed(command.text, context.botUserId), brief: null },
    sender: senderOf({ ...at, ...command, user: command.user_id }, context),
    overheard: null,
  });
};

/** A click on a button, or an option of a menu. */
export const readClicked = (clicked: BlockActions, context: Context): Read => {
  if (!isFromUs(clicked, context)) return dropped("another workspace");
  const [action] = clicked.actions;
  if (action === undefined) return dropped("no action");
  // Fields of a form tell what is chosen as it is chosen; the submission says it all.
  if (clicked.view?.type === "modal") return dropped("a field of a form");
  const at = placeOf(clicked);
  const sender = senderOf({ ...at, ...clicked, user: clicked.user.id }, context);
  const click = readClick({
    action_id: action.action_id,
    value: action.value ?? undefined,
    selected_option: action.selected_option,
  });
  if (click === null)
    return {
      type: "refused",
      reason: "unknown action id",
      sender,
      words:
        "This button is not known here any more: use the newest message in the thread, or say it in words.",
    };
  return incoming(`t:${clicked.trigger_id}`, {
    // App Home is nobody's channel: what is said there is said to the bot alone.
    channel: at.channel ?? clicked.user.id,
    thread: at.thread,
    by: personOf(clicked, context),
    files: [],
    event: click.type === "decision" ? { ...click, note: "", answers: {} } : click,
    sender,
    overheard: null,
  });
};

export const readSubmission = (submitted: ViewSubmission, context: Context): Read => {
  if (!isFromUs(submitted, context)) return dropped("another workspace");
  const filled = readForm(submitted.view);
  if (filled === null) return dropped("a view of somebody else");
  const { form, place, values, files } = filled;
  return incoming(`t:${submitted.trigger_id}`, {
    ...place,
    by: personOf(submitted, context),
    files,
    event: { type: "form", form, values },
    sender: senderOf({ ...place, ...submitted, response_url: null, user: submitted.user.id }, context),
    overheard: null,
  });
};

export const readShortcut = (used: MessageShortcut, context: Context): Read => {
  if (!isFromUs({ ...used, message: null }, context)) return dropped("another workspace");
  const at = { channel: used.channel.id, thread: used.message.thread_ts ?? used.message.ts };
  return incoming(`t:${used.trigger_id}`, {
    ...at,
    by: personOf(used, context),
    files: [],
    event: { type: "shortcut" },
    sender: senderOf({ ...at, ...used, user: used.user.id }, context),
    overheard: null,
  });
};

/** In a thread the order of what people say and click matters, elsewhere only each person's own. */
const incoming = (id: string, given: Incoming): Read => ({
  type: "incoming",
  id,
  lane: `${given.channel}/${given.thread ?? given.by.id}`,
  incoming: given,
});

/** Ours is one workspace, or in an organisation all of them. */
export const isOurs = (context: Context, team: string | null, enterprise: string | null): boolean =>
  team === context.teamId || (enterprise !== null && enterprise === context.enterpriseId);

interface Interaction {
  readonly user: BlockActions["user"];
  readonly team: BlockActions["team"];
  readonly enterprise: BlockActions["enterprise"];
}

/**
 * In Slack Connect the payload may name the team of the person who clicks. What they clicked on shows whose it is: a bot's id
 * belongs to one installation.
 */
const isFromUs = (
  {
    team,
    enterprise,
    message = null,
    view = null,
  }: Interaction & { readonly message?: BlockActions["message"]; readonly view?: BlockActions["view"] },
  context: Context,
): boolean =>
  isOurs(context, team?.id ?? null, enterprise?.id ?? team?.enterprise_id ?? null) ||
  message?.bot_id === context.botId ||
  view?.bot_id === context.botId ||
  view?.app_installed_team_id === context.teamId;

const personOf = ({ user, team }: Interaction, context: Context): Incoming["by"] => ({
  id: user.id,
  name: user.username ?? user.name ?? "",
  foreign: (user.team_id ?? team?.id ?? context.teamId) !== context.teamId && context.enterpriseId === null,
});

/** A click on a thread's first message, such as a status card, belongs to that thread. */
const placeOf = ({ channel, container, message }: BlockActions) => ({
  channel: channel?.id ?? container.channel_id,
  thread:
    message?.thread_ts ??
    container.thread_ts ??
    (container.is_ephemeral === true ? null : (message?.ts ?? null)),
});

const senderOf = (
  from: {
    readonly user: string;
    readonly channel: string | { readonly id: string } | null;
    readonly thread: string | null;
    readonly response_url: string | null;
    readonly trigger_id: string;
    readonly container?: BlockActions["container"];
  },
  context: Context,
): Sender => ({
  user: from.user,
  channel: typeof from.channel === "string" ? from.channel : (from.channel?.id ?? null),
  thread: from.thread,
  responseUrl: from.response_url,
  triggerId: from.trigger_id,
  replaces: from.container?.is_ephemeral === true,
  at: context.at,
});
