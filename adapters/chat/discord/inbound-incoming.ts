import { z } from "zod";
import { Heard } from "../inbound-heard.ts";

const id = z.string();

/** What Discord waits for an answer to, as `Interaction` says. */
const WaitingInteraction = z.object({
  id,
  token: z.string(),
  type: z.enum(["command", "component", "form"]),
  from: z.enum(["public", "private", "question"]).nullable(),
});

/** What a person did, before it is looked up who they are: this is what the inbox keeps. */
export const Incoming = Heard.extend({
  by: z.object({
    id,
    /** As the payload calls them. */
    name: z.string(),
    /** The server it happened on; null in direct messages. */
    guild: id.nullable(),
    /** Ids of the roles they had then; null when the payload does not say. */
    roles: z.array(id).readonly().nullable(),
    /** What they might do there then, as Discord's bit field; null when the payload does not say. */
    permissions: z.string().nullable(),
  }),
  /** Why nothing will be seen of what was asked, in words: said in place of nothing. Null when nothing is known against it. */
  hindrance: z.string().nullable().default(null),
  /** Null when it was written, so that Discord waits for nothing. */
  interaction: WaitingInteraction.nullable(),
  /** The message that was written; null for an interaction. */
  message: z
    .object({
      id,
      /** Where: it may be a thread, which is found out in its turn. Null when `channel` and `thread` say it. */
      place: id.nullable(),
      /** The message that it answers. */
      answers: id.nullable(),
    })
    .nullable(),
});
export type Incoming = z.infer<typeof Incoming>;
