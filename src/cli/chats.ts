import process from "node:process";
import type { SlackConfig } from "../config/slack.ts";
import { BotArmyError } from "../errors.ts";
import { terminalChat, type MachineOptions } from "../main.ts";
import { openSlack } from "../main/slack.ts";
import type { OpenHooks } from "./session.ts";

/** Slack when its token is set, else the terminal. */
export const chatsFor =
  (data: string, slack: SlackConfig | null, { onStop, onBroken }: OpenHooks): MachineOptions["chats"] =>
  async (opened) => {
    if (slack === null) return [terminalChat(data, { mode: "auto", onStop })];
    const say = (words: string): void => void process.stdout.write(`botarmy: ${words}\n`);
    const waiting = once((words: string) => say(`${words} Trying again until it works.`));
    const chat = await openSlack(slack, opened, {
      onReady: (words) => say(`${words}. Ctrl-C stops.`),
      onWait: waiting,
      onFatal: (words) => onBroken(new BotArmyError("slack-token", words)),
      // Ctrl-C ends the process by itself while nothing runs yet.
      signal: new AbortController().signal,
    });
    return [chat];
  };

const once = (act: (words: string) => void): ((words: string) => void) => {
  let isDone = false;
  return (words) => {
    if (!isDone) act(words);
    isDone = true;
  };
};
