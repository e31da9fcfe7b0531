import { expect, test } from "vitest";
import type { OpenThread } from "#adapters/chat/gaps-words.ts";
import { createGaps, type Gaps } from "#adapters/chat/gaps.ts";
import { BotArmyError, ProviderError } from "#src/errors.ts";
import type { Notes } from "#src/ports/inbox.ts";
import { fakeChat, type FakePlatform } from "../../fakes/fake-chat.ts";
import { manualClock } from "../../fakes/manual-clock.ts";
import { memoryNotes } from "../../fakes/memory-inbox.ts";
import { quietLog } from "./inbound-stage.ts";

const minute = 60_000;
/** 22:13:20 UTC. */
const begin = 1_700_000_000_000;

const question: OpenThread = { channel: "C1", thread: "T1", asks: true };

/** Processes on one clock, one disk and one platform. */
const stage = (threads: readonly OpenThread[] = [question]) => {
  const clock = manualClock(begin);
  const notes = memoryNotes();
  const roots = threads.map(({ channel, thread }) => ({
    channel,
    thread,
    id: thread,
    key: thread,
    type: "root" as const,
    messages: [],
    file: null,
  }));
  const connection = { isUp: true };
  const platform: FakePlatform = { said: roots, whispers: [], events: 0 };
  const start = (change: { readonly notes?: Notes } = {}) => {
    const chat = fakeChat({ platform });
    const gaps = createGaps({
      notes,
      clock,
      log: quietLog,
      threads: async () => threads,
      speak: chat,
      isListening: () => connection.isUp,
      ...change,
    });
    return { chat, gaps };
  };
  /** What each thread was told, in order. */
  const said = (): readonly string[] =>
    platform.said
      .filter(({ type }) => type === "post")
      .map(({ thread, messages }) => `${thread}: ${messages[0]?.fallback ?? ""}`);
  /** Nobody listens for so many minutes, up to now. */
  const missed = (gaps: Gaps, minutes: number, unread: readonly string[] = []): Promise<void> =>
    gaps.missed({ from: clock.now() - minutes * minute, to: clock.now() }).then(() => gaps.caughtUp(unread));
  return { clock, notes, connection, start, said, missed };
};

const read = "Messages and files of that time were read.";
const words = (times: string, more = read): string =>
  `I could not hear clicks and commands ${times}: whatever you clicked or commanded then, please do it again. ${more}`;

test("after ten minutes without a connection people are told once what could not be heard, as soon as it is back for good", async () => {
  const { clock, start, said, missed } = stage();
  const { gaps } = start();
  await missed(gaps, 10);
  await clock.pass(19_000);
  expect(said()).toEqual([]);
  await clock.pass(minute);
  expect(said()).toEqual([`T1: ${words("between 22:03 and 22:13 UTC")}`]);
  await gaps.stop();
  const next = start().gaps;
  next.caughtUp([]);
  await clock.pass(60 * minute);
  expect(said()).toHaveLength(1);
});

test("a short break is nothing, and neither is one while no project goes on", async () => {
  const short = stage();
  await short.missed(short.start().gaps, 1.9);
  await short.clock.pass(60 * minute);
  const idle = stage([]);
  await idle.missed(idle.start().gaps, 600);
  await idle.clock.pass(60 * minute);
  expect([...short.said(), ...idle.said()]).toEqual([]);
});

test("threads where people are asked something are told; in a channel without such the newest one is", async () => {
  const { clock, start, said, missed } = stage([
    { channel: "C1", thread: "T3" },
    { channel: "C1", thread: "T2", asks: true },
    { channel: "C1", thread: "T1", asks: true },
    { channel: "C2", thread: "T5", asks: false },
    { channel: "C2", thread: "T4" },
  ]);
  await missed(start().gaps, 1_440);
  await clock.pass(minute);
  const between = words("between 2023-11-13 22:13 and 2023-11-14 22:13 UTC");
  expect(said()).toEqual(["T2", "T1", "T5"].map((thread) => `${thread}: ${between}`));
});

test("a thread that could not be read again is told that as well", async () => {
  const { clock, start, said, missed } = stage([question, { channel: "C1", thread: "T2" }]);
  await missed(start().gaps, 10, ["T2"]);
  await clock.pass(minute);
  const unread = words(
    "between 22:03 and 22:13 UTC",
    "Messages of that time could not be read here either: send them again, too.",
  );
  expect(said()).toEqual([`T1: ${words("between 22:03 and 22:13 UTC")}`, `T2: ${unread}`]);
});

test("a storm of breaks is told once, as one", async () => {
  const { clock, connection, start, said, missed } = stage();
  const { gaps } = start();
  for (let n = 0; n < 10; n++) {
    connection.isUp = false;
    await clock.pass(minute);
    connection.isUp = true;
    await missed(gaps, 1);
    await clock.pass(10_000);
  }
  expect(said()).toEqual([]);
  await clock.pass(minute);
  expect(said()).toEqual([`T1: ${words("at times between 22:13 and 22:24 UTC")}`]);
});

test("a connection that breaks all day is told of once in a quarter of an hour at most, and nothing is left out", async () => {
  const { clock, start, said, missed } = stage();
  const { gaps } = start();
  for (let n = 0; n < 60; n++) {
    await clock.pass(6 * minute);
    await missed(gaps, 3);
  }
  await clock.pass(60 * minute);
  const times = said().map((line) => /between (\d\d:\d\d) and (\d\d:\d\d)/.exec(line)?.slice(1) ?? []);
  expect(times.length).toBeLessThanOrEqual(1 + 6 * 4);
  expect([times[0]?.[0], times.at(-1)?.[1]]).toEqual(["22:16", "04:13"]);
});

test("breaks that are short and far apart are never told", async () => {
  const { clock, start, said, missed } = stage();
  const { gaps } = start();
  for (let n = 0; n < 20; n++) {
    await clock.pass(12 * minute);
    await missed(gaps, 1);
  }
  await clock.pass(60 * minute);
  expect(said()).toEqual([]);
});

test("what an earlier process missed and what a later one missed is told as one, without counting anything twice", async () => {
  const { clock, start, said } = stage();
  await start().gaps.missed({ from: begin - minute, to: begin });
  await clock.pass(30_000);
  const { gaps } = start();
  await gaps.missed({ from: begin - minute, to: clock.now() });
  gaps.caughtUp([]);
  await clock.pass(60 * minute);
  expect(said()).toEqual([]);
  await gaps.missed({ from: begin, to: begin + 2 * minute });
  gaps.caughtUp([]);
  await clock.pass(60 * minute);
  expect(said()).toEqual([`T1: ${words("between 22:12 and 22:15 UTC")}`]);
});

test("a platform that fails is told later, once, also when its answer is lost", async () => {
  const { clock, start, said, missed } = stage();
  const { gaps, chat } = start();
  chat.failNext("post", "before", new ProviderError("502", { retryable: true }));
  chat.failNext("post", "after", new ProviderError("502", { retryable: true }));
  await missed(gaps, 10);
  await clock.pass(10 * minute);
  expect(said()).toHaveLength(1);
});

test("a thread that nobody may write to does not keep the others waiting", async () => {
  const { clock, start, said, missed } = stage([question, { ...question, thread: "T2" }]);
  const { gaps, chat } = start();
  chat.failNext("post", "before", new ProviderError("no access", { retryable: false }));
  await missed(gaps, 10);
  await clock.pass(minute);
  expect(said()).toEqual([`T2: ${words("between 22:03 and 22:13 UTC")}`]);
});

/** A disk that is gone from its nth write on: `after` it was done, or before. */
const mortalNotes = (notes: Notes, nth: number, after: boolean): Notes => {
  let writes = 0;
  return {
    get: notes.get,
    put: async (key, value) => {
      writes += 1;
      if (writes > nth || (writes === nth && !after)) throw new BotArmyError("killed", "killed");
      await notes.put(key, value);
      if (writes === nth) throw new BotArmyError("killed", "killed");
    },
  };
};

test.each(
  [1, 2, 3].flatMap((nth) => [
    { nth, after: false },
    { nth, after: true },
  ]),
)("killed at write $nth (after it: $after) nobody is told twice, and nobody is left out", async (death) => {
  const { clock, notes, start, said } = stage([question, { ...question, thread: "T2" }]);
  const time = { from: clock.now() - 10 * minute, to: clock.now() };
  const first = start({ notes: mortalNotes(notes, death.nth, death.after) }).gaps;
  await first.missed(time).catch(() => undefined);
  first.caughtUp([]);
  await clock.pass(minute);
  const second = start().gaps;
  // It was not read again by then, so that it is missed again.
  if (death.nth === 1) await second.missed({ from: time.from, to: clock.now() });
  second.caughtUp([]);
  await clock.pass(60 * minute);
  expect(said().map((line) => line.slice(0, 2))).toEqual(["T1", "T2"]);
});

test("killed between two threads the next process tells the second one only", async () => {
  const { clock, start, said, missed } = stage([question, { ...question, thread: "T2" }]);
  const first = start();
  first.chat.failNext("post", "after", new BotArmyError("killed", "killed"));
  await missed(first.gaps, 10);
  await clock.pass(minute);
  expect(said()).toHaveLength(1);
  start().gaps.caughtUp([]);
  await clock.pass(minute);
  expect(said().map((line) => line.slice(0, 2))).toEqual(["T1", "T2"]);
});
