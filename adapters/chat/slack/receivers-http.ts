import type { Server } from "node:http";
import type { HTTPReceiver } from "@slack/bolt";
import { BotArmyError } from "#src/errors.ts";
import { boltLogger } from "./receivers-log.ts";
import { appFor, type ReceiverParts, type Receivers } from "./receivers.ts";

export interface HttpOptions {
  readonly signingSecret: string;
  /** 0 takes any free one. */
  readonly port: number;
  /** The address to listen on; all by default. */
  readonly host?: string;
}

/** The path that Slack's three request URLs end with. */
const path = "/slack/events";
/** Source: Bolt's own default. A click carries its whole message, some 300 kB at most. */
const mostBytes = 4 * 1024 * 1024;

/** Takes signed requests. Requests older than 5 minutes, of others, or too large are refused before anything is read. */
export const createHttpReceiver = (
  options: HttpOptions,
  parts: ReceiverParts,
): Receivers & {
  /** Where it listens, once started. */
  port(): number;
} => {
  let receiver: HTTPReceiver | undefined;
  let server: Server | undefined;
  let since = parts.clock.now();
  return {
    start: async () => {
      receiver = await createReceiver(options, parts);
      const { port, host } = options;
      try {
        server = await receiver.start({ port, ...(host === undefined ? {} : { host }) });
      } catch (error) {
        throw new BotArmyError(
          "slack-port",
          `Port ${port} cannot be listened on (${String(error)}): choose another one for Slack, or free it.`,
          { cause: error },
        );
      }
      since = parts.clock.now();
    },
    stop: async () => {
      if (server?.listening === true) {
        const closed = receiver?.stop();
        // What was taken is acknowledged by now; the rest is somebody who sends slowly or not at all.
        server.closeAllConnections();
        await closed;
      }
      since = parts.clock.now();
    },
    health: () => [{ connected: server?.listening === true, since, reconnects: 0 }],
    port: () => {
      const address = server?.address();
      return typeof address === "object" && address !== null ? address.port : options.port;
    },
  };
};

const createReceiver = async (
  { signingSecret }: HttpOptions,
  { log, take }: ReceiverParts,
): Promise<HTTPReceiver> => {
  const { HTTPReceiver, LogLevel } = await import("@slack/bolt");
  const receiver = new HTTPReceiver({
    signingSecret,
    endpoints: [path],
    bodyLimit: mostBytes,
    logger: boltLogger(log, LogLevel.INFO),
    processEventErrorHandler: async ({ error, response }) => {
      log.error({ err: error }, "payload not taken");
      if (!response.headersSent) response.writeHead(503).end();
      return false;
    },
  });
  receiver.init(appFor(take));
  return receiver;
};
