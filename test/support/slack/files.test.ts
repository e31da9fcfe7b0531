import { expect, test } from "vitest";
import { startStage } from "./bot.ts";

const channel = "C0GENERAL";

test("a file is uploaded in three steps and is in its thread a moment later", async () => {
  const { slack, client, post } = await startStage({ lifetimes: { share: 800 } });
  const thread = await post({ text: "root" });
  const { upload_url = "", file_id: id = "" } = await client.files.getUploadURLExternal({
    filename: "plan.md",
    length: 6,
  });
  await expect(client.files.info({ file: id })).rejects.toMatchObject({ data: { error: "file_not_found" } });
  await fetch(upload_url, { method: "POST", body: "# Plan" });
  const done = await client.files.completeUploadExternal({
    files: [{ id, title: "Plan" }],
    channel_id: channel,
    thread_ts: thread,
  });
  expect(done.files).toEqual([{ id, title: "Plan" }]);
  expect((await client.files.info({ file: id })).file?.shares).toEqual({});
  expect(await slack.files({ channel, thread })).toEqual([]);
  const shares = await slack.until(async () => {
    const { file } = await client.files.info({ file: id });
    return file?.shares?.public?.[channel];
  });
  expect(shares[0]?.thread_ts).toBe(thread);
  expect(await slack.files({ channel, thread })).toEqual([{ id, name: "plan.md", text: "# Plan" }]);
  expect(slack.posts.map(({ files }) => files)).toEqual([[], ["plan.md"]]);
  expect(slack.calls.map(({ method }) => method)).toContain("upload");
});

test("an empty file is refused", async () => {
  const { client } = await startStage();
  await expect(client.files.getUploadURLExternal({ filename: "empty", length: 0 })).rejects.toMatchObject({
    data: { error: "missing_argument" },
  });
});

test("a file is downloaded with the token; without it there is a page to sign in", async () => {
  const { slack, client } = await startStage();
  const ann = await slack.person("U0ANN", { name: "Ann" });
  const written = await ann.write(channel, "see @botarmy", [{ name: "brief.txt", text: "A club" }]);
  const [seen] = (await client.conversations.replies({ channel, ts: written.ts })).messages ?? [];
  const url = seen?.files?.[0]?.url_private ?? "";
  const get = async (token: string) => {
    const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
    return [response.status, response.headers.get("content-type"), await response.text()];
  };
  expect(await get(slack.app.botToken)).toEqual([200, "text/plain", "A club"]);
  expect(await get("xoxb-other")).toEqual([
    200,
    "text/html; charset=utf-8",
    expect.stringContaining("Sign in"),
  ]);
  expect(slack.deliveries.map(({ payload }) => payload["event"])).toMatchObject([
    { type: "file_shared", channel_id: channel, user_id: "U0ANN" },
    { type: "message", subtype: "file_share", files: [{ name: "brief.txt" }] },
    { type: "app_mention" },
  ]);
});
