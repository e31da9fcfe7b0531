import { z } from "zod";

/** Slack leaves fields out or sends null, as it likes. */
const maybe = <T extends z.ZodType>(schema: T) =>
  schema
    .nullish()
    .transform((value) => value ?? null)
    .default(null);

const id = z.string().min(1).max(150);
const Team = maybe(z.object({ id: z.string(), enterprise_id: maybe(z.string()) }));
const Enterprise = maybe(z.object({ id: z.string() }));

/** A person in an interaction. */
const User = z.object({
  id,
  username: maybe(z.string()),
  name: maybe(z.string()),
  team_id: maybe(z.string()),
});

const Message = z.object({
  ts: z.string(),
  thread_ts: maybe(z.string()),
  user: maybe(z.string()),
  bot_id: maybe(z.string()),
});

/** A view as it comes back; its values are read by whoever made the form. */
const View = z.looseObject({
  type: maybe(z.string()),
  callback_id: z.string().default(""),
  private_metadata: z.string().default(""),
  bot_id: maybe(z.string()),
  app_installed_team_id: maybe(z.string()),
  blocks: z.array(z.looseObject({ type: z.string(), block_id: maybe(z.string()) })).default([]),
});
export type View = z.infer<typeof View>;

/** What all interactions have. */
const interaction = { trigger_id: id, user: User, team: Team, enterprise: Enterprise };

export const SlashCommand = z.object({
  command: z.string(),
  text: z.string().default(""),
  trigger_id: id,
  user_id: id,
  user_name: z.string().default(""),
  channel_id: id,
  team_id: maybe(z.string()),
  enterprise_id: maybe(z.string()),
  response_url: maybe(z.string()),
});
export type SlashCommand = z.infer<typeof SlashCommand>;

const Action = z.object({
  type: z.string(),
  action_id: z.string(),
  value: maybe(z.string()),
  selected_option: maybe(z.object({ value: z.string() })),
});

export const BlockActions = z.object({
  ...interaction,
  type: z.literal("block_actions"),
  container: z
    .object({
      thread_ts: maybe(z.string()),
      is_ephemeral: maybe(z.boolean()),
      channel_id: maybe(z.string()),
    })
    .default({ thread_ts: null, is_ephemeral: null, channel_id: null }),
  channel: maybe(z.object({ id })),
  message: maybe(Message),
  view: maybe(View),
  response_url: maybe(z.string()),
  actions: z.array(Action).min(1),
});
export type BlockActions = z.infer<typeof BlockActions>;

export const ViewSubmission = z.object({ ...interaction, type: z.literal("view_submission"), view: View });
export type ViewSubmission = z.infer<typeof ViewSubmission>;

export const MessageShortcut = z.object({
  ...interaction,
  type: z.literal("message_action"),
  channel: z.object({ id }),
  message: Message,
  response_url: maybe(z.string()),
});
export type MessageShortcut = z.infer<typeof MessageShortcut>;

/** Around every event. */
export const EventCallback = z.object({
  type: z.literal("event_callback"),
  event_id: id,
  team_id: maybe(z.string()),
  enterprise_id: maybe(z.string()),
  context_team_id: maybe(z.string()),
  context_enterprise_id: maybe(z.string()),
  authorizations: z
    .array(z.object({ team_id: maybe(z.string()), enterprise_id: maybe(z.string()) }))
    .default([]),
  event: z.looseObject({ type: z.string() }),
});
export type EventCallback = z.infer<typeof EventCallback>;

/** A file in a message. In Slack Connect only its id may be told. */
const File = z.object({
  id,
  name: maybe(z.string()),
  size: maybe(z.number()),
  mode: maybe(z.string()),
});

/** `message` and `app_mention`. */
export const MessageEvent = z.object({
  subtype: maybe(z.string()),
  channel: id,
  channel_type: maybe(z.string()),
  user: maybe(id),
  bot_id: maybe(z.string()),
  user_team: maybe(z.string()),
  parent_user_id: maybe(z.string()),
  ts: z.string().min(1).max(50),
  thread_ts: maybe(z.string()),
  text: z
    .string()
    .nullish()
    .transform((text) => text ?? ""),
  files: z
    .array(File)
    .nullish()
    .transform((files) => files ?? []),
});
export type MessageEvent = z.infer<typeof MessageEvent>;

export const HomeOpened = z.object({ user: id, channel: maybe(z.string()), tab: maybe(z.string()) });
export type HomeOpened = z.infer<typeof HomeOpened>;

export const SessionStopped = z.object({ user: id, channel: id, thread_ts: z.string() });
export type SessionStopped = z.infer<typeof SessionStopped>;

/** Events about a channel: its id alone, or with its new name. */
export const ChannelEvent = z.object({
  channel: z.union([z.string(), z.object({ id: z.string() }).transform((channel) => channel.id)]),
  user: maybe(z.string()),
});
