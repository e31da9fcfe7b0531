import { expect, test } from "vitest";
import { createSlackCatchUp } from "#adapters/chat/slack/catch-up.ts";
import { ProviderError } from "#src/errors.ts";
import { manualClock } from "../../../../fakes/manual-clock.ts";
import { memoryNotes } from "../../../../fakes/memory-inbox.ts";
import { unread, until } from "../../inbound-stage.ts";
import { startStage } from "./stage.ts";

const hour = 3_600_000;

/** Threads whose messages are known by their ts, read through a Web API that counts. */
const threadsSaying = (threads: Readonly<Record<string, readonly string[]>> = {}) => {
  const clock = manualClock();
  const notes = memoryNotes();
  const calls: { readonly args: Readonly<Record<string, unknown>>; readonly at: number }[] = [];
  const recovered: unknown[] = [];
  const logged: string[] = [];
  const faults: ProviderError[] = [];
  const known = new Set<unknown>();
  const note = (_facts: object, message: string): void => void logged.push(message);
  /** Nothing is heard of the platform itself, unless said. */
  const create = (heardUntil = () => 0) =>
    createSlackCatchUp({
      notes,
      clock,
      teamId: "T1",
      log: { debug: note, info: note, warn: note, error: note },
      threads: async () => Object.keys(threads).map((thread) => ({ channel: "C1", thread })),
      call: async (_method, args) => {
        calls.push({ args, at: clock.now() });
        const fault = faults.shift();
        if (fault !== undefined) throw fault;
        const all = threads[String(args["ts"])] ?? [];
        const from = Number(args["cursor"] ?? 0);
        const page = {
          messages: all.slice(from, from + 2).map((ts) => ({ ts, text: `at ${ts}`, user: "U1" })),
        };
        const more = from + 2 < all.length;
        return {
          ok: true,
          ...page,
          ...(more ? { response_metadata: { next_cursor: String(from + 2) } } : {}),
        };
      },
      speak: unread,
      heardUntil,
      isListening: () => true,
      recover: async (body) => {
        const id = JSON.stringify(body);
        if (known.has(id)) return false;
        known.add(id);
        recovered.push(body);
        return true;
      },
    });
  return { clock, notes, calls, recovered, logged, faults, create };
};

const secondsAgo = (now: number, seconds: number): string => (now / 1_000 - seconds).toFixed(6);

test("what was said while nobody listened is taken as if Slack had sent it, page by page, and nothing older", async () => {
  const now = manualClock().now() + hour;
  const said = [30, 20, 10].map((seconds) => secondsAgo(now, seconds));
  const { clock, create, recovered, calls } = threadsSaying({
    "1.0": ["1.0", secondsAgo(now, 3_700), ...said],
  });
  await create().sinceLastTime();
  await clock.pass(hour);
  const catchUp = create();
  const run = catchUp.sinceLastTime();
  await clock.pass(10_000);
  await run;
  expect(recovered).toEqual(
    said.map((ts) => ({
      type: "event_callback",
      event_id: "caught-up",
      team_id: "T1",
      event: { type: "message", channel: "C1", ts, text: `at ${ts}`, user: "U1" },
    })),
  );
  expect(calls.map(({ args }) => args["oldest"])).toEqual(Array(3).fill(secondsAgo(now, 3_660)));
});

test("the very first start has nothing to catch up with, and a short silence neither", async () => {
  const { clock, create, calls } = threadsSaying({ "1.0": ["1.0"] });
  await create().sinceLastTime();
  await clock.pass(10_000);
  const run = create().sinceLastTime();
  await clock.pass(10_000);
  await run;
  expect(calls).toEqual([]);
});

test("threads are read at most 40 times a minute", async () => {
  const threads = Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`${n + 1}.0`, []]));
  const { clock, create, calls } = threadsSaying(threads);
  const run = create().since(clock.now() - hour);
  await clock.pass(60_000);
  expect(calls).toHaveLength(40);
  await clock.pass(100_000);
  await run;
  expect(calls).toHaveLength(100);
});

test("until everything is read, a new start begins where this one began", async () => {
  const { clock, create, notes, calls } = threadsSaying({ "1.0": ["1.0"], "2.0": ["2.0"] });
  await create().sinceLastTime();
  const noted = await notes.get("heard until");
  await clock.pass(hour);
  const second = create();
  const run = second.sinceLastTime();
  second.heard(clock.now());
  await clock.pass(1_500);
  await second.stop(clock.now());
  await run;
  expect([calls.length, await notes.get("heard until")]).toEqual([1, noted]);
  const third = create();
  const again = third.sinceLastTime();
  await clock.pass(10_000);
  await again;
  expect([calls.length, noted === (await notes.get("heard until"))]).toEqual([3, false]);
});

test("what is heard is noted every five seconds at most, and a stop notes that all was heard", async () => {
  const { clock, create, notes } = threadsSaying();
  const catchUp = create();
  await catchUp.sinceLastTime();
  const begun = clock.now();
  await clock.pass(4_000);
  catchUp.heard(clock.now());
  expect(await notes.get("heard until")).toBe(String(begun));
  await clock.pass(1_000);
  catchUp.heard(clock.now());
  expect(await notes.get("heard until")).toBe(String(clock.now()));
  await clock.pass(hour);
  await catchUp.stop(clock.now());
  expect(await notes.get("heard until")).toBe(String(clock.now()));
});

test("a thread that cannot be read does not keep the others waiting; a busy Slack is asked again when it says so", async () => {
  const { clock, create, calls, faults, logged } = threadsSaying({ "1.0": [], "2.0": [] });
  faults.push(
    new ProviderError("thread_not_found", { kind: "bad-request", retryable: false }),
    new ProviderError("ratelimited", { kind: "rate", retryable: true, retryAfterMs: 30_000 }),
  );
  const run = create().since(clock.now() - hour);
  await clock.pass(60_000);
  await run;
  expect(calls.map(({ args }) => args["ts"])).toEqual(["1.0", "2.0", "2.0"]);
  expect((calls[2]?.at ?? 0) - (calls[1]?.at ?? 0)).toBeGreaterThanOrEqual(30_000);
  expect(logged).toEqual(["thread not caught up", "caught up"]);
});

test("with a token that is refused nothing counts as read: the next start reads it all", async () => {
  const { clock, create, calls, faults, logged } = threadsSaying({ "1.0": [], "2.0": [] });
  await create().sinceLastTime();
  await clock.pass(hour);
  faults.push(new ProviderError("token_revoked", { kind: "auth", retryable: true }));
  const first = create();
  const run = first.sinceLastTime();
  await clock.pass(10_000);
  await run;
  await first.stop(clock.now());
  expect([calls.length, logged.at(-1)]).toEqual([1, "not caught up"]);
  const again = create().sinceLastTime();
  await clock.pass(10_000);
  await again;
  expect(calls.slice(1).map(({ args }) => args["oldest"])).toEqual([
    calls[0]?.args["oldest"],
    calls[0]?.args["oldest"],
  ]);
});

test("a program that was killed while nobody said anything has missed no more than it was away", async () => {
  const { clock, notes, create } = threadsSaying();
  const silent = create(clock.now);
  await silent.sinceLastTime();
  expect(Number(await notes.get("heard until"))).toBe(clock.now());
  await clock.pass(hour);
  expect(clock.now() - Number(await notes.get("heard until"))).toBeLessThanOrEqual(15_000);
});

test("a program that was away takes up what was said in its threads, once, and leaves out what it knew", async () => {
  const notes = memoryNotes();
  const stage = await startStage({ notes, slack: { lifetimes: { redeliver: [] } } });
  const { slack, open, received } = stage;
  const ada = await slack.person("U0ADA");
  const place = await open();
  await ada.write(place, "before");
  await until(() => received.length === 1);
  await stage.inbound.stop();
  await ada.write(place, "while you were away");
  await ada.write("C0GENERAL", "nobody's business");
  await notes.put("heard until", String(Date.now() - 30_000));
  slack.useHttp("http://127.0.0.1:9/");
  await stage.restart();
  await until(() => stage.logged.includes("info: caught up"));
  await until(() => received.length === 2 && stage.inbound.health().waiting === 0);
  expect(received.map(({ event }) => ("text" in event ? event.text : ""))).toEqual([
    "before",
    "while you were away",
  ]);
});
