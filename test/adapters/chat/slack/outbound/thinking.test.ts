import { expect, test } from "vitest";
import type { SlackArgs } from "#adapters/chat/slack/client.ts";
import { SlackFault } from "#adapters/chat/slack/faults.ts";
import { createSlackCalls } from "#adapters/chat/slack/outbound-calls.ts";
import { createThinking } from "#adapters/chat/slack/thinking.ts";
import { manualClock } from "../../../../fakes/manual-clock.ts";
import { keptLog } from "../../outbound-stage.ts";

const createStage = (answer: () => void = () => undefined) => {
  const clock = manualClock();
  const begin = clock.now();
  const shown: (readonly [number, unknown])[] = [];
  const call = async (method: string, args: SlackArgs): Promise<unknown> => {
    shown.push([clock.now() - begin, method === "assistant.threads.setStatus" ? args["status"] : method]);
    answer();
    return { ok: true };
  };
  const calls = createSlackCalls(call, clock);
  const closing = new AbortController();
  const show = createThinking({ calls, clock, log: keptLog(), closing: closing.signal });
  return { clock, shown, show, close: () => closing.abort() };
};

const place = { channel: "C1", thread: "1700000000.000100" };

test("what an agent writes is shown every 3 seconds at most, the newest of it", async () => {
  const { clock, shown, show } = createStage();
  for (const text of ["a", "a b", "a b c", "a b c d"]) {
    show(place, text);
    await clock.pass(900);
  }
  show(place, "a b c d");
  await clock.pass(10_000);
  expect(shown).toEqual([
    [0, "is writing: a"],
    [3_000, "is writing: a b c d"],
  ]);
});

test("it is shown again before Slack lets it vanish, and taken away in the end", async () => {
  const { clock, shown, show } = createStage();
  show(place, "thinking hard");
  await clock.pass(200_000);
  show(place, null);
  await clock.pass(200_000);
  expect(shown.map(([at]) => at)).toEqual([0, 90_000, 180_000, 200_000]);
  expect(shown.at(-1)).toEqual([200_000, ""]);
});

test("nothing is taken away that was never shown", async () => {
  const { clock, shown, show } = createStage();
  show(place, null);
  await clock.pass(10_000);
  expect(shown).toEqual([]);
});

test("only the end of a long text is shown, in one line", async () => {
  const { clock, shown, show } = createStage();
  show(place, `first line\n\n${"word ".repeat(100)}🐦 and the end`);
  await clock.settle();
  const status = String(shown[0]?.[1]);
  expect(status).toMatch(/^is writing: …word .* and the end$/);
  expect(status.length).toBeLessThan(100);
});

test.each(["unknown_method", "http_404", "feature_disabled", "missing_scope", "not_allowed_token_type"])(
  "a Slack that does not have it (%s) is not asked again",
  async (code) => {
    const { clock, shown, show } = createStage(() => {
      throw new SlackFault(code, { code, kind: "bad-request", retryable: code === "missing_scope" });
    });
    for (const text of ["a", "b", "c"]) {
      show(place, text);
      await clock.pass(200_000);
    }
    show({ ...place, thread: "1700000001.000100" }, "d");
    await clock.pass(200_000);
    expect(shown).toHaveLength(1);
  },
);

test.each(["thread_not_found", "no_answer"])("a fault of the moment (%s) does not end it", async (code) => {
  let faults = 1;
  const { clock, shown, show } = createStage(() => {
    const kind = code === "no_answer" ? "connection" : "bad-request";
    if (faults-- > 0) throw new SlackFault(code, { code, kind, retryable: false });
  });
  show(place, "a");
  await clock.pass(5_000);
  show(place, "b");
  await clock.pass(5_000);
  expect(shown.map(([, status]) => status)).toEqual(["is writing: a", "is writing: b"]);
});

test("after closing nothing is shown any more", async () => {
  const { clock, shown, show, close } = createStage();
  show(place, "a");
  await clock.pass(1_000);
  close();
  show(place, "b");
  await clock.pass(200_000);
  expect(shown).toHaveLength(1);
});
