import { Client, GatewayIntentBits, Status } from "discord.js";
import { expect, onTestFinished, test } from "vitest";
import { record, records, string } from "../json.ts";
import { card, startBot, startStage } from "./bot.ts";
import type { TestDiscord } from "./discord.ts";

/** Contents of the messages that a bot hears. */
const listening = async (discord: TestDiscord, options: Parameters<typeof startBot>[2] = {}) => {
  const heard: string[] = [];
  const bot = await startBot(discord, undefined, options);
  bot.on("messageCreate", (message) => heard.push(message.content));
  return { bot, heard };
};

test("a bot knows its server, channels, roles and threads when it is ready", async () => {
  const { discord } = await startStage();
  discord.channel("301", { name: "secret", denied: ["viewChannel"] });
  const thread = discord.startThread(discord.general, "Ann's", "401");
  const bot = await startBot(discord);
  const guild = bot.guilds.cache.get(discord.app.guildId);
  expect([guild?.name, bot.user.username, bot.channels.cache.get(thread)?.id]).toEqual([
    "Swim club",
    "botarmy",
    thread,
  ]);
  const may = (id: string) =>
    guild?.channels.cache.get(id)?.permissionsFor(bot.user)?.has(["ViewChannel", "SendMessages"]);
  expect([may(discord.general), may("301")]).toEqual([true, false]);
});

test("messages, edits, deletions and threads are heard in order", async () => {
  const { discord } = await startStage();
  const { bot, heard } = await listening(discord);
  bot.on("messageUpdate", (_old, { content }) => heard.push(`edit ${content}`));
  bot.on("messageDelete", ({ id }) => heard.push(`delete ${id}`));
  bot.on("threadCreate", ({ name }, isNew) => heard.push(`thread ${name} ${isNew}`));
  bot.on("threadUpdate", (_old, { archived, locked }) => heard.push(`archived ${archived} locked ${locked}`));
  const ann = discord.person("401", { name: "Ann" });
  const { id } = ann.write(discord.general, "hello");
  ann.edit(id, "hello!");
  const card1 = await (await bot.channels.fetch(discord.general))?.fetch();
  expect(card1?.isTextBased()).toBe(true);
  const thread = discord.startThread(discord.general, "Ann's", "401");
  ann.write(thread, "inside");
  discord.setChannel(thread, { archived: true });
  ann.write(thread, "again");
  ann.remove(id);
  await discord.until(() => heard.length === 8);
  expect(heard).toEqual([
    "hello",
    "edit hello!",
    "thread Ann's true",
    "inside",
    "archived true locked false",
    "archived false locked false",
    "again",
    `delete ${id}`,
  ]);
});

test("without the message content only mentions, answers and own messages say anything", async () => {
  const { discord, rest, post } = await startStage({ privileged: { messageContent: false } });
  const intents = [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages];
  const { heard } = await listening(discord, { intents });
  const ann = discord.person("401");
  ann.write(discord.general, "secret", [{ name: "a.txt", text: "A" }]);
  ann.mention(discord.general, "open");
  const { id } = await post({ content: "own" });
  ann.reply(string(id), "to you");
  await discord.until(() => heard.length === 4);
  expect(heard).toEqual(["", `<@${discord.app.applicationId}> open`, "own", "to you"]);
  const read = records(await rest.get(`/channels/${discord.general}/messages`));
  expect(read.map(({ content, attachments }) => [content, records(attachments).length]).at(-1)).toEqual([
    "",
    0,
  ]);
});

test("a connection that breaks is resumed and nothing is missed", async () => {
  const { discord } = await startStage();
  const { bot, heard } = await listening(discord);
  const ann = discord.person("401");
  discord.gateway.drop();
  await discord.until(() => discord.gateway.connected() === 0);
  ann.write(discord.general, "meanwhile");
  await discord.until(() => heard.length === 1);
  discord.gateway.askToReconnect();
  await discord.until(() => discord.gateway.sessions[0]?.resumes === 2);
  await discord.until(() => bot.ws.status === Status.Ready);
  ann.write(discord.general, "later");
  await discord.until(() => heard.length === 2);
  expect([heard, discord.gateway.sessions.length]).toEqual([["meanwhile", "later"], 1]);
});

test("a session that is too old begins anew; what was missed is only to be read", async () => {
  const { discord, rest } = await startStage({ lifetimes: { session: 0 } });
  const { heard } = await listening(discord);
  const ann = discord.person("401");
  discord.gateway.drop();
  const { event } = ann.write(discord.general, "missed");
  await discord.until(() => discord.gateway.sessions.length === 2);
  ann.write(discord.general, "heard");
  await discord.until(() => heard.length === 1);
  expect([heard, event?.missed]).toEqual([["heard"], true]);
  expect(records(await rest.get(`/channels/${discord.general}/messages`))).toHaveLength(2);
});

test("a cut network refuses connections until it is mended, and a click then fails at once", async () => {
  const { discord, post } = await startStage();
  const { heard } = await listening(discord);
  const ann = discord.person("401");
  const { id } = await post(card("Shall I?", "Yes"));
  discord.gateway.cut();
  expect(await ann.click(string(id), "Yes")).toMatchObject({
    failure: "This interaction failed",
    event: { missed: true },
  });
  ann.write(discord.general, "lost");
  discord.gateway.restore();
  await discord.until(() => discord.gateway.sessions.length === 2);
  ann.write(discord.general, "heard");
  await discord.until(() => heard.includes("heard"));
  expect(heard).not.toContain("lost");
});

test("events are held back, doubled, lost or turned round", async () => {
  const { discord } = await startStage();
  const seen: unknown[] = [];
  const bot = await startBot(discord);
  bot.on("raw", (packet: unknown) => {
    const { t, d } = record(packet);
    if (t === "MESSAGE_CREATE") seen.push(record(d)["content"]);
  });
  const ann = discord.person("401");
  discord.network.duplicate("MESSAGE_CREATE", 1);
  ann.write(discord.general, "twice");
  discord.network.lose("MESSAGE_CREATE", 1);
  ann.write(discord.general, "never");
  discord.network.hold();
  ann.write(discord.general, "one");
  ann.write(discord.general, "two");
  discord.network.release("reversed");
  await discord.until(() => seen.length === 4);
  expect(seen).toEqual(["twice", "twice", "two", "one"]);
});

test("who asks for what was not granted, or has no good token, is shut out", async () => {
  const { discord } = await startStage({ privileged: { messageContent: false } });
  await expect(startBot(discord)).rejects.toThrow("disallowed intents");
  discord.grantMessageContent(true);
  const bot = await startBot(discord);
  const closed = new Promise<number>((resolve) => {
    bot.on("shardDisconnect", ({ code }) => resolve(code));
  });
  discord.revokeToken();
  expect(await closed).toBe(4_004);
});

test("a gateway that answers no heartbeats is given up and resumed", async () => {
  const { discord } = await startStage({ lifetimes: { heartbeat: 60 } });
  const bot = new Client({ intents: [GatewayIntentBits.Guilds], rest: { api: discord.apiUrl } });
  onTestFinished(() => bot.destroy());
  await bot.login(discord.app.token);
  discord.gateway.goSilent(true);
  await discord.until(() => (discord.gateway.sessions[0]?.resumes ?? 0) > 0);
  expect(discord.gateway.sessions).toHaveLength(1);
});
