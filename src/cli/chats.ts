import process from "node:process";
import type { ChatsConfig } from "../config/chats.ts";
import { BotArmyError } from "../errors.ts";
import { terminalChat, type MachineOptions } from "../main.ts";
import type { ChatHooks } from "../main/chat-hooks.ts";
import { openDiscord } from "../main/discord.ts";
import { openSlack } from "../main/slack.ts";
import type { Chat } from "../ports.ts";
import type { OpenHooks } from "./session.ts";

/** Every chat platform whose token is set, else the terminal. */
export const chatsFor =
  (data: string, { slack, discord }: ChatsConfig, hooks: OpenHooks): MachineOptions["chats"] =>
  async (opened) => {
    const opening: Promise<Chat>[] = [];
    if (slack !== null) opening.push(openSlack(slack, opened, hooksFor("slack", hooks)));
    if (discord !== null) opening.push(openDiscord(discord, opened, hooksFor("discord", hooks)));
    if (opening.length === 0) return [terminalChat(data, { mode: "auto", onStop: hooks.onStop })];
    return await Promise.all(opening);
  };

const hooksFor = (chat: "slack" | "discord", { onBroken }: OpenHooks): ChatHooks => {
  const say = (words: string): void => void process.stdout.write(`botarmy: ${words}\n`);
  return {
    onReady: (words) => say(`${words}. Ctrl-C stops.`),
    onWait: once((words: string) => say(`${words} Trying again until it works.`)),
    onFatal: (words) => onBroken(new BotArmyError(`${chat}-token`, words)),
    // Ctrl-C ends the process by itself while nothing runs yet.
    signal: new AbortController().signal,
  };
};

const once = (act: (words: string) => void): ((words: string) => void) => {
  let isDone = false;
  return (words) => {
    if (!isDone) act(words);
    isDone = true;
  };
};
