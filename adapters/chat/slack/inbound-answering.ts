import { z } from "zod";
import type { Form } from "#src/project/form.ts";
import type { Message } from "#src/project/message.ts";
import type { Speak } from "../gaps-telling.ts";

/** Who did something, and where: all that is needed to answer them alone. */
export const Sender = z.object({
  user: z.string(),
  /** Null in App Home. */
  channel: z.string().nullable(),
  /** Null in the channel itself. */
  thread: z.string().nullable(),
  /** Takes up to five answers until 30 minutes after `at`. */
  responseUrl: z.string().nullable(),
  /** Opens one form until 3 seconds after `at`. */
  triggerId: z.string().nullable(),
  /** Clicked in a message that only they see: the answer takes its place. */
  replaces: z.boolean(),
  /** When it reached us, in milliseconds since 1970. */
  at: z.number(),
});
export type Sender = z.infer<typeof Sender>;

/** How people are answered: all of a thread, or one alone. What is said alone is said at most once for what a person did; what it throws is only logged. */
export interface Answering extends Speak {
  /** Tells the sender alone. */
  reply(to: Sender, message: Message): Promise<void>;
  /** Opens the form, or says how to say the same in words when it is too late for that. */
  openForm(to: Sender, form: Form): Promise<void>;
  /** Fills the sender's App Home. */
  publishHome(to: Sender, message: Message): Promise<void>;
}
