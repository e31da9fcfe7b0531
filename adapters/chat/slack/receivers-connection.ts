import type { SocketModeReceiver } from "@slack/bolt";
import { rest, within } from "../inbound-patience.ts";
import { boltLogger } from "./receivers-log.ts";
import { appFor, type ReceiverParts } from "./receivers.ts";

export interface ConnectionOptions {
  /** The app-level token, `xapp-…`, with the scope `connections:write`. */
  readonly appToken: string;
  /** Where the Web API is, for tests and proxies; Slack's own by default. */
  readonly apiUrl?: string;
}

/** One open Socket Mode connection. */
export interface Connection {
  /** Resolves when it has ended, with the reason. */
  readonly closed: Promise<string>;
  close(): Promise<void>;
}

/** From asking for an address to Slack's hello. */
const openWithinMs = 15_000;
const lookEveryMs = 1_000;
/** How long a socket may be closing: the SDK itself waits 30 s for the other side. */
const mostLooks = 3;

/**
 * Opens one connection; throws when that fails. The SDK never connects again by itself: its own reconnecting ends in a promise
 * that nobody catches, which kills the process, or in one that never settles (@slack/socket-mode 3.1).
 */
export const openConnection = async (
  options: ConnectionOptions,
  parts: ReceiverParts,
): Promise<Connection> => {
  const receiver = await createReceiver(options, parts);
  const ended = Promise.withResolvers<string>();
  receiver.client.once("disconnected", () => ended.resolve("closed"));
  try {
    if (!(await within(openWithinMs, parts.clock, receiver.start())))
      throw new Error(`Slack did not greet within ${openWithinMs} ms`);
  } catch (error) {
    await receiver.stop();
    throw error instanceof Error ? error : new Error("the connection closed before Slack greeted");
  }
  void watch(receiver, parts, ended);
  return { closed: ended.promise, close: () => receiver.stop() };
};

const createReceiver = async (
  { appToken, apiUrl }: ConnectionOptions,
  parts: ReceiverParts,
): Promise<SocketModeReceiver> => {
  const { SocketModeReceiver, LogLevel } = await import("@slack/bolt");
  const receiver = new SocketModeReceiver({
    appToken,
    autoReconnectEnabled: false,
    logger: boltLogger(parts.log, LogLevel.INFO),
    // Made for this receiver alone: the SDK changes what it is given.
    installerOptions: {
      clientOptions: {
        retryConfig: { retries: 0 },
        timeout: 10_000,
        ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
      },
    },
    processEventErrorHandler: async ({ error }) => {
      parts.log.error({ err: error }, "payload not taken");
      return false;
    },
  });
  receiver.init(appFor(parts.take));
  guardMessages(receiver, parts);
  return receiver;
};

/** The SDK reads messages in a promise that nobody catches: one it cannot read would kill the process. */
const guardMessages = ({ client }: SocketModeReceiver, { log }: ReceiverParts): void => {
  const readers = client.listeners("ws_message");
  client.removeAllListeners("ws_message");
  client.on("ws_message", (...message: unknown[]) => {
    for (const read of readers)
      Promise.resolve(read(...message)).catch((error: unknown) =>
        log.error({ err: error }, "message not read"),
      );
  });
};

/** Gives up a socket that has been closing for a while, so that the next one need not wait for it. */
const watch = async (
  { client }: SocketModeReceiver,
  { clock }: ReceiverParts,
  ended: PromiseWithResolvers<string>,
): Promise<void> => {
  const over = new AbortController();
  void ended.promise.then(() => over.abort());
  for (let looks = 0; looks < mostLooks && !over.signal.aborted;) {
    looks = client.websocket?.isActive() === true ? 0 : looks + 1;
    await rest(lookEveryMs, clock, over.signal);
  }
  ended.resolve("the other side did not close");
};
