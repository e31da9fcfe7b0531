import type * as Sdk from "discord.js";
import type { Clock, Log } from "#src/ports.ts";
import { fatalClosing, fatalLogin } from "./gateway-fatal.ts";
import type { Shards } from "./gateway-shards.ts";

export interface ClientParts {
  /** The bot token. */
  readonly token: string;
  /** Where the API is, ending in `/api`; Discord's own by default. The gateway's address comes from there. */
  readonly apiUrl?: string;
  /** Gateway intents as a bit field. */
  readonly intents: number;
  readonly shards: Shards;
  /** Spaces identifies, whatever client makes them. */
  readonly throttle: Sdk.IIdentifyThrottler;
  /** A payload that was dispatched, and whose shard. What it throws is logged. */
  readonly onPacket: (packet: unknown, shard: number) => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** How a client ended: `fatal` when another one would end the same way. */
export type Ended =
  | { readonly type: "fatal"; readonly error: Error }
  | { readonly type: "broken"; readonly why: unknown };

/** A client of the gateway that is connected, or connects again by itself. */
export interface GatewayClient {
  /** Resolves when it will never be connected again by itself. */
  readonly ended: Promise<Ended>;
  /** Ends it; nothing more comes from it. */
  close(): Promise<void>;
}

/**
 * Opens a client. It connects when its shards may, and again after each break: with a resume where Discord allows one. The SDK alone
 * would try twice a second for ever, and one that is closed while it waits for Discord's hello would come back (discord.js 14.28).
 */
export const openClient = (sdk: typeof Sdk, parts: ClientParts): GatewayClient => {
  const ended = Promise.withResolvers<Ended>();
  const state = { isOpen: true };
  const client = new sdk.Client({
    intents: parts.intents,
    rest: { ...(parts.apiUrl === undefined ? {} : { api: parts.apiUrl.replace(/\/+$/, "") }), retries: 0 },
    ws: {
      buildStrategy: (manager) => guarded(sdk, manager, { ...parts, state }),
      buildIdentifyThrottler: () => parts.throttle,
    },
  });
  withoutPicture(client);
  listen(client, { ...parts, state }, ended.resolve);
  client.login(parts.token).catch((error: unknown) => {
    const fatal = fatalLogin(error);
    ended.resolve(fatal === null ? { type: "broken", why: error } : { type: "fatal", error: fatal });
  });
  return {
    ended: ended.promise,
    close: async () => {
      state.isOpen = false;
      ended.resolve({ type: "broken", why: "closed" });
      await client.destroy();
    },
  };
};

interface Listening extends ClientParts {
  readonly state: { readonly isOpen: boolean };
}

/** Asked for the session before each connection, the strategy answers when it is the shard's turn; never once the client is closed. */
const guarded = (
  sdk: typeof Sdk,
  manager: Parameters<NonNullable<Sdk.WebSocketOptions["buildStrategy"]>>[0],
  { shards, state }: Listening,
): Sdk.IShardingStrategy => {
  const { options } = manager;
  // Its timer throws where nobody can catch it when the connection failed before (ws 8.23); the wait for Discord's hello, a minute, covers the handshake.
  options.handshakeTimeout = null;
  const retrieve = options.retrieveSessionInfo;
  options.retrieveSessionInfo = async (shard) => {
    await shards.mayConnect(shard);
    if (!state.isOpen) return await new Promise(() => undefined);
    const session = await retrieve.call(options, shard);
    return session !== null && URL.canParse(session.resumeURL) ? session : null;
  };
  return new sdk.SimpleShardingStrategy(manager);
};

/** Nobody looks at the client's own picture of servers and people. It costs memory, and making it throws at payloads that it does not know. */
const withoutPicture = (client: Sdk.Client): void => {
  Reflect.set(client.ws, "handlePacket", () => true);
};

const listen = (client: Sdk.Client, parts: Listening, end: (ended: Ended) => void): void => {
  const { shards, state, log } = parts;
  client.on("raw", (packet: unknown, shard: number) => {
    if (!state.isOpen) return;
    try {
      parts.onPacket(packet, shard);
    } catch (error) {
      log.error({ err: error }, "packet not read");
    }
  });
  client.on("shardReconnecting", (shard) => shards.down(shard));
  client.on("shardDisconnect", ({ code }, shard) => {
    shards.down(shard);
    const error = fatalClosing(code);
    end(error === null ? { type: "broken", why: `closed with ${code}` } : { type: "fatal", error });
  });
  client.on("shardError", (error) => log.debug({ err: error }, "discord connection"));
  client.on("error", (error) => log.warn({ err: error }, "discord client"));
  client.on("warn", (said) => log.debug({ said }, "discord client"));
};
