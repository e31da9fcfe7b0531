import { BotArmyError } from "#src/errors.ts";

const start = "then start BotArmy again.";
const token = `Discord refused the bot token: copy the token of the app's Bot page, set DISCORD_BOT_TOKEN, ${start}`;

/** Close codes after which Discord takes no connection as it was asked for. Source: docs.discord.com/developers/topics/opcodes-and-status-codes. */
const closings: ReadonlyMap<number, { readonly code: string; readonly words: string }> = new Map([
  [4004, { code: "discord-token", words: token }],
  [
    4014,
    {
      code: "discord-intents",
      words: `Discord does not let this app read messages: switch on Message Content Intent on the app's Bot page, or set DISCORD_INTENTS=minimal, ${start}`,
    },
  ],
  [
    4013,
    {
      code: "discord-intents",
      words: `Discord does not know what this version asks for: update BotArmy, ${start}`,
    },
  ],
  [
    4012,
    {
      code: "discord-version",
      words: `Discord has ended the version that this one speaks: update BotArmy, ${start}`,
    },
  ],
  [4011, { code: "discord-shards", words: `Discord wants more connections than were made: ${start}` }],
  [4010, { code: "discord-shards", words: `Discord wants other connections than were made: ${start}` }],
]);

/** Why a connection was closed for good, and what to do; null when it may be tried again. */
export const fatalClosing = (code: number): BotArmyError | null => {
  const known = closings.get(code);
  return known === undefined ? null : new BotArmyError(known.code, known.words);
};

/** The same for what signing in failed with. */
export const fatalLogin = (error: unknown): BotArmyError | null =>
  error instanceof Error && "code" in error && error.code === "TokenInvalid"
    ? new BotArmyError("discord-token", token, { cause: error })
    : null;
