import { onTestFinished, expect, test } from "vitest";
import { startDiscord } from "../support/discord/discord.ts";
import { botarmy, start } from "./botarmy.ts";
import { folderForFile } from "./data.ts";

test("with a token start runs on Discord, and needs no privileged intent and no other permission than the install link's", async () => {
  const discord = await startDiscord({ privileged: { messageContent: false } });
  onTestFinished(() => discord.close());
  const { general } = discord;
  const data = `${folderForFile()}/data`;
  const env = { ...discord.env, DISCORD_INTENTS: "minimal" };
  const bot = start(["start", "--data", data], { env });
  await bot.until("signed in to Discord as @botarmy. Ctrl-C stops.");
  const ada = discord.person("401", { name: "Ada" });
  await discord.until(() => discord.commands().length > 0);
  await ada.slash(general, "start", {
    brief: "A shop sells lamps to people who read at night.",
    approve: "gates",
  });
  const thread = await discord.until(() => discord.threads(general)[0]?.id);
  await discord.until(() => discord.thread(thread).includes("please decide within"));

  const doctor = await botarmy(["doctor", "--data", data], { env });
  expect(doctor.code).toBe(0);
  expect(doctor.out).toContain("in use by a running BotArmy, 1 project\n");
  expect(doctor.out).toContain("ok     Discord: /botarmy is registered\n");
  expect(doctor.out).toMatch(/^ok +Discord: last slash command came 20/m);
  expect(doctor.out).toMatch(/^note +Discord: no message \(those that name the bot\) has ever come/m);

  ada.write(thread, "reject because nobody reads this");
  ada.mention(thread, "approve");
  await discord.until(() => discord.thread(thread).includes("e1 · Ada chose Approve"));
  bot.child.kill("SIGTERM");
  expect(await bot.ended).toMatchObject({ code: 0, err: "" });
  expect([discord.refused(), discord.calls.filter(({ answered }) => answered === 403)]).toEqual([[], []]);
});
