import { expect, test } from "vitest";
import { notice } from "#src/project/notices.ts";
import { memoryInbox } from "../../../../fakes/memory-inbox.ts";
import { inboxWith, until } from "../../inbound-stage.ts";
import { startStage, wordsIn } from "./stage.ts";

test("a person is answered only after what they did is on disk", async () => {
  const disk = Promise.withResolvers<void>();
  const { discord, received } = await startStage({ inbox: inboxWith(() => disk.promise) });
  const typing = discord.person("401").slash(discord.general, "status");
  await until(() => discord.interactions.length === 1);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect([discord.interactions[0]?.ackMs, received.length]).toEqual([null, 0]);
  disk.resolve();
  expect((await typing).ackMs).toBeGreaterThanOrEqual(100);
  expect(received).toHaveLength(1);
});

test("what cannot be written is not answered: the person sees it fail, and the next one works", async () => {
  let faults = 1;
  const { discord, received, logged } = await startStage({
    discord: { lifetimes: { ack: 300 } },
    inbox: inboxWith(async () => {
      faults -= 1;
      if (faults >= 0) throw new Error("no space left");
    }),
  });
  const ada = discord.person("401");
  expect((await ada.slash(discord.general, "status")).failure).toBe("The application did not respond");
  expect((await ada.slash(discord.general, "status")).failure).toBeNull();
  expect([received.length, logged]).toEqual([1, ["info: commands registered", "error: payload not taken"]]);
});

test("what Discord tells twice is done once", async () => {
  const { discord, received, inbound, open } = await startStage();
  const ada = discord.person("401");
  const place = await open();
  discord.network.duplicate("MESSAGE_CREATE", 1);
  discord.network.duplicate("INTERACTION_CREATE", 1);
  ada.write(place.thread, "approve");
  await ada.slash(place.thread, "status");
  await until(() => inbound.health().repeated === 2);
  expect(wordsIn(received).toSorted()).toEqual(["approve", "status"]);
});

test("what is done in one thread is done in the order in which it came, while other threads go on", async () => {
  const first = Promise.withResolvers<void>();
  const ended: string[] = [];
  const { discord, open, received } = await startStage({
    receive: async ({ event }) => {
      const words = "text" in event ? event.text : "";
      if (words === "one") await first.promise;
      ended.push(words);
      return null;
    },
  });
  const ada = discord.person("401");
  const [slow, quick] = [await open(), await open()];
  ada.write(slow.thread, "one");
  await until(() => received.length === 1);
  ada.write(slow.thread, "two");
  ada.write(quick.thread, "three");
  await until(() => ended.includes("three"));
  expect(ended).toEqual(["three"]);
  first.resolve();
  await until(() => ended.length === 3);
  expect(ended).toEqual(["three", "one", "two"]);
});

test("an answer that takes its time is put off after two seconds, and comes then", async () => {
  const slow = Promise.withResolvers<void>();
  const { discord, open } = await startStage({
    receive: async ({ event }) => {
      await slow.promise;
      return event.type === "button" ? null : notice("At last");
    },
  });
  const ada = discord.person("401");
  const buttons = [{ label: "Pause", says: "pause", intent: "neutral" as const, confirm: null }];
  const place = await open({ blocks: [{ type: "buttons", project: null, buttons }] });
  const [typed, clicked] = await Promise.all([
    ada.slash(discord.general, "status"),
    ada.click(place.thread, "Pause"),
  ]);
  expect([typed.ackType, clicked.ackType]).toEqual([5, 6]);
  expect(typed.ackMs).toBeGreaterThanOrEqual(1_900);
  slow.resolve();
  await until(() => ada.ephemerals()[0]?.text === "At last");
  expect(ada.ephemerals()).toHaveLength(1);
});

test("a fault of ours is told once, tried again, and answered in the end", async () => {
  let faults = 2;
  const { discord, received, logged, inbound } = await startStage({
    receive: async () => {
      faults -= 1;
      if (faults >= 0) throw new Error("database is locked");
      return notice("Started");
    },
  });
  const ada = discord.person("401");
  await ada.slash(discord.general, "start");
  await until(() => inbound.health().waiting === 0 && ada.ephemerals().length === 2);
  expect(new Set(received.map(({ id }) => id)).size).toBe(1);
  expect(received).toHaveLength(3);
  expect(ada.ephemerals().map(({ text }) => text)).toEqual([
    "⚠️ That could not be done just now. It is kept, and will be tried again: you need not repeat it.",
    "Started",
  ]);
  expect(logged.slice(1)).toEqual(["warn: delivery failed", "warn: delivery failed"]);
});

test("a message is answered in direct messages, first that it did not work and then with what came of it", async () => {
  let faults = 1;
  const { discord, received } = await startStage({
    receive: async () => {
      faults -= 1;
      if (faults >= 0) throw new Error("database is locked");
      return notice("Running");
    },
  });
  discord.person("401").mention(discord.general, "status");
  await until(() => received.length === 2 && discord.posts.length === 2);
  const said = discord.posts.map(({ id }) => discord.message(id).text);
  expect(said).toEqual([
    "⚠️ That could not be done just now. It is kept, and will be tried again: you need not repeat it.",
    "Running",
  ]);
});

test("stopping waits for what is being done, and leaves the rest for the next start", async () => {
  const first = Promise.withResolvers<void>();
  const inbox = memoryInbox();
  const stage = await startStage({
    inbox,
    receive: async ({ event }) => {
      if ("text" in event && event.text === "one") await first.promise;
      return null;
    },
  });
  const { discord, open, received } = stage;
  const ada = discord.person("401");
  const place = await open();
  for (const words of ["one", "two"]) ada.write(place.thread, words);
  await until(() => stage.inbound.health().taken === 2);
  const restarting = stage.restart();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(received).toHaveLength(1);
  first.resolve();
  await restarting;
  await until(() => received.length === 2 && stage.inbound.health().waiting === 0);
  expect(await inbox.open()).toEqual([]);
});

test("who waits for an answer when everything stops is answered by the next process", async () => {
  const first = Promise.withResolvers<void>();
  const stage = await startStage({
    receive: async ({ event }) => {
      if ("text" in event && event.text === "costs") await first.promise;
      return notice("Here it is");
    },
  });
  const { discord, open, received } = stage;
  const [ada, bob] = [discord.person("401"), discord.person("402")];
  const place = await open();
  const doing = [ada.slash(place.thread, "costs")];
  await until(() => received.length === 1);
  doing.push(bob.slash(place.thread, "queue"));
  await until(() => stage.inbound.health().taken === 2);
  const restarting = stage.restart();
  await until(() => !stage.inbound.health().connected);
  first.resolve();
  await restarting;
  expect((await Promise.all(doing)).map(({ ackType }) => ackType)).toEqual([4, 5]);
  await until(() => bob.ephemerals()[0]?.text === "Here it is");
  expect(received).toHaveLength(2);
});

test("what an earlier process left is handled, and answered for as long as Discord takes an answer", async () => {
  const [inbox, left] = [memoryInbox(), memoryInbox()];
  const stage = await startStage({
    inbox: {
      ...inbox,
      put: async (delivery) => {
        await left.put({ ...delivery, id: "i:in time", lane: "1" });
        await left.put({ ...delivery, id: "i:too late", lane: "2", at: delivery.at - 15 * 60_000 });
        await left.put({ ...delivery, id: "i:of another version", lane: "3", payload: "{}" });
        return await inbox.put(delivery);
      },
    },
    receive: async () => notice("Running"),
  });
  const { discord, received, logged } = stage;
  const ada = discord.person("401");
  await ada.slash(discord.general, "status");
  await stage.restart({ inbox: left });
  await until(() => received.length === 3 && stage.inbound.health().waiting === 0);
  expect(
    received
      .slice(1)
      .map(({ id }) => id)
      .toSorted(),
  ).toEqual(["i:in time", "i:too late"]);
  await until(() => ada.ephemerals().length === 2);
  expect(ada.ephemerals().map(({ text }) => text)).toEqual(["Running", "Running"]);
  expect(logged).toContain("info: too late for an answer");
  expect(logged).toContain("error: delivery of another version not handled");
});

test("a server that the bot was removed from is told to those who run it", async () => {
  const { discord, inbound, fatal } = await startStage({ guildId: "200000000000000001" });
  const told = (d: object): void =>
    discord.gateway.sessions[0]?.socket?.send(JSON.stringify({ op: 0, s: 1, t: "GUILD_DELETE", d }));
  told({ id: discord.app.guildId, unavailable: true });
  told({ id: "299" });
  told({ id: discord.app.guildId });
  await until(() => fatal.length > 0);
  expect([inbound.health().trouble, fatal.length]).toEqual([
    "The bot was removed from its Discord server: invite it again.",
    1,
  ]);
});

test("stopping waits until everybody is answered whose turn it was", async () => {
  const lines = Array.from({ length: 400 }, (_, n) => `Line ${n} of many.`).join("\n\n");
  const { discord, inbound, outbound, received } = await startStage({ receive: async () => notice(lines) });
  const ada = discord.person("401");
  discord.fault({ operation: "create_interaction_response", wrong: { slowMs: 300 } });
  const typing = ada.slash(discord.general, "status");
  await until(() => received.length === 1 && inbound.health().waiting === 0);
  await inbound.stop();
  await outbound.close();
  await typing;
  expect(
    ada
      .ephemerals()
      .map(({ text }) => text)
      .join("\n"),
  ).toContain("Line 399 of many.");
});
