import { expect, test } from "vitest";
import type { Json } from "../json.ts";
import { errorOf, startStage } from "./bot.ts";

const channel = "C0GENERAL";
const metadata = (k: string) => ({ event_type: "botarmy", event_payload: { k } });

test("the app is who the test says it is", async () => {
  const { slack, client } = await startStage({ app: { enterpriseId: "E0CLUB" } });
  expect(await client.auth.test()).toMatchObject({
    ok: true,
    team_id: slack.app.teamId,
    user_id: slack.app.botUserId,
    bot_id: slack.app.botId,
    enterprise_id: "E0CLUB",
    url: "https://swim-club.slack.com/",
  });
});

test("a post is kept with its app and metadata, which only those see who ask", async () => {
  const { slack, client, post } = await startStage();
  const ts = await post({ text: "root", metadata: metadata("a") });
  await post({ thread_ts: ts, text: "reply", metadata: metadata("b") });
  const plain = await client.conversations.replies({ channel, ts });
  const full = await client.conversations.replies({ channel, ts, include_all_metadata: true });
  expect(plain.messages?.map((message) => [message.text, message.bot_id, message.metadata])).toEqual([
    ["root", slack.app.botId, undefined],
    ["reply", slack.app.botId, undefined],
  ]);
  expect(full.messages?.map((message) => message.metadata?.event_payload)).toEqual([{ k: "a" }, { k: "b" }]);
  expect(slack.posts.map(({ text, thread, payload }) => [text, thread, payload])).toEqual([
    ["root", null, { k: "a" }],
    ["reply", ts, { k: "b" }],
  ]);
  expect(slack.callsOf("chat.postMessage").map(({ args }) => args["metadata"])).toEqual([
    metadata("a"),
    metadata("b"),
  ]);
});

test("a thread is read by time and by page, its root always with it", async () => {
  const { client, post } = await startStage();
  const ts = await post({ text: "root" });
  const sent: string[] = [];
  for (const text of ["1", "2", "3"]) sent.push(await post({ thread_ts: ts, text }));
  const newer = await client.conversations.replies({ channel, ts, oldest: sent[0] ?? "" });
  expect(newer.messages?.map(({ text }) => text)).toEqual(["root", "2", "3"]);
  const first = await client.conversations.replies({ channel, ts, limit: 2 });
  expect([first.has_more, first.messages?.map(({ text }) => text)]).toEqual([true, ["root", "1", "2"]]);
  const cursor = first.response_metadata?.next_cursor ?? "";
  const rest = await client.conversations.replies({ channel, ts, limit: 2, cursor });
  expect([rest.has_more, rest.messages?.map(({ text }) => text)]).toEqual([false, ["root", "3"]]);
});

test("the channel's history has roots and what was shown there too, newest first", async () => {
  const { client, post } = await startStage();
  const ts = await post({ text: "root" });
  await post({ thread_ts: ts, text: "quiet" });
  await post({ thread_ts: ts, text: "loud", reply_broadcast: true });
  const { messages } = await client.conversations.history({ channel, oldest: String(Number(ts) - 60) });
  expect(messages?.map(({ text, subtype }) => [text, subtype])).toEqual([
    ["loud", "thread_broadcast"],
    ["root", undefined],
  ]);
});

test("Slack refuses threads, channels and texts that are none", async () => {
  const { slack, client, post } = await startStage();
  await slack.channel("C0LOUNGE1", { name: "lounge", joined: false });
  await slack.channel("C0SECRET1", { name: "secret", private: true, joined: false });
  const hi = (args: Json) => post({ text: "hi", ...args });
  expect(await errorOf(hi({ thread_ts: "1.000001" }))).toBe("thread_not_found");
  expect(await errorOf(hi({ channel: "C0NOWHERE" }))).toBe("channel_not_found");
  expect(await errorOf(hi({ channel: "C0LOUNGE1" }))).toBe("not_in_channel");
  expect(await errorOf(hi({ channel: "C0SECRET1" }))).toBe("channel_not_found");
  expect(await errorOf(hi({ text: "" }))).toBe("no_text");
  await client.conversations.join({ channel: "C0LOUNGE1" });
  await hi({ channel: "C0LOUNGE1" });
  expect((await client.users.conversations({})).channels?.map(({ id }) => id)).toEqual([
    channel,
    "C0LOUNGE1",
  ]);
  slack.setChannel("C0LOUNGE1", { archived: true });
  expect(await errorOf(hi({ channel: "C0LOUNGE1" }))).toBe("is_archived");
  expect(await slack.roots("C0LOUNGE1")).toHaveLength(1);
});

test("an edit keeps metadata, drops blocks that are not sent again, and has a shorter limit", async () => {
  const { slack, client, post } = await startStage();
  const blocks = [{ type: "header", text: { type: "plain_text", text: "Old" } }];
  const ts = await post({
    text: "old",
    blocks,
    metadata: metadata("a"),
  });
  await client.chat.update({ channel, ts, text: "new" });
  expect(await slack.message(ts)).toMatchObject({
    text: "new",
    blocks: [],
    message: { metadata: metadata("a") },
  });
  expect(await errorOf(client.chat.update({ channel, ts, text: "x".repeat(4_001) }))).toBe("msg_too_long");
});

test("blocks are checked: too many, too long, ids twice, and whatever the test's own rules say", async () => {
  const { post } = await startStage({
    problemsOf: ({ text }) => (text === "bad" ? ["is bad"] : []),
  });
  const block = (id: string, text: string) => ({
    type: "section",
    block_id: id,
    text: { type: "plain_text", text },
  });
  const show = (text: string, blocks: readonly object[]) => post({ text, blocks });
  const many = Array.from({ length: 51 }, (_, n) => block(`b${n}`, "x"));
  const long = Array.from({ length: 5 }, (_, n) => block(`b${n}`, "x".repeat(2_900)));
  expect(await errorOf(show("", many))).toBe("invalid_blocks");
  expect(await errorOf(show("", long))).toBe("msg_blocks_too_long");
  expect(await errorOf(show("", [block("a", "x"), block("a", "y")]))).toBe("invalid_blocks");
  await expect(show("bad", [block("a", "x")])).rejects.toMatchObject({
    data: { error: "invalid_blocks", response_metadata: { messages: ["is bad"] } },
  });
});

test("scopes and tokens count", async () => {
  const { slack, client, post } = await startStage();
  slack.scopes.delete("chat:write.customize");
  await post({ text: "as itself" });
  await expect(post({ text: "x", username: "Ann" })).rejects.toMatchObject({
    data: { error: "missing_scope", needed: "chat:write.customize" },
  });
  slack.revokeToken();
  expect(await errorOf(client.auth.test())).toBe("token_revoked");
  expect(await errorOf(client.auth.test({ token: "xoxb-other" }))).toBe("invalid_auth");
});

test("the same client_msg_id is a second post, unless the test says that Slack knows it", async () => {
  const twice = async (dedupe: boolean) => {
    const { slack, post } = await startStage({ dedupe });
    const args = { text: "once?", client_msg_id: "6a7f" };
    return { same: (await post(args)) === (await post(args)), posts: slack.posts.length };
  };
  expect(await twice(false)).toEqual({ posts: 2, same: false });
  expect(await twice(true)).toEqual({ posts: 1, same: true });
});

test("people and their groups can be looked up", async () => {
  const { slack, client } = await startStage();
  await slack.person("U0ANN", { name: "Ann Lee", groups: ["leads"] });
  await slack.person("U0BOB", { name: "Bob" });
  const { user } = await client.users.info({ user: "U0ANN" });
  expect([user?.real_name, user?.name, user?.is_bot]).toEqual(["Ann Lee", "ann.lee", false]);
  const { usergroups } = await client.usergroups.list({ include_users: true });
  expect(usergroups?.map(({ id, handle, users }) => [id, handle, users])).toEqual([
    ["S0LEADS", "leads", ["U0ANN"]],
  ]);
  expect(await errorOf(client.users.info({ user: "U0NOBODY" }))).toBe("user_not_found");
});

test("what an agent is doing is shown until it says something", async () => {
  const { slack, client, post } = await startStage();
  const thread = await post({ text: "root" });
  await client.assistant.threads.setStatus({ channel_id: channel, thread_ts: thread, status: "is thinking" });
  expect(slack.thinking({ channel, thread })).toBe("is thinking");
  await post({ thread_ts: thread, text: "done" });
  expect(slack.thinking({ channel, thread })).toBeNull();
});

test("a link to a message is one that people can follow", async () => {
  const { client, post } = await startStage();
  const ts = await post({ text: "root" });
  const { permalink } = await client.chat.getPermalink({ channel, message_ts: ts });
  expect(permalink).toBe(`https://swim-club.slack.com/archives/${channel}/p${ts.replace(".", "")}`);
});
