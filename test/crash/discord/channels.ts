import type { TestDiscord } from "../../support/discord/discord.ts";

/** The channel that a thread is in; null for what is no thread of these channels. */
export const channelOf = (discord: TestDiscord, channels: readonly string[], id: string): string | null =>
  channels.find((channel) => discord.threads(channel).some((thread) => thread.id === id)) ?? null;
