import { checkSlack, type Checked } from "#adapters/chat/slack/check.ts";
import { openSlackChat } from "#adapters/chat/slack/slack.ts";
import { systemClock } from "#adapters/clock/system.ts";
import type { SlackConfig } from "../config/slack.ts";
import type { Opened, Storage } from "../main.ts";
import type { Chat, Log, Place, Store } from "../ports.ts";

/** What those who run the bot are told. */
export interface SlackHooks {
  /** Nothing works before somebody acts. */
  readonly onFatal: (words: string) => void;
  /** Slack cannot be reached at the start; it is tried again. */
  readonly onWait: (words: string) => void;
  /** Signed in. */
  readonly onReady: (words: string) => void;
  /** Ends the waiting for Slack at the start. */
  readonly signal: AbortSignal;
}

/** Slack as a chat on this machine. Waits while Slack cannot be reached. Throws BotArmyError when it refuses the token. */
export const openSlack = async (config: SlackConfig, opened: Opened, hooks: SlackHooks): Promise<Chat> => {
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
    threads: () => openThreads(opened.store),
    ...hooks,
  });
  hooks.onReady(`signed in to Slack as @${chat.identity.botName} in ${chat.identity.team}`);
  return chat;
};

/** Threads of projects that go on, newest first. */
const openThreads = async (store: Store): Promise<readonly Place[]> => {
  const places: Place[] = [];
  for (const id of await store.ids()) {
    const project = await store.load(id);
    if (project?.chat.name !== "slack" || project.chat.thread === null) continue;
    if (project.status !== "running" && project.status !== "paused") continue;
    places.push({ channel: project.chat.channel, thread: project.chat.thread });
  }
  return places;
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
