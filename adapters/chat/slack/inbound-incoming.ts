import { z } from "zod";
import { Heard } from "../inbound-heard.ts";
import { Sender } from "./inbound-answering.ts";

/** What a person did, before their name and groups are looked up: this is what the inbox keeps. */
export const Incoming = Heard.extend({
  by: z.object({
    id: z.string(),
    /** As the payload calls them; may be empty. */
    name: z.string(),
    /** Belongs to another team, as people in Slack Connect channels do. */
    foreign: z.boolean(),
  }),
  sender: Sender,
});
export type Incoming = z.infer<typeof Incoming>;
