import { z } from "zod";

/** Discord leaves fields out or sends null, as it likes. */
export const maybe = <T extends z.ZodType>(schema: T) =>
  schema
    .nullish()
    .transform((value) => value ?? null)
    .default(null);

export const id = z.string().min(1).max(30);

/** Somebody, as Discord names them everywhere. */
export const User = z.object({
  id,
  username: z.string().default(""),
  global_name: maybe(z.string()),
  bot: maybe(z.boolean()),
  system: maybe(z.boolean()),
});
export type User = z.infer<typeof User>;

/** What they are on a server. */
export const Member = z.object({ nick: maybe(z.string()), roles: z.array(id).default([]) });
export type Member = z.infer<typeof Member>;

/** A message, as the gateway tells it or as it is read from a thread. */
export const SaidMessage = z.object({
  id,
  type: z.number(),
  channel_id: id,
  channel_type: maybe(z.number()),
  guild_id: maybe(id),
  author: User,
  member: maybe(Member),
  webhook_id: maybe(id),
  content: z.string().default(""),
  mentions: z.array(z.object({ id })).default([]),
  mention_roles: z.array(id).default([]),
  message_reference: maybe(z.object({ message_id: maybe(id) })),
  attachments: z
    .array(z.object({ id, filename: z.string().default(""), size: z.number().default(0) }))
    .default([]),
});
export type SaidMessage = z.infer<typeof SaidMessage>;

/** The name a person goes by. */
export const nameOf = (user: User, member: Member | null): string =>
  [member?.nick, user.global_name, user.username].find((name) => typeof name === "string" && name !== "") ??
  user.id;
