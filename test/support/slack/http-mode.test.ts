import { App, HTTPReceiver } from "@slack/bolt";
import { expect, onTestFinished, test } from "vitest";
import { silent, startStage } from "./bot.ts";
import type { TestSlack } from "./slack.ts";

const channel = "C0GENERAL";

/** A Bolt app behind an address, which Slack sends to. */
async function startHttpBot(slack: TestSlack, listen: (app: App) => void): Promise<string> {
  const receiver = new HTTPReceiver({ signingSecret: slack.app.signingSecret, logger: silent });
  const { botToken, botId, botUserId } = slack.app;
  const app = new App({
    token: botToken,
    botId,
    botUserId,
    receiver,
    convoStore: false,
    logger: silent,
    clientOptions: { slackApiUrl: slack.apiUrl },
  });
  listen(app);
  const server = await receiver.start(0);
  onTestFinished(async () => {
    await receiver.stop();
  });
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" ? (address?.port ?? 0) : 0}/slack/events`;
  slack.useHttp(url);
  return url;
}

test("commands, events and clicks arrive as signed requests", async () => {
  const { slack, post } = await startStage();
  const heard: string[] = [];
  await startHttpBot(slack, (app) => {
    app.command("/botarmy", async ({ ack, command }) => {
      heard.push(command.text);
      await ack({ text: "On it" });
    });
    app.event("app_mention", async ({ event }) => void heard.push(event.text));
    app.action("go", async ({ ack }) => {
      heard.push("go");
      await ack();
    });
  });
  const ann = await slack.person("U0ANN", { name: "Ann" });
  const command = await ann.slash(channel, "status");
  expect(command).toMatchObject({ failure: null, response: { text: "On it" } });
  const { deliveries } = await ann.mention(channel, "hello");
  await Promise.all(deliveries.map(({ done }) => done));
  await slack.until(() => heard.length === 2);
  const text = { type: "plain_text", text: "Go" } as const;
  const ts = await post({
    text: "Go?",
    blocks: [{ type: "actions", elements: [{ type: "button", action_id: "go", text }] }],
  });
  await ann.click(ts, "Go");
  expect(heard).toEqual(["status", `<@${slack.app.botUserId}> hello`, "go"]);
});

test("a forged, an old and a huge request can be sent, and are refused", async () => {
  const { slack } = await startStage();
  const url = await startHttpBot(slack, (app) => app.command("/botarmy", ({ ack }) => ack()));
  const ann = await slack.person("U0ANN", { name: "Ann" });
  const { payload } = await ann.slash(channel, "status");
  const send = async (bad: object) =>
    (await slack.request(url, { type: "slash_commands", payload, ...bad })).status;
  expect(await send({ secret: "another" })).toBe(401);
  expect(await send({ ageSeconds: 400 })).toBe(401);
  expect(await send({ padding: 5_000_000 })).not.toBe(200);
});
