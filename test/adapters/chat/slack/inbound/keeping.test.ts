import { expect, test } from "vitest";
import { notice } from "#src/project/notices.ts";
import { memoryInbox } from "../../../../fakes/memory-inbox.ts";
import { inboxWith, until } from "../../inbound-stage.ts";
import { startStage } from "./stage.ts";

for (const way of ["socket", "http"] as const) {
  test(`${way}: Slack is told only after the delivery is on disk`, async () => {
    const disk = Promise.withResolvers<void>();
    const { slack, received } = await startStage({ way, inbox: inboxWith(() => disk.promise) });
    const ada = await slack.person("U0ADA");
    const typing = ada.slash("C0GENERAL", "status");
    await until(() => slack.deliveries[0]?.attempts.length === 1);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect([slack.deliveries[0]?.ackMs, received.length]).toEqual([null, 0]);
    disk.resolve();
    const delivery = await typing;
    expect(delivery.ackMs).toBeGreaterThanOrEqual(100);
    await until(() => received.length === 1);
  });

  test(`${way}: what cannot be written is not acknowledged: the person sees it fail, and an event comes again`, async () => {
    let faults = 2;
    const { slack, received, logged } = await startStage({
      way,
      slack: { lifetimes: { ack: 300, redeliver: [50, 50] } },
      inbox: inboxWith(async () => {
        faults -= 1;
        if (faults >= 0) throw new Error("no space left");
      }),
    });
    const ada = await slack.person("U0ADA");
    expect((await ada.slash("C0GENERAL", "status")).failure).toBe(way === "http" ? "http 503" : "timeout");
    const { deliveries } = await ada.mention("C0GENERAL", "status");
    await Promise.all(deliveries.map(({ done }) => done));
    await until(() => received.length === 1);
    expect(deliveries.some(({ attempts }) => attempts.length === 2)).toBe(true);
    expect(logged.filter((line) => line === "error: payload not taken")).toHaveLength(2);
  });

  test(`${way}: what Slack delivers again is acknowledged, and done once`, async () => {
    const { slack, received, inbound, open } = await startStage({ way });
    const ada = await slack.person("U0ADA");
    const place = await open();
    await until(() => inbound.health().dropped === 1);
    slack.network.duplicate(2);
    const slash = await ada.slash("C0GENERAL", "status");
    const { deliveries } = await ada.write(place, "approve");
    await Promise.all(deliveries.map(({ done }) => done));
    slack.network.again(slash);
    for (const delivery of deliveries) slack.network.again(delivery);
    const isAcked = ({ attempts }: (typeof deliveries)[number]): boolean =>
      attempts.length === 3 && attempts.every(({ ackMs }) => ackMs !== null);
    await until(() => isAcked(slash) && deliveries.every(isAcked));
    expect(received).toHaveLength(2);
    expect(inbound.health()).toMatchObject({ taken: 2, repeated: 4, waiting: 0 });
  });
}

test("what is done in one thread is done in the order in which it came, while other threads go on", async () => {
  const first = Promise.withResolvers<void>();
  const ended: string[] = [];
  const { slack, open, received } = await startStage({
    receive: async ({ event }) => {
      const words = "text" in event ? event.text : "";
      if (words === "one") await first.promise;
      ended.push(words);
      return null;
    },
  });
  const ada = await slack.person("U0ADA");
  const [slow, quick] = [await open(), await open()];
  await ada.write(slow, "one");
  await until(() => received.length === 1);
  await ada.write(slow, "two");
  await ada.write(quick, "three");
  await until(() => ended.includes("three"));
  expect(ended).toEqual(["three"]);
  first.resolve();
  await until(() => ended.length === 3);
  expect(ended).toEqual(["three", "one", "two"]);
});

test("messages that the network turns around are each done once, and none is lost", async () => {
  const { slack, open, received, inbound } = await startStage({ connections: 1 });
  const ada = await slack.person("U0ADA");
  const place = await open();
  await until(() => inbound.health().dropped === 1);
  slack.network.hold();
  for (let n = 0; n < 10; n++) await ada.write(place, `word ${n}`);
  slack.network.release("reversed");
  await until(() => received.length === 10 && inbound.health().waiting === 0);
  expect(received.map(({ event }) => ("text" in event ? event.text : ""))).toEqual(
    Array.from({ length: 10 }, (_, n) => `word ${9 - n}`),
  );
});

test("a fault of ours is told once, tried again, and answered in the end", async () => {
  let faults = 2;
  const { slack, received, told, logged, inbound } = await startStage({
    receive: async () => {
      faults -= 1;
      if (faults >= 0) throw new Error("database is locked");
      return notice("Started");
    },
  });
  const ada = await slack.person("U0ADA");
  await ada.slash("C0GENERAL", "start");
  await until(() => inbound.health().waiting === 0);
  expect(new Set(received.map(({ id }) => id)).size).toBe(1);
  expect(received).toHaveLength(3);
  expect(told).toEqual([
    "U0ADA: That could not be done just now. It is kept, and will be tried again: you need not repeat it.",
    "U0ADA: Started",
  ]);
  expect(logged).toEqual(["warn: delivery failed", "warn: delivery failed"]);
});

test("an answer is given after it is done, and at most once", async () => {
  const steps: string[] = [];
  const inbox = memoryInbox();
  const { slack, logged } = await startStage({
    inbox: {
      ...inbox,
      done: async (id) => {
        await inbox.done(id);
        steps.push("done");
      },
    },
    receive: async () => notice("Started"),
    answering: {
      reply: async () => {
        steps.push("reply");
        throw new Error("no_answer");
      },
    },
  });
  const ada = await slack.person("U0ADA");
  await ada.slash("C0GENERAL", "start");
  await until(() => logged.length === 1);
  expect([steps, logged]).toEqual([["done", "reply"], ["warn: private answer not given"]]);
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
  const { slack, open, received } = stage;
  const ada = await slack.person("U0ADA");
  const place = await open();
  for (const words of ["one", "two"]) await ada.write(place, words);
  await until(() => stage.inbound.health().taken === 2);
  const restarting = stage.restart();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(received).toHaveLength(1);
  first.resolve();
  await restarting;
  await until(() => received.length === 2 && stage.inbound.health().waiting === 0);
  expect(await inbox.open()).toEqual([]);
});
