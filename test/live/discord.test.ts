import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { fastClock } from "../adapters/chat/outbound-stage.ts";
import { startDiscord, type DiscordOptions } from "../support/discord/discord.ts";
import { createChecking, type Ended } from "./checking.ts";
import { checkDiscordLive } from "./discord-checks.ts";

const start = async (options: DiscordOptions = {}) => {
  const clock = fastClock();
  const discord = await startDiscord({ now: () => Math.round(clock.now()), ...options });
  onTestFinished(() => discord.close());
  const check = async (
    change: { readonly channel?: string; readonly token?: string } = {},
  ): Promise<readonly Ended[]> => {
    const checking = createChecking(() => undefined);
    const { apiUrl, app } = discord;
    const live = { token: app.token, apiUrl, guild: app.guildId, channel: null, clock, ...change };
    await checkDiscordLive(live, checking);
    return checking.all;
  };
  return { discord, check };
};

const failed = (all: readonly Ended[]): readonly string[] =>
  all.filter(({ state }) => state === "failed").map(({ name, words }) => `${name}: ${words}`);

test(
  "the checks for a real Discord pass on ours, and leave nothing behind but an archived thread",
  { timeout: 30_000 },
  async () => {
    const { discord, check } = await start();
    const all = await check();
    expect(failed(all)).toEqual([]);
    expect(all.map(({ state }) => state)).toEqual([...Array(14).fill("ok"), "skipped"]);
    expect([discord.refused(), discord.messages(discord.general), discord.commands()]).toEqual([[], [], []]);
  },
);

test("what Discord does not do as it should is found", { timeout: 30_000 }, async () => {
  const { check } = await start({ lifetimes: { nonce: 0 } });
  expect(failed(await check())).toEqual([
    "a message that is posted again under its key is there once: it is there 2 times: does Discord heed enforce_nonce?",
  ]);
});

test("a channel that the bot may not write to fails with what to do, and nothing is tried there", async () => {
  const { check } = await start({ botPermissions: 1n << 10n });
  const all = await check();
  expect(failed(all)).toEqual([expect.stringMatching(/^a thread opens: .*refused/)]);
});

const run = (
  env: Readonly<Record<string, string>>,
): Promise<{ readonly code: number; readonly said: string }> =>
  new Promise((resolve) => {
    const file = fileURLToPath(new URL("discord.ts", import.meta.url));
    execFile(
      process.execPath,
      [file],
      { env: { PATH: process.env["PATH"] ?? "", ...env } },
      (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === "number" ? error.code : 0, said: stdout + stderr });
      },
    );
  });

test("without a token it says that it is skipped; a refused token fails, and is not printed", async () => {
  const { discord } = await start();
  expect(await run({})).toEqual({
    code: 0,
    said: "skipped: DISCORD_BOT_TOKEN and DISCORD_GUILD_ID are not set\n",
  });
  const { code, said } = await run({
    DISCORD_BOT_TOKEN: "wrong.token.here",
    DISCORD_GUILD_ID: discord.app.guildId,
    DISCORD_API_URL: discord.apiUrl,
  });
  expect([code, said]).toEqual([
    1,
    expect.stringMatching(/^failed {2}the bot signs in: .*DISCORD_BOT_TOKEN[^]*0 ok, 1 failed/),
  ]);
  expect(said).not.toContain("wrong.token.here");
});
