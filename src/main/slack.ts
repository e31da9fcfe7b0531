import type { Checked } from "#adapters/chat/checked.ts";
import { checkSlack } from "#adapters/chat/slack/check.ts";
import { openSlackChat } from "#adapters/chat/slack/slack.ts";
import { systemClock } from "#adapters/clock/system.ts";
import type { SlackConfig } from "../config/slack.ts";
import type { Opened, Storage } from "../main.ts";
import type { Chat, Log } from "../ports.ts";
import { openThreads, type ChatHooks } from "./chat-hooks.ts";

/** Slack as a chat on this machine. Waits while Slack cannot be reached. Throws BotArmyError when it refuses the token. */
export const openSlack = async (config: SlackConfig, opened: Opened, hooks: ChatHooks): Promise<Chat> => {
  const { way } = config;
  const chat = await openSlackChat({
    ...opened.chatMemory("slack"),
    token: config.botToken.reveal(),
    way:
      way.type === "socket"
        ? { type: "socket", appToken: way.appToken.reveal() }
        : { type: "http", signingSecret: way.signingSecret.reveal(), port: way.port },
    apiUrl: config.apiUrl,
    clock: systemClock,
    log: opened.log,
    projectIn: ({ thread }) => opened.store.byThread("slack", thread),
    threads: (endedSince) => openThreads(opened, "slack", endedSince),
    ...hooks,
  });
  hooks.onReady(`signed in to Slack as @${chat.identity.botName} in ${chat.identity.team}`);
  return chat;
};

/** What is set up in Slack and what is missing, in plain words. `storage` is null when there is no data folder yet. */
export const lookAtSlack = async (
  config: SlackConfig,
  storage: Storage | null,
  log: Log,
): Promise<readonly Checked[]> =>
  await checkSlack({
    token: config.botToken.reveal(),
    appToken: config.way.type === "socket" ? config.way.appToken.reveal() : null,
    apiUrl: config.apiUrl,
    log,
    notes: storage?.chatMemory("slack").notes ?? null,
  });
