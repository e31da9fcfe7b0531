import type { MethodRates, Rate } from "../outbound-pace.ts";

/** Discord lets a bot make 50 requests a second; answers to interactions are not counted: docs.discord.com/developers/topics/rate-limits. */
export const overallRate: Rate = { everyMs: 25, burst: 10, kept: 5 };

/** What Discord counts as one. */
export type DiscordMethod =
  | "post message"
  | "edit message"
  | "delete message"
  | "create thread"
  | "open thread"
  | "read messages"
  | "show typing"
  | "open direct messages"
  | "answer"
  | "read";

/**
 * Discord says in each answer how much it still takes, and its client refuses what is more: these numbers only space things so that
 * urgent ones find room. Posts and edits: about five in five seconds in a channel, one post kept for questions. All status cards of a
 * channel share its edits.
 */
const known: Readonly<Partial<Record<string, MethodRates>>> = {
  "post message": { each: { everyMs: 1_000, burst: 4, kept: 1 } },
  "edit message": { each: { everyMs: 1_000, burst: 2 } },
  "show typing": { each: { everyMs: 8_000, burst: 1 } },
  // Each interaction has a lane, and rates, of its own.
  answer: { apart: true },
} satisfies Partial<Record<DiscordMethod, MethodRates>>;

export const discordRates = (method: string): MethodRates => known[method] ?? {};
