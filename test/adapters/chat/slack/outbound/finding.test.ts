import { expect, test } from "vitest";
import type { SlackArgs } from "#adapters/chat/slack/client.ts";
import { SlackFault } from "#adapters/chat/slack/faults.ts";
import { createFinding } from "#adapters/chat/slack/finding.ts";
import { createSlackCalls } from "#adapters/chat/slack/outbound-calls.ts";
import { metadataOf } from "#adapters/chat/slack/outbound-key.ts";
import { manualClock } from "../../../../fakes/manual-clock.ts";
import { keptLog } from "../../outbound-stage.ts";

interface Asked {
  readonly method: string;
  readonly args: SlackArgs;
}

/** Finding on a Slack that has these pages. */
const createStage = (answer: (asked: Asked, n: number) => unknown) => {
  const asked: Asked[] = [];
  const clock = manualClock();
  const call = async (method: string, args: SlackArgs): Promise<unknown> => {
    asked.push({ method, args });
    return answer({ method, args }, asked.length);
  };
  const log = keptLog();
  const calls = createSlackCalls(call, clock);
  const finding = createFinding({ calls, log, botId: "B1", botUserId: "U1" });
  return { finding, asked, log, clock };
};

const message = (n: number, facts: object = {}): object => ({
  ts: `170000000${n}.000100`,
  bot_id: "B1",
  user: "U1",
  metadata: metadataOf({ key: "k", part: n, parts: 3 }),
  ...facts,
});

const thread = { channel: "C1", thread: "1700000000.000100", since: null };

test("parts are looked for on page after page until the last one is there", async () => {
  const pages = [
    [message(1)],
    [message(2), message(8, { metadata: metadataOf({ key: "other", part: 1, parts: 1 }) })],
    [message(3)],
    [message(9)],
  ];
  const { finding, asked } = createStage((_, n) => ({
    messages: pages[n - 1],
    response_metadata: { next_cursor: `page ${n + 1}` },
  }));
  expect(await finding.parts(thread, "k")).toEqual([
    { key: "k", part: 1, parts: 3, ts: "1700000001.000100" },
    { key: "k", part: 2, parts: 3, ts: "1700000002.000100" },
    { key: "k", part: 3, parts: 3, ts: "1700000003.000100" },
  ]);
  expect(asked.map(({ method, args }) => [method, args["cursor"]])).toEqual([
    ["conversations.replies", undefined],
    ["conversations.replies", "page 2"],
    ["conversations.replies", "page 3"],
  ]);
  expect(asked[0]?.args).toMatchObject({ ts: thread.thread, include_all_metadata: true });
});

test("only our own messages count, whatever others put into theirs", async () => {
  const strangers = [
    message(1, { bot_id: "B2", user: "U2" }),
    message(2, { bot_id: undefined, user: "U3" }),
    { ts: "1700000009.000100", bot_id: "B1", metadata: { event_type: "botarmy", event_payload: { k: "k" } } },
    { no: "message" },
  ];
  const { finding } = createStage(() => ({ messages: [...strangers, message(3, { user: undefined })] }));
  expect(await finding.parts(thread, "k")).toMatchObject([{ part: 3 }]);
});

test("it is looked for from five minutes before it was begun, since clocks differ", async () => {
  const { finding, asked } = createStage(() => ({ messages: [] }));
  await finding.parts({ ...thread, since: 1_700_000_400_500 }, "k");
  expect(asked[0]?.args).toMatchObject({ oldest: "1700000100.500000" });
});

test("a channel's history is searched for roots only, and not without end", async () => {
  const shown = message(1, { thread_ts: "1699999999.000100" });
  const { finding, asked, log, clock } = createStage((_, n) => ({
    messages: [shown],
    response_metadata: { next_cursor: `page ${n + 1}` },
  }));
  const search = finding.parts({ ...thread, thread: null }, "k");
  await clock.pass(60_000);
  expect(await search).toEqual([]);
  expect(asked.map(({ method }) => method)).toEqual(Array.from({ length: 4 }, () => "conversations.history"));
  expect(log.lines).toContain("warn slack history not read to its end");
});

test("there is nothing in a thread that is gone; any other refusal is told", async () => {
  const refuse = (code: string): never => {
    throw new SlackFault(code, { code, kind: "bad-request", retryable: false });
  };
  const gone = createStage(() => refuse("thread_not_found"));
  expect(await gone.finding.parts(thread, "k")).toEqual([]);
  const closed = createStage(() => refuse("channel_not_found"));
  await expect(closed.finding.parts(thread, "k")).rejects.toMatchObject({ code: "channel_not_found" });
});
