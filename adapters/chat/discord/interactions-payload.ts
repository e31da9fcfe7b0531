import { z } from "zod";
import { id, maybe, Member, User } from "./messages-payload.ts";

/** A file that came with a command; its address is signed and good for about a day. */
const Attachment = z.object({
  id,
  filename: z.string().default(""),
  size: z.number().default(0),
  url: z.string(),
});

/** A message as an interaction shows it. */
const ShownMessage = z.object({
  id,
  flags: z.number().default(0),
  thread: maybe(z.object({ id })),
  components: z.array(z.unknown()).default([]),
});
export type ShownMessage = z.infer<typeof ShownMessage>;

const Value = z.union([z.string(), z.number(), z.boolean()]);

/** What was filled into a command: the one subcommand, with its options. */
const Option = z.object({
  name: z.string(),
  type: z.number(),
  value: maybe(Value),
  focused: maybe(z.boolean()),
  options: z
    .array(z.object({ name: z.string(), type: z.number(), value: maybe(Value), focused: maybe(z.boolean()) }))
    .default([]),
});

/** What is told of every interaction: who, where, and how it can be answered. */
export const AnyInteraction = z.object({
  id,
  type: z.number(),
  token: z.string().min(1).max(1_000),
  guild_id: maybe(id),
  channel_id: maybe(id),
  channel: maybe(z.object({ id, type: z.number(), parent_id: maybe(id) })),
  /** What the bot may do there, as Discord's bit field. */
  app_permissions: maybe(z.string()),
  member: maybe(Member.extend({ user: User, permissions: maybe(z.string()) })),
  user: maybe(User),
  message: maybe(ShownMessage),
  data: z.unknown(),
});
export type AnyInteraction = z.infer<typeof AnyInteraction>;

/** The data of a command, a menu's entry, or of what is typed into a command. */
export const CommandData = z.object({
  name: z.string(),
  type: z.number(),
  target_id: maybe(id),
  options: z.array(Option).default([]),
  resolved: maybe(
    z.object({
      attachments: z.record(z.string(), Attachment).default({}),
      messages: z.record(z.string(), ShownMessage).default({}),
    }),
  ),
});
export type CommandData = z.infer<typeof CommandData>;

/** The data of a click on a button or in a menu. */
export const ComponentData = z.object({ custom_id: z.string(), values: z.array(z.string()).optional() });
