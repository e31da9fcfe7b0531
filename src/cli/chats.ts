import process from "node:process";
import type { ChatsConfig } from "../config/chats.ts";
import { BotArmyError } from "../errors.ts";
import { terminalChat, type MachineOptions } from "../main.ts";
import { openDiscord } from "../main/discord.ts";
import { joinChats, type ToJoin } from "../main/signing-in.ts";
import { openSlack } from "../main/slack.ts";
import { brokenInside } from "./failure.ts";
import type { OpenHooks } from "./session.ts";

/** Every chat platform whose token is set, else the terminal. */
export const chatsFor =
  (data: string, { slack, discord }: ChatsConfig, hooks: OpenHooks): MachineOptions["chats"] =>
  async (opened) => {
    const all: ToJoin[] = [];
    if (slack !== null) {
      const open: ToJoin["open"] = (around) => openSlack(slack, opened, around);
      all.push({ name: "slack", title: "Slack", open, ...tellingOf("slack", hooks) });
    }
    if (discord !== null) {
      const open: ToJoin["open"] = (around) => openDiscord(discord, opened, around);
      all.push({ name: "discord", title: "Discord", open, ...tellingOf("discord", hooks) });
    }
    if (all.length === 0) return [terminalChat(data, { mode: "auto", onStop: hooks.onStop })];
    return await joinChats(all);
  };

const tellingOf = (chat: string, { onBroken }: OpenHooks): Pick<ToJoin, "hooks" | "onRefused"> => {
  const say = (words: string): void => void process.stdout.write(`botarmy: ${words}\n`);
  return {
    hooks: {
      onReady: (words) => say(`${words}. Ctrl-C stops.`),
      onWait: (words) => say(`${words} Trying again until it works.`),
      onFatal: (words) => onBroken(new BotArmyError(`${chat}-token`, words)),
    },
    onRefused: (error) => onBroken(told(chat, error)),
  };
};

const told = (chat: string, error: unknown): BotArmyError =>
  error instanceof BotArmyError
    ? error
    : new BotArmyError(`${chat}-broken`, brokenInside(error, `${chat} was not joined`), { cause: error });
