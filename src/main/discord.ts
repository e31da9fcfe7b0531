import type { Checked } from "#adapters/chat/checked.ts";
import { checkDiscord } from "#adapters/chat/discord/check.ts";
import { openDiscordChat } from "#adapters/chat/discord/discord.ts";
import { systemClock } from "#adapters/clock/system.ts";
import type { DiscordConfig } from "../config/discord.ts";
import type { Opened, Storage } from "../main.ts";
import type { Chat } from "../ports.ts";
import { openThreads, type ChatHooks } from "./chat-hooks.ts";
import { createSuggestions } from "./suggestions.ts";

/** Discord as a chat on this machine. Waits while Discord cannot be reached. Throws BotArmyError when it refuses the token. */
export const openDiscord = async (
  { botToken, ...config }: DiscordConfig,
  opened: Opened,
  hooks: ChatHooks,
): Promise<Chat> => {
  const { store, library, log } = opened;
  const chat = await openDiscordChat({
    ...opened.chatMemory("discord"),
    ...config,
    token: botToken.reveal(),
    clock: systemClock,
    log,
    projectIn: ({ thread }) => store.byThread("discord", thread),
    threads: (endedSince) => openThreads(opened, "discord", endedSince),
    suggest: createSuggestions({ chat: "discord", store, library }),
    ...hooks,
  });
  hooks.onReady(`signed in to Discord as @${chat.identity.botName}`);
  return chat;
};

/** What is set up in Discord and what is missing, in plain words. `storage` is null when there is no data folder yet. */
export const lookAtDiscord = async (
  { botToken, ...config }: DiscordConfig,
  storage: Storage | null,
): Promise<readonly Checked[]> =>
  await checkDiscord({
    ...config,
    token: botToken.reveal(),
    notes: storage?.chatMemory("discord").notes ?? null,
  });
