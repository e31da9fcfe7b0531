import { setTimeout as sleep } from "node:timers/promises";
import { createSlackOutbound, type SlackOutbound } from "#adapters/chat/slack/outbound.ts";
import type { Clock, Log, Place } from "#src/ports.ts";
import type { Message } from "#src/project/message.ts";
import { memoryNotes } from "../../../../fakes/memory-inbox.ts";
import { startSlack, type SlackOptions, type TestSlack } from "../../../../support/slack/slack.ts";

/** So much faster than the machine's. */
export const fastFactor = 25;

/** The machine's clock, in a hurry. Waits of seconds take milliseconds, so that the servers of a test keep up. */
export const fastClock = (): Clock => {
  const begin = Date.now();
  return {
    now: () => begin + (Date.now() - begin) * fastFactor,
    sleep: async (ms, signal) => {
      try {
        await sleep(ms / fastFactor, undefined, { signal });
      } catch (error) {
        signal.throwIfAborted();
        throw error;
      }
    },
  };
};

/** A log that keeps its lines. */
export const keptLog = (): Log & { readonly lines: readonly string[] } => {
  const lines: string[] = [];
  const add =
    (level: string) =>
    (_facts: object, message: string): void => {
      lines.push(`${level} ${message}`);
    };
  return { lines, debug: add("debug"), info: add("info"), warn: add("warn"), error: add("error") };
};

export interface Stage {
  readonly slack: TestSlack;
  readonly outbound: SlackOutbound;
  readonly log: ReturnType<typeof keptLog>;
  /** What the operator was told. */
  readonly fatal: readonly Error[];
  /** The same Slack and disk with a new adapter, after the old process was killed. */
  restart(): SlackOutbound;
  close(): Promise<void>;
}

/** The channel that the bot is in. */
export const channel = "C0GENERAL";

/** Stages of a test file, each closed after its test: `afterEach(stages.close)`. */
export const createStages = () => {
  let open: readonly Stage[] = [];
  return {
    make: async (...args: Parameters<typeof createStage>): Promise<Stage> => {
      const made = await createStage(...args);
      open = [...open, made];
      return made;
    },
    close: async (): Promise<void> => {
      const all = open;
      open = [];
      await Promise.all(all.map((one) => one.close()));
    },
  };
};

const createStage = async (
  options: SlackOptions & { readonly clock?: Clock; readonly timeoutMs?: number } = {},
): Promise<Stage> => {
  const { clock = fastClock(), timeoutMs = 5_000, ...facts } = options;
  const slack = await startSlack(facts);
  const [log, notes] = [keptLog(), memoryNotes()];
  const fatal: Error[] = [];
  const { botToken: token, botId, botUserId, domain } = slack.app;
  const start = (): SlackOutbound =>
    createSlackOutbound({
      token,
      botId,
      botUserId,
      teamUrl: `https://${domain}.slack.com/`,
      apiUrl: slack.apiUrl,
      timeoutMs,
      clock,
      notes,
      log,
      onFatal: (error) => fatal.push(error),
    });
  const outbound = start();
  return { slack, outbound, log, fatal, restart: start, close: () => slack.close() };
};

/** A message of one paragraph. */
export const say = (text: string, facts: Partial<Message> = {}): Message => ({
  kind: "notice",
  tone: "neutral",
  from: null,
  blocks: [{ type: "prose", text }],
  mentions: [],
  fallback: text.slice(0, 200),
  ...facts,
});

/** The error of a promise that has to fail. */
export const errorOf = async (work: Promise<unknown>): Promise<unknown> => {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error("it did not fail");
};

/** Opens a thread with a root that says `root`. */
export const openThread = async ({ outbound }: Stage): Promise<Place> =>
  await outbound.openThread(channel, "p-1:1:1", say("root"));
