import { readDiscord, type DiscordConfig } from "./discord.ts";
import { readSlack, secretsOf, type SlackConfig } from "./slack.ts";

/** The chat platforms that are set up; null where no token is. */
export interface ChatsConfig {
  readonly slack: SlackConfig | null;
  readonly discord: DiscordConfig | null;
}

/** Reads from the environment which chat platforms to be on. Throws BotArmyError `config-invalid` with every problem of the first that is set up wrongly. */
export const readChats = (env: Readonly<Record<string, string | undefined>>): ChatsConfig => ({
  slack: readSlack(env),
  discord: readDiscord(env),
});

/** Every secret in it, for the scrubber. */
export const chatSecrets = ({ slack, discord }: ChatsConfig): readonly string[] => [
  ...secretsOf(slack),
  ...(discord === null ? [] : [discord.botToken.reveal()]),
];
