import { createServer } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { WebSocketServer } from "ws";
import { createGateway, type Gateway } from "#adapters/chat/discord/gateway.ts";
import { systemClock } from "#adapters/clock/system.ts";
import { until } from "../../inbound-stage.ts";
import { fastClock, keptLog } from "../../outbound-stage.ts";
import { startStage, wordsIn, type StageOptions } from "./stage.ts";

/** Everybody's clock is in a hurry: waits of seconds take milliseconds. */
const hurried = (options: StageOptions = {}): StageOptions => {
  const clock = fastClock();
  return { clock, ...options, discord: { now: () => Math.round(clock.now()), ...options.discord } };
};

test("what is said while the gateway is cut off is caught up with once it is back, each word once", async () => {
  const { discord, open, received, inbound, logged } = await startStage(hurried());
  const ada = discord.person("401");
  const [one, two] = [await open(), await open()];
  ada.write(one.thread, "before");
  await until(() => received.length === 1);
  discord.gateway.cut();
  await until(() => !inbound.health().connected);
  for (let n = 0; n < 120; n++) ada.write(one.thread, `word ${n}`);
  ada.write(two.thread, "other", [{ name: "a.txt", text: "A" }]);
  ada.write(discord.general, "lunch?");
  discord.gateway.restore();
  await until(() => received.length === 122 && logged.includes("info: caught up"), 15_000);
  expect(inbound.health()).toMatchObject({ connected: true, connections: [{ reconnects: 1 }], waiting: 0 });
  const inOne = received.filter(({ thread }) => thread === one.thread);
  expect(wordsIn(inOne)).toEqual(["before", ...Array.from({ length: 120 }, (_, n) => `word ${n}`)]);
  expect(received.filter(({ thread }) => thread === two.thread)).toMatchObject([
    { ...two, event: { text: "other" }, files: [{ name: "a.txt" }] },
  ]);
});

test("who named the bot in a channel of its projects while nobody listened is heard afterwards, others there are not", async () => {
  const stage = await startStage(hurried());
  const { discord, open, received, inbound } = stage;
  const ada = discord.person("401");
  await open();
  ada.mention(discord.general, "status");
  await until(() => received.length === 1);
  await inbound.stop();
  ada.write(discord.general, "lunch?");
  ada.mention(discord.general, "start a shop");
  await stage.restart();
  await until(() => received.length === 2 && stage.logged.includes("info: caught up"));
  expect(received).toMatchObject([
    { channel: discord.general, thread: null, event: { text: "status" } },
    { channel: discord.general, thread: null, event: { text: "start a shop" } },
  ]);
});

test("a connection that breaks is resumed: nothing is missed, and nothing has to be read again", async () => {
  const { discord, open, received, inbound } = await startStage(hurried());
  const ada = discord.person("401");
  const place = await open();
  const read = discord.callsOf("list_messages").length;
  discord.gateway.drop();
  await until(() => discord.gateway.connected() === 0);
  ada.write(place.thread, "meanwhile");
  await until(() => received.length === 1);
  await until(() => inbound.health().connected);
  expect(discord.gateway.sessions.map(({ resumes }) => resumes)).toEqual([1]);
  expect([wordsIn(received), discord.callsOf("list_messages").length]).toEqual([["meanwhile"], read]);
});

test("a session that Discord ends begins anew, and its threads are read again", async () => {
  const { discord, open, received, logged } = await startStage(hurried());
  const place = await open();
  discord.network.lose("MESSAGE_CREATE", 1);
  discord.person("401").write(place.thread, "lost on the way");
  discord.gateway.invalidate();
  await until(() => received.length === 1, 15_000);
  expect([discord.gateway.sessions.length, wordsIn(received)]).toEqual([2, ["lost on the way"]]);
  await until(() => logged.includes("info: caught up"));
});

test("a program that was away takes up what was said in its threads, and leaves out what it knew", async () => {
  const stage = await startStage(hurried());
  const { discord, open, received } = stage;
  const ada = discord.person("401", { roles: ["Leads"] });
  const place = await open();
  ada.write(place.thread, "before");
  await until(() => received.length === 1);
  await stage.inbound.stop();
  ada.write(place.thread, "approve");
  await stage.restart();
  await until(() => received.length === 2);
  await until(() => stage.logged.includes("info: caught up") && stage.inbound.health().waiting === 0);
  expect(received.slice(1)).toMatchObject([
    { ...place, by: { roles: [discord.role("Leads").id, "Leads"] }, event: { text: "approve" } },
  ]);
});

test("what was said while a connection was dead without a word is read after a stop, too", async () => {
  const passed = { ms: 0 };
  const base = fastClock();
  const clock = { ...base, now: () => base.now() + passed.ms };
  const stage = await startStage(hurried({ clock }));
  const { discord, open, received, inbound } = stage;
  const place = await open();
  const ada = discord.person("401");
  ada.write(place.thread, "before");
  await until(() => received.length === 1);
  discord.network.lose("MESSAGE_CREATE", 1);
  ada.write(place.thread, "lost on the way");
  passed.ms = 100_000;
  discord.gateway.cut();
  await until(() => !inbound.health().connected);
  await inbound.stop();
  discord.gateway.restore();
  await stage.restart();
  await until(() => received.length === 2);
  expect(wordsIn(received)).toEqual(["before", "lost on the way"]);
});

test("threads that Discord cannot show at once are read when it can", async () => {
  const stage = await startStage(hurried());
  const { discord, open, received, logged } = stage;
  const ada = discord.person("401");
  const places = [await open(), await open()];
  await stage.inbound.stop();
  for (const { thread } of places) ada.write(thread, "approve");
  discord.fault({ operation: "list_messages", times: 7, wrong: "502-before" });
  await stage.restart();
  await until(() => received.length === 2 && logged.includes("info: caught up"), 15_000);
  expect(wordsIn(received)).toEqual(["approve", "approve"]);
});

test("a token that Discord refuses stops the start with what to do, and stops all later", async () => {
  const stage = await startStage(hurried());
  await expect(stage.restart({ token: "wrong" })).rejects.toMatchObject({
    code: "discord-token",
    message: expect.stringContaining("set DISCORD_BOT_TOKEN"),
  });
  const inbound = await stage.restart();
  stage.discord.revokeToken();
  await until(() => inbound.health().trouble !== null);
  expect(inbound.health()).toMatchObject({ connected: false, trouble: expect.stringContaining("Bot page") });
  expect(stage.fatal).toHaveLength(2);
});

test("an intent that the app was not given stops the start with what to do; without it, it works", async () => {
  const stage = await startStage(
    hurried({ intents: "minimal", discord: { privileged: { messageContent: false } } }),
  );
  await expect(stage.restart({ intents: "full" })).rejects.toMatchObject({
    code: "discord-intents",
    message: expect.stringContaining("DISCORD_INTENTS=minimal"),
  });
});

test("a start while Discord cannot be reached goes on trying", async () => {
  const stage = await startStage(hurried());
  stage.discord.fault({ operation: "get_bot_gateway", times: 3, wrong: "502-before" });
  const inbound = await stage.restart();
  await until(() => inbound.health().connected);
  expect(stage.logged.filter((line) => line.endsWith("made anew"))).toHaveLength(3);
});

test("a gateway that says nothing is given up for another one, and nobody comes back once it is closed", async () => {
  const clock = fastClock();
  const silent = await silentDiscord();
  const log = keptLog();
  const gateway = createGateway({
    token: "t",
    apiUrl: silent.apiUrl,
    intents: 1,
    clock,
    log,
    onPacket: () => undefined,
    onNewSession: () => undefined,
    onFatal: () => undefined,
  });
  await gateway.start();
  await until(() => silent.connections() === 2, 15_000);
  expect(log.lines).toContain("warn the client of discord is made anew");
  await closed(gateway);
  const { connections } = silent;
  const before = connections();
  // The SDK would come back after half a second.
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(connections()).toBe(before);
});

test("payloads that nobody can read harm nobody", async () => {
  const { discord, inbound, open, received } = await startStage({ clock: systemClock });
  const place = await open();
  const { dropped } = inbound.health();
  const session = discord.gateway.sessions[0];
  for (const d of [null, {}, { thread: null, id: 1 }])
    for (const t of ["MESSAGE_CREATE", "THREAD_CREATE", "GUILD_CREATE", "INTERACTION_CREATE"])
      session?.socket?.send(JSON.stringify({ op: 0, s: 1, t, d }));
  session?.socket?.send(JSON.stringify({ op: 0, s: 1 }));
  discord.person("401").write(place.thread, "status");
  await until(() => received.length === 1);
  expect(inbound.health().dropped).toBeGreaterThanOrEqual(dropped + 12);
});

const closed = async (gateway: Gateway): Promise<void> => {
  await gateway.stop();
};

/** A Discord whose gateway takes connections and says no hello. */
const silentDiscord = async () => {
  let connections = 0;
  const server = createServer((_request, response) => {
    response.setHeader("content-type", "application/json");
    response.end(
      JSON.stringify({
        url: address().replace("http:", "ws:"),
        shards: 1,
        session_start_limit: { total: 1_000, remaining: 999, reset_after: 1_000, max_concurrency: 1 },
      }),
    );
  });
  const sockets = new WebSocketServer({ server });
  sockets.on("connection", () => {
    connections += 1;
  });
  const address = (): string => {
    const bound = server.address();
    return `http://127.0.0.1:${typeof bound === "object" && bound !== null ? bound.port : 0}`;
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of sockets.clients) socket.terminate();
    server.close();
  });
  return { apiUrl: `${address()}/api`, connections: () => connections };
};
