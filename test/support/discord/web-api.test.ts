import { expect, test } from "vitest";
import { record, records, string } from "../json.ts";
import type { Json } from "../json.ts";
import { card, errorOf, startStage } from "./bot.ts";
import { createSnowflakes, timeOf } from "./snowflakes.ts";

test("ids say when they were made, and every one is greater", () => {
  const newId = createSnowflakes(() => 1_800_000_000_000);
  const [first, second] = [newId(), newId()];
  expect([timeOf(first), timeOf(second), BigInt(second) > BigInt(first)]).toEqual([
    1_800_000_000_000,
    1_800_000_000_000,
    true,
  ]);
});

test("an enforced nonce makes one message, for a while, in all channels", async () => {
  const { discord, post } = await startStage();
  discord.channel("301", { name: "other" });
  const body = { ...card("Plan"), nonce: "abc", enforce_nonce: true };
  const first = await post(body);
  expect(first["nonce"]).toBe("abc");
  expect(await post(body)).toMatchObject({ id: first["id"], channel_id: discord.general });
  expect(await post(body, "301")).toMatchObject({ id: first["id"] });
  await post({ ...body, enforce_nonce: false });
  discord.pass(3 * 60_000 + 1);
  const later = await post(body);
  expect(discord.posts.map(({ nonce }) => nonce)).toEqual(["abc", "abc", "abc"]);
  expect(later["id"]).not.toBe(first["id"]);
});

test("a nonce whose message was deleted answers that it is unknown", async () => {
  const { discord, rest, post } = await startStage();
  const body = { content: "hi", nonce: "n", enforce_nonce: true };
  const { id } = await post(body);
  await rest.delete(`/channels/${discord.general}/messages/${string(id)}`);
  expect(await errorOf(post(body))).toBe(10_008);
});

test("the thread of a message has its id, and is made once", async () => {
  const { discord, rest, post } = await startStage();
  const id = string((await post(card("A shop")))["id"]);
  const start = () =>
    rest.post(`/channels/${discord.general}/messages/${id}/threads`, { body: { name: "A shop" } });
  expect(await start()).toMatchObject({ id, parent_id: discord.general, type: 11 });
  expect(await errorOf(start())).toBe(160_004);
  await post({ content: "first" }, id);
  const all = records(await rest.get(`/channels/${id}/messages`));
  expect(all.map(({ type, content }) => [type, content])).toEqual([
    [0, "first"],
    [21, ""],
  ]);
  expect(await rest.get(`/channels/${discord.general}/messages/${id}`)).toMatchObject({ thread: { id } });
  expect(discord.thread(id)).toBe("botarmy: A shop\n\nbotarmy: first");
});

test("an archived thread takes posts but no edits; a locked one needs the permission", async () => {
  const { discord, rest, post } = await startStage({ botPermissions: 309_237_763_072n });
  const thread = discord.startThread(discord.general, "Ann's", "401");
  const { id } = await post({ content: "one" }, thread);
  const edit = () => rest.patch(`/channels/${thread}/messages/${string(id)}`, { body: { content: "two" } });
  discord.setChannel(thread, { archived: true });
  expect(await errorOf(edit())).toBe(50_083);
  await post({ content: "back" }, thread);
  expect([await errorOf(edit()), discord.threads(discord.general)[0]?.archived]).toEqual([0, false]);
  discord.setChannel(thread, { locked: true });
  expect(await errorOf(post({ content: "three" }, thread))).toBe(160_005);
  expect(await errorOf(rest.patch(`/channels/${thread}`, { body: { locked: false } }))).toBe(50_013);
});

test("messages are listed newest first, before, after or around one", async () => {
  const { discord, rest, post } = await startStage();
  const ids: string[] = [];
  for (const content of ["a", "b", "c", "d", "e"]) ids.push(string((await post({ content }))["id"]));
  const list = async (query: Readonly<Record<string, string>>) =>
    records(await rest.get(`/channels/${discord.general}/messages`, { query: new URLSearchParams(query) }))
      .map(({ content }) => content)
      .join("");
  const [, b = "", c = "", d = ""] = ids;
  expect(await list({})).toBe("edcba");
  expect(await list({ after: b, limit: "2" })).toBe("dc");
  expect(await list({ before: d, limit: "2" })).toBe("cb");
  expect(await list({ around: c, limit: "3" })).toBe("dcb");
});

test("files are sent with a message and fetched from an address that ends", async () => {
  const { discord, rest } = await startStage();
  const body = {
    flags: 1 << 15,
    components: [{ type: 13, file: { url: "attachment://my_plan.md" } }],
    attachments: [{ id: "0", filename: "my plan.md", description: "The plan" }],
  };
  const files = [{ name: "my plan.md", data: Buffer.from("hello"), contentType: "text/markdown" }];
  const path = `/channels/${discord.general}/messages` as const;
  const message = record(await rest.post(path, { body, files }));
  const [attachment = {}] = records(message["attachments"]);
  expect(attachment).toMatchObject({ filename: "my_plan.md", size: 5, description: "The plan" });
  const read = async (from: Json) => (await fetch(string(from["url"]))).text();
  expect([await read(attachment), discord.files(discord.general)[0]?.text]).toEqual(["hello", "hello"]);
  discord.pass(25 * 60 * 60_000);
  expect(await read(attachment)).toContain("no longer available");
  const again = record(await rest.get(`${path}/${string(message["id"])}`));
  expect(await read(records(again["attachments"])[0] ?? {})).toBe("hello");
  expect(record(records(again["components"])[0]?.["file"])["url"]).toMatch(/^http/);
  discord.setAttachmentLimit(4);
  expect(await errorOf(rest.post(path, { body, files }))).toBe(40_005);
});

test("the bot writes to a person directly, in one conversation", async () => {
  const { discord, rest, post } = await startStage();
  const ann = discord.person("401", { name: "Ann" });
  const open = () => rest.post("/users/@me/channels", { body: { recipient_id: "401" } });
  const { id } = record(await open());
  await post({ content: "psst" }, string(id));
  expect(record(await open())["id"]).toBe(ann.direct());
  ann.write(string(id), "what?");
  expect(discord.thread(string(id))).toBe("botarmy: psst\n\nAnn: what?");
});

test("old messages are edited a few times only", async () => {
  const { discord, rest, post } = await startStage({ oldEdits: 1 });
  const { id } = await post({ content: "old" });
  const edit = () =>
    errorOf(rest.patch(`/channels/${discord.general}/messages/${string(id)}`, { body: { content: "new" } }));
  const young = await edit();
  discord.pass(60 * 60_000);
  expect([young, await edit(), await edit()]).toEqual([0, 0, "RateLimitError"]);
  expect(discord.callsOf("update_message").at(-1)).toMatchObject({ answered: 429, code: 30_046 });
});

test("an edit of a card keeps its marks and can not make it plain again", async () => {
  const { discord, rest, post } = await startStage();
  const components = [{ type: 17, id: 77, components: [{ type: 10, content: "One" }] }];
  const { id } = await post({ flags: 1 << 15, components });
  const edit = (body: Json) =>
    rest.patch(`/channels/${discord.general}/messages/${string(id)}`, { body: { ...body } });
  await edit({ components: [{ type: 17, id: 77, components: [{ type: 10, content: "Two" }] }] });
  expect([discord.message(string(id)).text, discord.posts[0]?.marks]).toEqual(["Two", [77]]);
  expect(await errorOf(edit({ flags: 0 }))).toBe(50_035);
  expect(await errorOf(edit({ content: "plain" }))).toBe(50_035);
  expect(discord.refused().map(({ problems }) => problems)).toEqual([
    [expect.stringContaining("can not be taken back")],
    [expect.stringContaining("forbids")],
  ]);
});

test("what the bot may not see or do is refused", async () => {
  const { discord, rest, post } = await startStage();
  discord.channel("301", { name: "secret", denied: ["viewChannel"] });
  discord.channel("302", { name: "read", denied: ["sendMessages"] });
  const ann = discord.person("401");
  const { id } = ann.write(discord.general, "mine");
  const edit = () => rest.patch(`/channels/${discord.general}/messages/${id}`, { body: { content: "ours" } });
  expect(await errorOf(post({ content: "x" }, "301"))).toBe(50_001);
  expect(await errorOf(post({ content: "x" }, "302"))).toBe(50_013);
  expect(await errorOf(post({ content: "x" }, "999"))).toBe(10_003);
  expect(await errorOf(post({}))).toBe(50_006);
  expect(await errorOf(edit())).toBe(50_005);
  discord.revokeToken();
  expect(await errorOf(post({ content: "x" }))).toBe(401);
  expect(discord.invalidRequests()).toBe(4);
});

test("commands are registered anew or in place, and counted", async () => {
  const { discord, rest } = await startStage({ commandsPerDay: 2 });
  const path = `/applications/${discord.app.applicationId}/commands` as const;
  const make = (name: string) => rest.post(path, { body: { name, description: "does" } });
  const first = record(await make("one"));
  expect(await make("one")).toMatchObject({ id: first["id"] });
  await rest.put(path, { body: [{ name: "two", description: "does" }] });
  expect([discord.commands().map(({ name }) => name), discord.commandsMade()]).toEqual([["two"], 2]);
  expect(await errorOf(make("three"))).toBe("RateLimitError");
  expect(await errorOf(rest.put(path, { body: [{ name: "No", description: "" }] }))).toBe(50_035);
});
