import { expect, test } from "vitest";
import type { Json } from "../json.ts";
import { startBot, startStage } from "./bot.ts";

const channel = "C0GENERAL";
const plain = (text: string) => ({ type: "plain_text", text });
const button = (label: string, more: Json = {}) => ({ type: "button", text: plain(label), ...more });
const option = (text: string) => ({ text: plain(text), value: text.toLowerCase() });
const actions = (...elements: readonly Json[]) => ({ type: "actions", elements });

test("a person reads a thread as words, with buttons and files", async () => {
  const { slack, post } = await startStage();
  const ann = await slack.person("U0ANN", { name: "Ann" });
  const text = (words: string) => ({ type: "text", text: words });
  const section = (...elements: readonly Json[]) => ({ type: "rich_text_section", elements });
  const thread = await post({
    text: "shown to nobody",
    blocks: [
      { type: "header", text: plain("Plan") },
      {
        type: "rich_text",
        elements: [
          section(text("For "), { type: "user", user_id: "U0ANN" }, text(" & <all>")),
          {
            type: "rich_text_list",
            style: "ordered",
            elements: [section(text("one")), section(text("two"))],
          },
          { type: "rich_text_preformatted", elements: [text("x = 1")] },
        ],
      },
      {
        type: "table",
        rows: [
          [
            { type: "raw_text", text: "a" },
            { type: "raw_text", text: "b" },
          ],
        ],
      },
      { type: "context", elements: [{ type: "mrkdwn", text: "see <https://a.b|this> &amp; <@U0ANN>" }] },
      actions(button("Approve"), {
        type: "static_select",
        placeholder: plain("More"),
        options: [option("Stop")],
      }),
    ],
  });
  await ann.write({ channel, thread }, "@botarmy 1 < 2", [{ name: "a.txt", text: "AAA" }]);
  expect(await slack.thread({ channel, thread })).toBe(
    [
      "botarmy: # Plan\nFor @Ann & <all>\n1. one\n2. two\n```\nx = 1\n```\na | b",
      "see this (https://a.b) & @Ann\n[Approve] [More: Stop]\n\nAnn: @botarmy 1 < 2\n(file a.txt, 3 bytes)",
    ].join("\n"),
  );
});

test("a click says who clicked what where, also on a message that has changed meanwhile", async () => {
  const { slack, client, post } = await startStage();
  const clicks: Json[] = [];
  await startBot(slack, (bot) =>
    bot.action(/.*/, async ({ ack, body }) => {
      clicks.push({ ...body });
      await ack();
    }),
  );
  const ann = await slack.person("U0ANN", { name: "Ann" });
  const ts = await post({ text: "?", blocks: [actions(button("Yes", { action_id: "yes", value: "v1" }))] });
  const before = await slack.message(ts);
  await ann.click(ts, "Yes");
  await client.chat.update({ channel, ts, text: "decided" });
  await expect(ann.click(ts, "yes")).rejects.toThrow('there is no "yes" to click');
  await ann.click(before, "yes");
  expect(clicks).toMatchObject([
    {
      type: "block_actions",
      user: { id: "U0ANN", team_id: slack.app.teamId },
      container: { type: "message", message_ts: ts, channel_id: channel, is_ephemeral: false },
      message: { ts, text: "?", bot_id: slack.app.botId },
      actions: [{ action_id: "yes", value: "v1", block_id: expect.any(String) }],
      trigger_id: expect.any(String),
    },
    { message: { text: "decided" }, actions: [{ action_id: "yes" }] },
  ]);
});

test("a button that asks first is confirmed or not; a select is chosen from by what it shows", async () => {
  const { slack, post } = await startStage();
  const got: unknown[] = [];
  await startBot(slack, (bot) =>
    bot.action(/.*/, async ({ ack, action }) => {
      got.push(action);
      await ack();
    }),
  );
  const ann = await slack.person("U0ANN", { name: "Ann" });
  const confirm = {
    title: plain("Sure?"),
    text: plain("It costs"),
    confirm: plain("Yes"),
    deny: plain("No"),
  };
  const ts = await post({
    text: "?",
    blocks: [
      actions(button("Deploy", { confirm }), {
        type: "overflow",
        options: [option("Pause"), option("Stop")],
      }),
      actions({ type: "multi_users_select", placeholder: plain("Who") }),
    ],
  });
  await expect(ann.click(ts, "Deploy")).rejects.toThrow("asks first");
  expect(await ann.click(ts, "Deploy", { confirm: false })).toBeNull();
  await ann.click(ts, "Deploy", { confirm: true });
  await ann.choose(ts, "overflow", "Stop");
  await ann.choose(ts, "Who", ["U0ANN", "U0BOB"]);
  expect(got).toMatchObject([
    { type: "button" },
    { type: "overflow", selected_option: { value: "stop" } },
    { type: "multi_users_select", selected_users: ["U0ANN", "U0BOB"] },
  ]);
});

test("what is said to one person is seen by that one alone, and can be taken back five times", async () => {
  const { slack, client } = await startStage();
  const [ann, bob] = [await slack.person("U0ANN", { name: "Ann" }), await slack.person("U0BOB")];
  await client.chat.postEphemeral({ channel, user: "U0ANN", text: "psst" });
  expect([ann.ephemerals().map(({ text }) => text), bob.ephemerals()]).toEqual([["psst"], []]);
  const urls: string[] = [];
  await startBot(slack, (bot) => {
    bot.command("/botarmy", async ({ ack, command }) => {
      urls.push(command.response_url);
      await ack();
    });
    bot.action("go", async ({ ack, body }) => {
      if ("response_url" in body) urls.push(body.response_url);
      await ack();
    });
  });
  await ann.slash(channel, "help");
  const say = async (url: string | undefined, body: object) =>
    (await fetch(url ?? "", { method: "POST", body: JSON.stringify(body), headers })).status;
  const headers = { "content-type": "application/json" };
  const go = [actions(button("Go", { action_id: "go" }))];
  expect(await say(urls[0], { text: "Go?", blocks: go })).toBe(200);
  await expect(bob.click(ann.ephemerals()[1]?.ts ?? "", "Go")).rejects.toThrow("U0BOB does not see that");
  await ann.click(ann.ephemerals()[1]?.ts ?? "", "Go");
  expect(await say(urls[1], { text: "Gone", replace_original: true })).toBe(200);
  expect(ann.ephemerals()[1]?.text).toBe("Gone");
  expect(await say(urls[1], { delete_original: true })).toBe(200);
  expect(ann.ephemerals()).toHaveLength(1);
  const statuses = [];
  for (let n = 0; n < 5; n += 1) statuses.push(await say(urls[0], { text: "again" }));
  expect(statuses).toEqual([200, 200, 200, 200, 404]);
  slack.pass(30 * 60_000 + 1);
  expect(await say(urls[1], { text: "late" })).toBe(404);
});

test("a mention is told twice, a channel without the bot not at all, the messages tab by itself", async () => {
  const { slack } = await startStage();
  await slack.channel("C0LOUNGE1", { name: "lounge", joined: false });
  const ann = await slack.person("U0ANN", { name: "Ann" });
  const events = async (written: Promise<{ readonly deliveries: readonly { readonly payload: Json }[] }>) =>
    (await written).deliveries.map(({ payload }) => payload["event"]);
  expect(await events(ann.mention(channel, "status"))).toMatchObject([
    { type: "message", channel_type: "channel", text: `<@${slack.app.botUserId}> status` },
    { type: "app_mention", channel },
  ]);
  expect(await events(ann.write("C0LOUNGE1", "hello"))).toEqual([]);
  expect(await events(ann.write("bot", "hello"))).toMatchObject([
    { type: "message", channel_type: "im", channel: expect.stringMatching(/^D/) },
  ]);
});
