import type { Clock, Log } from "#src/ports.ts";
import { rest } from "../inbound-patience.ts";

/** What is known of the connections to the gateway, one for each shard, whatever client holds them. */
export interface Shards {
  /** Waits until the shard may connect. Asked by the SDK before it does, and while it is connected before each heartbeat and payload. */
  mayConnect(shard: number): Promise<void>;
  /** The shard said something: a payload, or an answer to a heartbeat. */
  heard(shard: number): void;
  /** The shard has a session. Until when the one before was heard when this one is new; null when nothing was before, or nothing was missed. */
  up(shard: number, isNew: boolean): number | null;
  down(shard: number): void;
  /** Every shard that a client had is gone with it. */
  allDown(): void;
  /** Nothing has happened to a shard for so long that nothing will. */
  isStuck(): boolean;
  /** Until when every shard was surely heard, in milliseconds since 1970; 0 when one never was. */
  heardUntil(): number;
  health(): ShardHealth;
}

export interface ShardHealth {
  /** Every shard. */
  readonly connected: boolean;
  /** When it became so, in milliseconds since 1970. */
  readonly since: number;
  /** How many times a connection was made again. */
  readonly reconnects: number;
}

interface Shard {
  /** `waiting` for its turn to connect. */
  state: "down" | "waiting" | "connecting" | "up";
  since: number;
  /** When it was last heard; 0 for never. */
  heardAt: number;
  /** When the SDK last asked for it. */
  askedAt: number;
  /** When anything last happened to it. */
  changedAt: number;
  /** Connections in a row that came to nothing or broke soon. */
  failures: number;
  opened: number;
}

const firstWaitMs = 1_000;
const longestWaitMs = 30_000;
/** A connection that breaks sooner than this was none. */
const soonMs = 10_000;
/** Discord answers a heartbeat every 41 s, and the SDK gives up a connection that has missed one. */
const stuckAfterMs = 120_000;

export const createShards = (parts: {
  readonly clock: Clock;
  readonly log: Log;
  /** Ends all waits, for good. */
  readonly stopping: AbortSignal;
}): Shards => {
  const { clock, log, stopping } = parts;
  const begun = clock.now();
  const shards = new Map<number, Shard>();
  const shardOf = (id: number): Shard => {
    const known = shards.get(id) ?? newShard(clock.now());
    shards.set(id, known);
    return known;
  };
  return {
    mayConnect: async (id) => {
      const shard = shardOf(id);
      if (shard.state === "up") asked(shard, clock.now());
      if (shard.state !== "down") return;
      shard.state = "waiting";
      if (shard.failures > 0)
        await rest(Math.min(firstWaitMs * 2 ** (shard.failures - 1), longestWaitMs), clock, stopping);
      Object.assign(shard, { state: "connecting", changedAt: clock.now() });
    },
    heard: (id) => {
      const now = clock.now();
      Object.assign(shardOf(id), { heardAt: now, changedAt: now });
    },
    up: (id, isNew) => {
      const { heardAt } = shardOf(id);
      up(shardOf(id), clock.now());
      return isNew && heardAt > 0 ? heardAt : null;
    },
    down: (id) => {
      const shard = shardOf(id);
      if (shard.state === "up" && !stopping.aborted) log.warn({ shard: id }, "no connection to discord");
      down(shard, clock.now());
    },
    allDown: () => {
      for (const shard of shards.values()) down(shard, clock.now());
    },
    isStuck: () =>
      [...shards.values()].some(
        ({ state, changedAt }) => state !== "waiting" && clock.now() - changedAt > stuckAfterMs,
      ),
    heardUntil: () =>
      shards.size === 0 ? 0 : Math.min(...[...shards.values()].map(({ heardAt }) => heardAt)),
    health: () => healthOf([...shards.values()], begun),
  };
};

const newShard = (now: number): Shard => ({
  state: "down",
  since: now,
  heardAt: 0,
  askedAt: 0,
  changedAt: now,
  failures: 0,
  opened: 0,
});

/** The SDK sends no heartbeat before the one before was answered: when that was sent, Discord was still there. */
const asked = (shard: Shard, now: number): void => {
  shard.heardAt = Math.max(shard.heardAt, shard.askedAt);
  Object.assign(shard, { askedAt: now, changedAt: now });
};

const up = (shard: Shard, now: number): void => {
  shard.opened += 1;
  Object.assign(shard, { state: "up", since: now, heardAt: now, askedAt: now, changedAt: now });
};

const down = (shard: Shard, now: number): void => {
  const wasUp = shard.state === "up";
  const wasSoon = !wasUp || now - shard.since < soonMs;
  shard.failures = wasSoon ? shard.failures + 1 : 0;
  Object.assign(shard, { state: "down", since: wasUp ? now : shard.since, changedAt: now });
};

const healthOf = (shards: readonly Shard[], begun: number): ShardHealth => {
  const isDown = shards.filter(({ state }) => state !== "up");
  const times = (isDown.length > 0 ? isDown : shards).map(({ since }) => since);
  return {
    connected: shards.length > 0 && isDown.length === 0,
    since: Math.max(begun, ...times),
    reconnects: shards.reduce((sum, { opened }) => sum + Math.max(0, opened - 1), 0),
  };
};
