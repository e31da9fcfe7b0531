import { onTestFinished, expect, test } from "vitest";
import { startDiscord } from "../../support/discord/discord.ts";
import { startSlack } from "../../support/slack/slack.ts";
import { botarmy } from "../botarmy.ts";
import { folderForFile } from "../data.ts";

const data = `${folderForFile()}/none`;
const doctor = (env: Readonly<Record<string, string>>) => botarmy(["doctor", "--data", data], { env });

test("doctor looks at every platform whose token is set", async () => {
  const [discord, slack] = await Promise.all([startDiscord(), startSlack()]);
  onTestFinished(async () => void (await Promise.all([discord.close(), slack.close()])));
  const { code, out, err } = await doctor({
    ...discord.env,
    SLACK_BOT_TOKEN: slack.app.botToken,
    SLACK_APP_TOKEN: slack.app.appToken,
    SLACK_API_URL: slack.apiUrl,
  });
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toContain("ok     Discord: signed in as @botarmy\n");
  expect(out).toContain("ok     Discord: Swim club: can work in #general\n");
  expect(out).toContain("ok     Slack: signed in as @botarmy in Swim club\n");
  expect(out).not.toContain("WRONG");
  expect(out).not.toContain(discord.app.token);
});

test("a platform that is set up wrongly is told, hides nothing of the other, and makes doctor fail", async () => {
  const discord = await startDiscord({ privileged: { messageContent: false } });
  onTestFinished(() => discord.close());
  const { code, out } = await doctor({ ...discord.env, SLACK_BOT_TOKEN: "xoxb-1" });
  expect(code).toBe(1);
  expect(out).toMatch(/^WRONG +Slack is set up wrongly: set SLACK_APP_TOKEN/m);
  expect(out).toMatch(/^WRONG +Discord: Message Content Intent is off: switch it on at /m);
  expect(out).toMatch(/^ok +Discord: signed in as @botarmy$/m);
});

test("without a token of any platform doctor says where the bot talks", async () => {
  expect((await doctor({})).out).toMatch(/^note +no chat token is set: `npm start` talks in the terminal$/m);
});
