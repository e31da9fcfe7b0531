import { expect, onTestFinished, test } from "vitest";
import { startDiscord } from "../support/discord/discord.ts";
import { startSlack } from "../support/slack/slack.ts";
import { start } from "./botarmy.ts";
import { folderForFile } from "./data.ts";

const folder = folderForFile();
const brief = "A shop sells lamps to people who read at night.";

const openBoth = async () => {
  const [discord, slack] = await Promise.all([startDiscord(), startSlack()]);
  onTestFinished(async () => void (await Promise.all([discord.close(), slack.close()])));
  const { botToken: SLACK_BOT_TOKEN, appToken: SLACK_APP_TOKEN } = slack.app;
  const env = { ...discord.env, SLACK_BOT_TOKEN, SLACK_APP_TOKEN, SLACK_API_URL: slack.apiUrl };
  return { discord, slack, env };
};

test("one bot is on both platforms, and one that cannot be reached at the start holds up nothing on the other", async () => {
  const { discord, slack, env } = await openBoth();
  const mend = discord.fault({ operation: "get_my_user", times: 1_000, wrong: { status: 503 } });
  const bot = start(["start", "--data", `${folder}/both`], { env });
  await bot.until("signed in to Slack as @botarmy");
  await bot.until("Trying again until it works.");
  const ada = await slack.person("U0ADA", { name: "Ada" });
  await slack.until(() => slack.connections.some(({ open }) => open), 20_000);
  await ada.slash("C0GENERAL", `start --approve gates ${brief}`);
  await slack.until(
    () => slack.posts.some(({ blocks }) => JSON.stringify(blocks).includes("|approve")),
    20_000,
  );

  mend();
  await bot.until("signed in to Discord as @botarmy");
  await discord.until(() => discord.commands().length > 0, 20_000);
  const bob = discord.person("401", { name: "Bob" });
  await bob.slash(discord.general, "start", { brief, approve: "gates" });
  await discord.until(() => discord.threads(discord.general).length > 0, 20_000);
  bot.child.kill("SIGTERM");
  expect(await bot.ended).toMatchObject({ code: 0, err: "" });
}, 60_000);

test("a token that one of them refuses is told at the start, and nothing begins", async () => {
  const { env } = await openBoth();
  const bot = start(["start", "--data", `${folder}/refused`], {
    env: { ...env, DISCORD_BOT_TOKEN: "x.y.z" },
  });
  const { code, err } = await bot.ended;
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining("DISCORD_BOT_TOKEN") });
}, 30_000);
