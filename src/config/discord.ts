import { BotArmyError } from "../errors.ts";
import { Secret } from "./secret.ts";

/** How to reach Discord. */
export interface DiscordConfig {
  readonly botToken: Secret;
  /** `minimal` reads no messages but those that name the bot, and needs no privileged intent. */
  readonly intents: "full" | "minimal";
  /** The only server that is served; null for all that the bot was invited to. */
  readonly guildId: string | null;
  /** Another address of Discord's API, ending in `/api`; null for Discord's own. */
  readonly apiUrl: string | null;
}

/** Reads how to reach Discord from the environment; null when no token of Discord's is set. Throws BotArmyError `config-invalid` with every problem. */
export const readDiscord = (env: Readonly<Record<string, string | undefined>>): DiscordConfig | null => {
  const value = (name: string): string => env[name]?.trim() ?? "";
  const [token, intents, guild, apiUrl] = [
    value("DISCORD_BOT_TOKEN"),
    value("DISCORD_INTENTS") || "full",
    value("DISCORD_GUILD_ID"),
    value("DISCORD_API_URL"),
  ];
  if (token === "") return null;
  const problems = [
    /^\S+$/.test(token.replace(/^Bot /, ""))
      ? ""
      : "DISCORD_BOT_TOKEN must be the token from the developer portal's page Bot",
    intents === "full" || intents === "minimal"
      ? ""
      : `DISCORD_INTENTS is ${intents}; it can be full or minimal`,
    guild === "" || /^\d{15,21}$/.test(guild)
      ? ""
      : "DISCORD_GUILD_ID is no server's id: in Discord, right-click the server and copy its id (a number)",
    apiUrl === "" || URL.canParse(apiUrl) ? "" : "DISCORD_API_URL is no address",
  ].filter((problem) => problem !== "");
  if (problems.length > 0)
    throw new BotArmyError("config-invalid", `Discord is set up wrongly: ${problems.join("; ")}`);
  return {
    // People paste it with the word that goes before it in a header.
    botToken: new Secret(token.replace(/^Bot /, "")),
    intents: intents === "minimal" ? "minimal" : "full",
    guildId: guild === "" ? null : guild,
    apiUrl: apiUrl === "" ? null : apiUrl.replace(/\/+$/, ""),
  };
};
