import { z } from "zod";
import { Sender } from "./inbound-answering.ts";

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

/** What a person did, before their name and groups are looked up: this is what the inbox keeps. */
export const Incoming = z.object({
  channel: z.string(),
  thread: z.string().nullable(),
  by: z.object({
    id: z.string(),
    /** As the payload calls them; may be empty. */
    name: z.string(),
    /** Belongs to another team, as people in Slack Connect channels do. */
    foreign: z.boolean(),
  }),
  files: z.array(z.object({ id: z.string(), name: z.string(), bytes: z.number() })).readonly(),
  event: Event,
  sender: Sender,
  /**
   * Said in a thread without naming the bot, so it is for us only if the thread is a project's: `thread` may be anybody's,
   * `own-thread` was opened by the bot, so that its project may be saved any moment. Null when it is for us in any case.
   */
  overheard: z.enum(["thread", "own-thread"]).nullable(),
});
export type Incoming = z.infer<typeof Incoming>;
