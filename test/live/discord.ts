import { systemClock } from "#adapters/clock/system.ts";
import { readDiscord } from "#src/config/discord.ts";
import { createChecking } from "./checking.ts";
import { checkDiscordLive } from "./discord-checks.ts";

/**
 * Tries the Discord adapter on a real server, with nobody's help: DISCORD_BOT_TOKEN, DISCORD_GUILD_ID, and where wanted
 * DISCORD_CHANNEL_ID (else the first text channel that can be written to) and DISCORD_API_URL. One line for each check. Exit code: 0
 * when none failed, or when nothing is set; 1 when one did; 2 when what is set is wrong.
 */
const env = (name: string): string => process.env[name]?.trim() ?? "";

const main = async (): Promise<number> => {
  const [guild, channel] = [env("DISCORD_GUILD_ID"), env("DISCORD_CHANNEL_ID")];
  if (env("DISCORD_BOT_TOKEN") === "" || guild === "")
    return say("skipped: DISCORD_BOT_TOKEN and DISCORD_GUILD_ID are not set", 0);
  const config = readDiscord(process.env);
  if (config === null) return say("DISCORD_BOT_TOKEN is not set", 2);
  const token = config.botToken.reveal();
  const checking = createChecking(({ state, name, words }) => {
    say(`${state.padEnd(8)}${name}: ${words}`.replaceAll(token, "[secret]"), 0);
  });
  await checkDiscordLive(
    { token, apiUrl: config.apiUrl, guild, channel: channel === "" ? null : channel, clock: systemClock },
    checking,
  );
  const count = (state: string): number => checking.all.filter((one) => one.state === state).length;
  const failed = count("failed");
  return say(`${count("ok")} ok, ${failed} failed, ${count("skipped")} skipped`, failed > 0 ? 1 : 0);
};

const say = (line: string, code: number): number => {
  process.stdout.write(`${line}\n`);
  return code;
};

try {
  process.exitCode = await main();
} catch (error) {
  process.exitCode = say(error instanceof Error ? error.message : String(error), 2);
}
