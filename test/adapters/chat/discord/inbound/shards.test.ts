import { expect, test } from "vitest";
import { createShards } from "#adapters/chat/discord/gateway-shards.ts";
import { manualClock } from "../../../../fakes/manual-clock.ts";
import { keptLog } from "../../outbound-stage.ts";

const stage = () => {
  const clock = manualClock();
  const stopping = new AbortController();
  const shards = createShards({ clock, log: keptLog(), stopping: stopping.signal });
  /** How long the shard waits for its turn to connect, in seconds. */
  const waited = async (): Promise<number> => {
    const from = clock.now();
    const turn = { at: Number.NaN };
    void shards.mayConnect(0).then(() => {
      turn.at = clock.now();
    });
    for (let n = 0; Number.isNaN(turn.at) && n < 100; n++) await clock.pass(500);
    return (turn.at - from) / 1_000;
  };
  return { clock, shards, waited, stopping };
};

test("a connection that does not come about is tried again later each time, up to half a minute", async () => {
  const { shards, waited } = stage();
  const waits: number[] = [];
  for (let n = 0; n < 8; n++) {
    waits.push(await waited());
    shards.down(0);
  }
  expect(waits).toEqual([0, 1, 2, 4, 8, 16, 30, 30]);
});

test("a connection that lasted is made again at once, one that broke soon is not", async () => {
  const { clock, shards, waited } = stage();
  await waited();
  shards.up(0, true);
  await clock.pass(10_000);
  shards.down(0);
  expect(await waited()).toBe(0);
  shards.up(0, true);
  await clock.pass(9_000);
  shards.down(0);
  expect(await waited()).toBe(1);
});

test("a new session says until when the one before was heard: its last payload, or the last heartbeat that was answered", async () => {
  const { clock, shards, waited } = stage();
  await waited();
  expect(shards.up(0, true)).toBeNull();
  await clock.pass(60_000);
  shards.heard(0);
  const heard = clock.now();
  await clock.pass(30_000);
  // A heartbeat is sent, and nobody knows yet whether it is answered.
  await shards.mayConnect(0);
  const beat = clock.now();
  await clock.pass(41_000);
  shards.down(0);
  await waited();
  expect(shards.up(0, true)).toBe(heard);
  await shards.mayConnect(0);
  await clock.pass(41_000);
  await shards.mayConnect(0);
  expect([shards.up(0, true) ?? 0, beat]).toEqual([clock.now() - 41_000, heard + 30_000]);
});

test("a session that was resumed has missed nothing", async () => {
  const { clock, shards, waited } = stage();
  await waited();
  shards.up(0, true);
  await clock.pass(60_000);
  shards.down(0);
  await waited();
  expect(shards.up(0, false)).toBeNull();
  expect(shards.health()).toMatchObject({ connected: true, reconnects: 1 });
});

test("a shard to which nothing happens for two minutes is stuck, one that waits for its turn is not", async () => {
  const { clock, shards, waited } = stage();
  await waited();
  shards.up(0, true);
  await clock.pass(120_000);
  expect(shards.isStuck()).toBe(false);
  await clock.pass(1_000);
  expect(shards.isStuck()).toBe(true);
  for (let n = 0; n < 9; n++) {
    shards.down(0);
    await waited();
  }
  shards.down(0);
  void shards.mayConnect(0);
  await clock.settle();
  expect([shards.isStuck(), shards.health().connected]).toEqual([false, false]);
});
