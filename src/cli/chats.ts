import process from "node:process";
import { createLateChat } from "#adapters/chat/late.ts";
import { systemClock } from "#adapters/clock/system.ts";
import type { ChatsConfig } from "../config/chats.ts";
import { BotArmyError } from "../errors.ts";
import { terminalChat, type MachineOptions } from "../main.ts";
import type { ChatHooks } from "../main/chat-hooks.ts";
import { openDiscord } from "../main/discord.ts";
import { openSlack } from "../main/slack.ts";
import type { Chat } from "../ports.ts";
import { brokenInside } from "./failure.ts";
import type { OpenHooks } from "./session.ts";

/** Signing in takes a second or two; a platform that takes longer holds nothing else up. */
const patienceMs = 5_000;

/** Every chat platform whose token is set, else the terminal. Those that cannot be reached now are joined once they can. Throws BotArmyError when one refuses its token. */
export const chatsFor =
  (data: string, { slack, discord }: ChatsConfig, hooks: OpenHooks): MachineOptions["chats"] =>
  async (opened) => {
    const opening: SigningIn[] = [];
    if (slack !== null)
      opening.push(signIn(["slack", "Slack"], hooks, (around) => openSlack(slack, opened, around)));
    if (discord !== null)
      opening.push(signIn(["discord", "Discord"], hooks, (around) => openDiscord(discord, opened, around)));
    if (opening.length === 0) return [terminalChat(data, { mode: "auto", onStop: hooks.onStop })];
    const chats = opening.map(({ chat }) => chat);
    try {
      await atMost(patienceMs, Promise.all(opening.map(({ done }) => done)));
    } catch (error) {
      for (const chat of chats) await chat.close();
      throw error;
    }
    return chats;
  };

interface SigningIn {
  readonly chat: Chat;
  readonly done: Promise<Chat>;
}

const signIn = (
  [name, title]: readonly ["slack" | "discord", string],
  hooks: OpenHooks,
  open: (around: ChatHooks) => Promise<Chat>,
): SigningIn => {
  const stopping = new AbortController();
  const done = open(hooksFor(name, hooks, stopping.signal));
  const chat = createLateChat({
    name,
    title,
    opening: done,
    stop: () => stopping.abort(new Error("the bot is being stopped")),
    onRefused: (error) => hooks.onBroken(told(name, error)),
  });
  return { chat, done };
};

const told = (name: string, error: unknown): BotArmyError =>
  error instanceof BotArmyError
    ? error
    : new BotArmyError(`${name}-broken`, brokenInside(error, `${name} was not joined`), { cause: error });

/** Resolves when the work is done or so much time is over. */
const atMost = async (ms: number, work: Promise<unknown>): Promise<void> => {
  const over = new AbortController();
  try {
    await Promise.race([work, systemClock.sleep(ms, over.signal)]);
  } finally {
    over.abort();
  }
};

const hooksFor = (chat: "slack" | "discord", { onBroken }: OpenHooks, signal: AbortSignal): ChatHooks => {
  const say = (words: string): void => void process.stdout.write(`botarmy: ${words}\n`);
  return {
    onReady: (words) => say(`${words}. Ctrl-C stops.`),
    onWait: once((words: string) => say(`${words} Trying again until it works.`)),
    onFatal: (words) => onBroken(new BotArmyError(`${chat}-token`, words)),
    signal,
  };
};

const once = (act: (words: string) => void): ((words: string) => void) => {
  let isDone = false;
  return (words) => {
    if (!isDone) act(words);
    isDone = true;
  };
};
