import { parseArgs } from "node:util";

/** The chats that the suite knows. */
const chats = ["terminal", "slack", "discord"] as const;
export type ChatName = (typeof chats)[number];

/** What the suite is told. */
export interface Flags {
  readonly chat: ChatName;
  readonly kills: number;
  readonly seed: number;
  readonly help: boolean;
}

const options = {
  chat: { type: "string" },
  kills: { type: "string" },
  seed: { type: "string" },
  help: { type: "boolean" },
} as const;
const defaultKills = 50;
const mostKills = 10_000;
const seeds = 2 ** 31;

/** Reads the command line; text is what is wrong with it. */
export const readFlags = (argv: readonly string[]): Flags | string => {
  try {
    const { values } = parseArgs({ args: [...argv], options });
    const chat = chats.find((one) => one === (values.chat ?? "terminal"));
    const kills = values.kills === undefined ? defaultKills : Number(values.kills);
    const seed = values.seed === undefined ? Math.floor(Math.random() * seeds) : Number(values.seed);
    const isWhole = (value: number, below: number) => Number.isInteger(value) && value >= 0 && value < below;
    if (chat === undefined) return `--chat takes ${chats.join(", ")}, not "${values.chat}"`;
    if (!isWhole(kills, mostKills))
      return `--kills takes a whole number below ${mostKills}, not "${values.kills}"`;
    if (!isWhole(seed, seeds)) return `--seed takes a whole number below ${seeds}, not "${values.seed}"`;
    return { chat, kills, seed, help: values.help === true };
  } catch (error) {
    if (error instanceof TypeError && "code" in error)
      return (error.message.split("\n")[0] ?? "").replace(/\.$/, "");
    throw error;
  }
};
