import { parseArgs } from "node:util";
import type { Play } from "./run.ts";

/** The chats that the suite knows. */
const chats = ["slack", "discord"] as const;
export type ChatName = (typeof chats)[number];

/** What the suite is told. */
export interface Flags {
  readonly chat: ChatName;
  readonly play: Play;
  readonly help: boolean;
}

const options = {
  chat: { type: "string", default: "slack" },
  projects: { type: "string", default: "20" },
  seconds: { type: "string", default: "235" },
  every: { type: "string", default: "3000" },
  step: { type: "string", default: "14000" },
  help: { type: "boolean", default: false },
} as const;

/** Reads the command line; text is what is wrong with it. */
export const readFlags = (argv: readonly string[]): Flags | string => {
  try {
    const { values } = parseArgs({ args: [...argv], options });
    const chat = chats.find((one) => one === values.chat);
    if (chat === undefined) return `--chat takes ${chats.join(" or ")}, not "${values.chat}"`;
    const play = {
      projects: Number(values.projects),
      mostMs: Number(values.seconds) * 1_000,
      startEveryMs: Number(values.every),
      msPerStep: Number(values.step),
    };
    if (Object.values(play).some((value) => !Number.isInteger(value) || value < 0))
      return "--projects, --seconds, --every and --step take whole numbers";
    return { chat, play, help: values.help };
  } catch (error) {
    if (error instanceof TypeError && "code" in error)
      return (error.message.split("\n")[0] ?? "").replace(/\.$/, "");
    throw error;
  }
};
