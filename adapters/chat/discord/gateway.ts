import type { Clock, Log } from "#src/ports.ts";
import { rest, within } from "../inbound-patience.ts";
import { openClient, type ClientParts, type Ended, type GatewayClient } from "./gateway-client.ts";
import { createShards, type ShardHealth, type Shards } from "./gateway-shards.ts";
import { createThrottle } from "./gateway-throttle.ts";

export interface GatewayOptions extends Pick<ClientParts, "token" | "apiUrl" | "intents"> {
  readonly clock: Clock;
  readonly log: Log;
  /** What was dispatched, as it came. What it throws is logged. */
  readonly onPacket: (packet: unknown) => void;
  /**
   * A session has begun, so that what was said since the one before broke is never told: until when that one was heard, or null for
   * the first. Not called for a session that was resumed.
   */
  readonly onNewSession: (heardUntil: number | null) => void;
  /** Told once, in words, when nothing works before somebody acts. */
  readonly onFatal: (words: string) => void;
}

/** What brings people's words and clicks from Discord: connections that are kept open, each break followed by a new try. */
export interface Gateway {
  /**
   * Resolves when payloads can come, or when the first try has failed and will be repeated. Throws BotArmyError `discord-token`,
   * `discord-intents`, `discord-version` or `discord-shards` when it can never work.
   */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Until when Discord was surely heard, in milliseconds since 1970; 0 when it never was. */
  heardUntil(): number;
  health(): ShardHealth & { readonly trouble: string | null };
}

const firstWaitMs = 1_000;
const longestWaitMs = 30_000;
/** How long a start waits for Discord before it goes on trying by itself. */
const startPatienceMs = 10_000;
const lookEveryMs = 15_000;
const closePatienceMs = 5_000;

export const createGateway = (options: GatewayOptions): Gateway => {
  const stopping = new AbortController();
  const shards = createShards({ ...options, stopping: stopping.signal });
  const state: State = {
    options,
    shards,
    stopping,
    first: Promise.withResolvers(),
    client: null,
    fatal: null,
  };
  let running: Promise<void> = Promise.resolve();
  return {
    start: async () => {
      running = run(state);
      await within(startPatienceMs, options.clock, state.first.promise);
      if (state.fatal !== null) throw state.fatal;
    },
    stop: async () => {
      stopping.abort(new Error("the gateway is closed"));
      await closeClient(state);
      await running;
    },
    heardUntil: shards.heardUntil,
    health: () => ({ ...shards.health(), trouble: state.fatal?.message ?? null }),
  };
};

interface State {
  readonly options: GatewayOptions;
  readonly shards: Shards;
  readonly stopping: AbortController;
  /** Settled when the first try has come to something or to nothing. */
  readonly first: PromiseWithResolvers<void>;
  client: GatewayClient | null;
  fatal: Error | null;
}

/** One client after the other, until it is stopped or can never work. */
const run = async (state: State): Promise<void> => {
  const { options, shards, stopping, first } = state;
  const sdk = await import("discord.js");
  const parts = { ...options, shards, throttle: createThrottle(options.clock), onPacket: readPackets(state) };
  for (let failures = 0; !stopping.signal.aborted;) {
    const opened = options.clock.now();
    state.client = openClient(sdk, parts);
    const ended = await Promise.race([state.client.ended, stuck(state)]);
    await closeClient(state);
    shards.allDown();
    if (ended.type === "fatal") return fatal(state, ended.error);
    first.resolve();
    if (stopping.signal.aborted) return;
    options.log.warn({ why: ended.why }, "the client of discord is made anew");
    failures = options.clock.now() - opened < longestWaitMs ? failures + 1 : 1;
    await rest(Math.min(firstWaitMs * 2 ** (failures - 1), longestWaitMs), options.clock, stopping.signal);
  }
};

const readPackets =
  ({ options, shards, first }: State) =>
  (packet: unknown, shard: number): void => {
    const t = typeof packet === "object" && packet !== null && "t" in packet ? packet.t : null;
    if (t === "READY") options.onNewSession(shards.up(shard, true));
    else if (t === "RESUMED") shards.up(shard, false);
    else shards.heard(shard);
    if (t === "READY") first.resolve();
    options.onPacket(packet);
  };

/** Resolves when the client does nothing any more, or everything stops. */
const stuck = async ({ options, shards, stopping, client }: State): Promise<Ended> => {
  const over = new AbortController();
  void client?.ended.then(() => over.abort());
  const signal = AbortSignal.any([over.signal, stopping.signal]);
  while (!signal.aborted && !shards.isStuck()) await rest(lookEveryMs, options.clock, signal);
  return { type: "broken", why: "nothing came any more, not even an answer to a heartbeat" };
};

const fatal = (state: State, error: Error): void => {
  state.fatal = error;
  state.options.log.error({ err: error }, "discord refuses the connection");
  state.options.onFatal(error.message);
  state.first.resolve();
};

const closeClient = async (state: State): Promise<void> => {
  const { client } = state;
  state.client = null;
  if (client === null) return;
  try {
    await within(closePatienceMs, state.options.clock, client.close());
  } catch (error) {
    state.options.log.warn({ err: error }, "the client of discord did not close");
  }
};
