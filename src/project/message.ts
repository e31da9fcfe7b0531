import { z } from "zod";

/** A button or choice that sends a decision. */
export const Choice = z.strictObject({
  id: z.string().min(1).max(40),
  label: z.string().min(1).max(80),
  intent: z.enum(["primary", "danger", "neutral"]),
  /** True when the choice means nothing without words, so that the chat must ask for them. */
  wantsNote: z.boolean(),
});
export type Choice = z.infer<typeof Choice>;

/** A button that says something. */
export const Button = z.strictObject({
  label: z.string().min(1).max(75),
  /** What a click says, e.g. `pause` or `logs architect page 2`. */
  says: z.string().min(1).max(200),
  intent: z.enum(["primary", "danger", "neutral"]),
  /** Asked before it is said; null when a click is enough. */
  confirm: z.string().max(200).nullable(),
});
export type Button = z.infer<typeof Button>;

const text = z.string().max(20_000);

/** A piece of a message, by meaning. Prose is CommonMark; every adapter lowers what its platform cannot show. */
export const Block = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("heading"), text: z.string().max(300) }),
  z.strictObject({ type: z.literal("prose"), text }),
  z.strictObject({
    type: z.literal("facts"),
    facts: z.array(z.strictObject({ name: z.string(), value: z.string() })).max(20),
  }),
  z.strictObject({
    type: z.literal("table"),
    columns: z.array(z.string()).max(10),
    rows: z.array(z.array(z.string())).max(200),
  }),
  z.strictObject({ type: z.literal("code"), language: z.string().max(20), text }),
  z.strictObject({ type: z.literal("quote"), text, source: z.string().max(300) }),
  z.strictObject({
    type: z.literal("file"),
    path: z.string(),
    bytes: z.number().int().nonnegative(),
    version: z.number().int().positive(),
  }),
  z.strictObject({ type: z.literal("divider") }),
  z.strictObject({
    type: z.literal("progress"),
    done: z.number().int().nonnegative(),
    total: z.number().int().positive(),
    items: z
      .array(
        z.strictObject({
          label: z.string(),
          state: z.enum(["waiting", "running", "blocked", "done"]),
          note: z.string(),
        }),
      )
      .max(40),
  }),
  z.strictObject({
    type: z.literal("actions"),
    escalation: z.string(),
    rev: z.number().int().positive(),
    choices: z.array(Choice).min(1).max(10),
    /** The project it is about, where it is not shown in that project's thread. */
    project: z.string().optional(),
  }),
  z.strictObject({ type: z.literal("context"), text: z.string().max(1_000) }),
  z.strictObject({
    type: z.literal("tree"),
    /** Lines of a tree from top to bottom; depth 0 is a root. */
    nodes: z
      .array(z.strictObject({ depth: z.number().int().min(0).max(10), label: z.string(), note: z.string() }))
      .max(200),
  }),
  z.strictObject({
    type: z.literal("picture"),
    title: z.string().max(200),
    /** Says all that the picture shows. */
    alt: z.string().min(1).max(1_000),
    /** A PNG in base64. Pictures stand in views only, never in a project's row. */
    png: z.string().max(2_000_000),
  }),
  /** Buttons that say words for the person who clicks, as if typed in the project's thread. Chats without buttons leave them out. */
  z.strictObject({
    type: z.literal("buttons"),
    project: z.string().nullable(),
    buttons: z.array(Button).min(1).max(25),
  }),
]);
export type Block = z.infer<typeof Block>;

/** A neutral message. Whatever cannot be shown by a platform is said by `fallback`, a plain text without markup. */
export const Message = z.strictObject({
  kind: z.enum(["status", "handoff", "escalation", "artifact", "notice", "view"]),
  tone: z.enum(["neutral", "good", "warning", "bad"]),
  /** The agent who speaks; null when BotArmy itself does. */
  from: z.strictObject({ id: z.string(), name: z.string(), badge: z.string() }).nullable(),
  blocks: z.array(Block).max(60),
  /** People to notify, by platform id. Everyone else in the text is neutralised by the adapter. */
  mentions: z.array(z.string()).max(20),
  /** Shown in the channel as well as in the thread: a question, an end. */
  announce: z.boolean().optional(),
  fallback: z.string().min(1).max(4_000),
});
export type Message = z.infer<typeof Message>;
