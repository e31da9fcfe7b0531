import { expect, test } from "vitest";
import { startBot, startStage } from "./bot.ts";
import type { Bot } from "./bot.ts";

const channel = "C0GENERAL";

/** A bot that writes down every message it is told about. */
const hearing =
  (heard: string[]) =>
  (bot: Bot): void => {
    bot.message(async ({ message, context }) => {
      const text = "text" in message ? message.text : "";
      heard.push(context.retryNum === undefined || context.retryNum === 0 ? text : `${text} again`);
    });
  };

test("a slash command reaches a Bolt app as Slack writes it, and its acknowledgement is timed", async () => {
  const { slack } = await startStage();
  const commands: unknown[] = [];
  await startBot(slack, (bot) =>
    bot.command("/botarmy", async ({ ack, command }) => {
      await ack({ text: "On it" });
      commands.push(command);
    }),
  );
  const ann = await slack.person("U0ANN", { name: "Ann Lee" });
  const delivery = await ann.slash(channel, "start <b> & ask @Ann Lee in #general, see https://a.b/?c&d");
  expect(commands).toMatchObject([
    {
      command: "/botarmy",
      text: "start &lt;b&gt; &amp; ask <@U0ANN|ann.lee> in <#C0GENERAL|general>, see <https://a.b/?c&amp;d>",
      user_id: "U0ANN",
      channel_id: channel,
      channel_name: "general",
      team_id: slack.app.teamId,
    },
  ]);
  expect(delivery).toMatchObject({ failure: null, ackMs: expect.any(Number), response: { text: "On it" } });
});

test("somebody who speaks to a bot that is away sees that it failed; what is written comes later", async () => {
  const { slack } = await startStage();
  const ann = await slack.person("U0ANN", { name: "Ann" });
  expect((await ann.slash(channel, "status")).failure).toBe("no connection");
  const { deliveries } = await ann.write(channel, "hello?");
  const heard: string[] = [];
  await startBot(slack, hearing(heard));
  const [late] = await Promise.all(deliveries.map(({ done }) => done));
  expect(heard).toEqual(["hello? again"]);
  expect(late?.attempts.map(({ to }) => to)).toEqual([null, "connection 1"]);
});

test("an event that is not acknowledged comes again, a command does not", async () => {
  const { slack } = await startStage({ lifetimes: { redeliver: [30, 30], ack: 1_000 } });
  const heard: string[] = [];
  const { bot } = await startBot(slack, hearing(heard));
  const ann = await slack.person("U0ANN", { name: "Ann" });
  bot.refusals = 2;
  const { deliveries } = await ann.write(channel, "hello");
  const [delivery] = await Promise.all(deliveries.map(({ done }) => done));
  expect(heard).toEqual(["hello again"]);
  expect(delivery?.attempts.map(({ retry, reason, ackMs }) => [retry, reason, ackMs !== null])).toEqual([
    [0, "", false],
    [1, "timeout", false],
    [2, "timeout", true],
  ]);
  bot.refusals = 1;
  const refused = await ann.slash(channel, "status");
  expect([refused.failure, refused.attempts.length]).toEqual(["timeout", 1]);
});

test("events arrive twice, in another order, or not at all when the test says so", async () => {
  const { slack } = await startStage();
  const heard: string[] = [];
  await startBot(slack, hearing(heard));
  const ann = await slack.person("U0ANN", { name: "Ann" });
  slack.network.lose(1);
  slack.network.duplicate(1);
  await ann.write(channel, "lost");
  const twice = await ann.write(channel, "twice");
  await slack.until(() => heard.length === 2);
  slack.network.hold();
  await ann.write(channel, "first");
  await ann.write(channel, "second");
  slack.network.release("reversed");
  await slack.until(() => heard.length === 4);
  for (const delivery of twice.deliveries) slack.network.again(delivery);
  await slack.until(() => heard.length === 5);
  expect(heard).toEqual(["twice", "twice again", "second", "first", "twice again"]);
});

test("payloads take turns between connections, and go to the other one when one is asked to leave or breaks", async () => {
  const { slack } = await startStage();
  const heard: string[] = [];
  await startBot(slack, hearing(heard), 2);
  const ann = await slack.person("U0ANN", { name: "Ann" });
  const to = async (text: string) => {
    const { deliveries } = await ann.write(channel, text);
    const [delivery] = await Promise.all(deliveries.map(({ done }) => done));
    return delivery?.attempts.map((attempt) => attempt.to);
  };
  expect([await to("a"), await to("b"), await to("c")]).toEqual([
    ["connection 1"],
    ["connection 2"],
    ["connection 1"],
  ]);
  const [first, second] = slack.connections;
  first?.warn();
  expect([await to("d"), await to("e")]).toEqual([["connection 2"], ["connection 2"]]);
  second?.cut();
  await slack.until(() => second?.open === false);
  expect(heard).toEqual(["a", "b", "c", "d", "e"]);
  expect((await ann.slash(channel, "status")).failure).toBe("no connection");
});

test("an event that a broken connection swallowed goes to the next one", async () => {
  const { slack } = await startStage({ lifetimes: { redeliver: [60_000] } });
  const heard: string[] = [];
  const { bot } = await startBot(slack, hearing(heard));
  const ann = await slack.person("U0ANN", { name: "Ann" });
  bot.refusals = 1;
  const { deliveries } = await ann.write(channel, "hello");
  await slack.until(() => bot.refusals === 0);
  slack.connections[0]?.cut();
  await slack.until(() => slack.connections[0]?.open === false);
  await startBot(slack, hearing(heard));
  await Promise.all(deliveries.map(({ done }) => done));
  expect(heard).toEqual(["hello again"]);
});

test("opening a connection can fail like any other call", async () => {
  const { slack, client } = await startStage();
  const open = () => client.apps.connections.open({ token: slack.app.appToken });
  slack.fault({ method: "apps.connections.open", wrong: { status: 503 } });
  slack.fault({ method: "apps.connections.open", nth: 2, wrong: { retryAfter: 30 } });
  await expect(open()).rejects.toMatchObject({ statusCode: 503 });
  await expect(open()).rejects.toMatchObject({ retryAfter: 30 });
  expect((await open()).url).toMatch(/^ws:\/\/127\.0\.0\.1:/);
  await expect(client.apps.connections.open({})).rejects.toMatchObject({
    data: { error: "not_allowed_token_type" },
  });
});

test("the app hears of its own posts, of edits and of deletions", async () => {
  const { slack, client, post } = await startStage();
  const ts = await post({ text: "mine" });
  await client.chat.update({ channel, ts, text: "mine, changed" });
  const ann = await slack.person("U0ANN", { name: "Ann" });
  const written = await ann.write({ channel, thread: ts }, "hers");
  slack.network.hold();
  const gone = ann.remove(written.ts);
  await slack.until(() => slack.deliveries.length === 4);
  slack.network.release();
  expect(slack.deliveries.map(({ payload }) => payload["event"])).toMatchObject([
    { type: "message", bot_id: slack.app.botId, text: "mine", channel_type: "channel" },
    { subtype: "message_changed", message: { text: "mine, changed" }, previous_message: { text: "mine" } },
    { user: "U0ANN", text: "hers", thread_ts: ts, parent_user_id: slack.app.botUserId },
    { subtype: "message_deleted", deleted_ts: written.ts },
  ]);
  expect(slack.deliveries[0]?.payload).toMatchObject({
    authorizations: [{ user_id: slack.app.botUserId, is_bot: true }],
    event_id: expect.any(String),
  });
  await startBot(slack, () => undefined);
  await gone;
});
