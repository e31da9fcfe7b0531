import { createSlackOutbound, type SlackOutbound } from "#adapters/chat/slack/outbound.ts";
import type { Clock, Place } from "#src/ports.ts";
import { memoryNotes } from "../../../../fakes/memory-inbox.ts";
import { startSlack, type SlackOptions, type TestSlack } from "../../../../support/slack/slack.ts";
import { closedAfter, fastClock, keptLog, say } from "../../outbound-stage.ts";

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
export const createStages = () => closedAfter(createStage);

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

/** Opens a thread with a root that says `root`. */
export const openThread = async ({ outbound }: Stage): Promise<Place> =>
  await outbound.openThread(channel, "p-1:1:1", say("root"));
