import { App, LogLevel, SocketModeReceiver } from "@slack/bolt";
import type { ReceiverEvent } from "@slack/bolt";
import { WebClient } from "@slack/web-api";
import { onTestFinished } from "vitest";
import { record, string } from "../json.ts";
import type { Json } from "../json.ts";
import { startSlack } from "./slack.ts";
import type { SlackOptions, TestSlack } from "./slack.ts";

export interface Stage {
  readonly slack: TestSlack;
  readonly client: WebClient;
  /** Posts to #general unless told otherwise; the message's ts. */
  post(args: Json): Promise<string>;
}

/** A Slack that ends with the test, and a client of the app that tries once. */
export async function startStage(options: SlackOptions = {}): Promise<Stage> {
  const slack = await startSlack(options);
  onTestFinished(() => slack.close());
  const client = clientOf(slack);
  return {
    slack,
    client,
    post: async (args) =>
      string(record(await client.apiCall("chat.postMessage", { channel: "C0GENERAL", ...args }))["ts"]),
  };
}

/** What a call failed with: Slack's word, or else the SDK's; "ok" when it did not. */
export const errorOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => "ok",
    (error: unknown) => {
      const { data, code } = record(error);
      return string(record(data)["error"]) || string(code);
    },
  );

/** A client of the app that tries once. */
export const clientOf = (slack: TestSlack, timeout = 5_000): WebClient =>
  new WebClient(slack.app.botToken, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout,
    logLevel: LogLevel.ERROR,
    logger: silent,
  });

/** Says nothing: what goes wrong here goes wrong on purpose. */
export const silent = {
  debug: (): void => undefined,
  info: (): void => undefined,
  warn: (): void => undefined,
  error: (): void => undefined,
  setLevel: (): void => undefined,
  getLevel: (): LogLevel => LogLevel.ERROR,
  setName: (): void => undefined,
};

/** A Bolt app that can refuse events before it acknowledges them. */
export class Bot extends App {
  refusals = 0;

  override async processEvent(event: ReceiverEvent): Promise<void> {
    this.refusals -= 1;
    if (this.refusals >= 0) throw new Error("not now");
    await super.processEvent(event);
  }
}

/** A bot on `connections` Socket Mode connections; it ends with the test. */
export async function startBot(
  slack: TestSlack,
  listen: (bot: Bot) => void,
  connections = 1,
): Promise<{ readonly bot: Bot; readonly receivers: readonly SocketModeReceiver[] }> {
  const { botToken, botId, botUserId, appToken } = slack.app;
  const receivers = Array.from(
    { length: connections },
    () =>
      new SocketModeReceiver({
        appToken,
        logger: silent,
        installerOptions: { clientOptions: { slackApiUrl: slack.apiUrl } },
      }),
  );
  const [receiver] = receivers;
  const bot = new Bot({
    token: botToken,
    botId,
    botUserId,
    convoStore: false,
    logger: silent,
    clientOptions: { slackApiUrl: slack.apiUrl },
    ...(receiver === undefined ? {} : { receiver }),
  });
  listen(bot);
  for (const each of receivers) {
    each.init(bot);
    await each.start();
    onTestFinished(async () => {
      await each.stop();
    });
  }
  return { bot, receivers };
}
