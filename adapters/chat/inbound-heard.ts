import { z } from "zod";

const text = z.string();

/** As in `Inbound`, but a decision may leave its project to the thread that it was clicked in. */
const Event = z.discriminatedUnion("type", [
  z.object({ type: z.literal("slash"), text, brief: text.nullable() }),
  z.object({ type: z.literal("message"), text }),
  z.object({ type: z.literal("button"), says: text, project: text.nullable() }),
  z.object({
    type: z.literal("decision"),
    project: text.nullable(),
    escalation: text,
    rev: z.number(),
    choice: text,
    note: text,
    answers: z.record(z.string(), text),
  }),
  z.object({ type: z.literal("form"), form: text, values: z.record(z.string(), z.array(text).readonly()) }),
  z.object({ type: z.literal("shortcut") }),
  z.object({ type: z.literal("home") }),
]);

/** What every platform tells of something that a person did. Each adds who they are and how they are answered: that is what the inbox keeps. */
export const Heard = z.object({
  channel: z.string(),
  thread: z.string().nullable(),
  files: z.array(z.object({ id: z.string(), name: z.string(), bytes: z.number() })).readonly(),
  event: Event,
  /**
   * Said in a thread without naming the bot, so it is for us only if the thread is a project's: `thread` may be anybody's,
   * `own-thread` was opened by the bot, so that its project may be saved any moment. Null when it is for us in any case.
   */
  overheard: z.enum(["thread", "own-thread"]).nullable(),
});
export type Heard = z.infer<typeof Heard>;
