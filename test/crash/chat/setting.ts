import { readFileSync } from "node:fs";
import { z } from "zod";
import { placesIn, Setting } from "../round.ts";
import type { Plan } from "./plans.ts";

/** What a process is started with on a data folder whose people are in a chat. */
export const ChatSetting = Setting.extend({
  chat: z.enum(["slack", "discord"]),
  /** What is added to the summaries of some stages, so that their posts take several messages, or a file. */
  longer: z.record(z.string(), z.string()),
  /** One in so many things that people do takes so long that the platform has to be asked for patience; 0 for none. */
  slowEvery: z.number().int().nonnegative(),
});
export type ChatSetting = z.infer<typeof ChatSetting>;

/** What one data folder goes through, and who is at the other end. */
export interface ChatRound extends ChatSetting {
  readonly people: readonly Plan[];
}

export const readChatSetting = (folder: string): ChatSetting =>
  ChatSetting.parse(JSON.parse(readFileSync(placesIn(folder).round, "utf8")));
