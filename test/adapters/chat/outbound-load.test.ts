import { expect, test } from "vitest";
import { slackRates } from "#adapters/chat/slack/outbound-rates.ts";
import { createQueueStage, type Start } from "./outbound-queue-stage.ts";

const post = "chat.postMessage";
const update = "chat.update";
const file = "files.completeUploadExternal";
const minuteMs = 60_000;

/** Twenty projects in one channel that say something as soon as they have said the last, for so many minutes, at Slack's rates. */
const twentyProjects = (untilMs: number) => {
  const stage = createQueueStage({
    post: slackRates(post),
    edit: slackRates(update),
    file: slackRates(file),
  });
  const { clock, queue, job, edit } = stage;
  const begin = clock.now();
  const isOver = (): boolean => clock.now() - begin > untilMs;
  const talk = async (turn: string): Promise<void> => {
    for (let n = 0; !isOver(); n += 1) {
      await queue.add(job(`${turn} says ${n}`, { method: "post", turn, takesMs: 150 }));
      await queue.add(job(`${turn} shares ${n}`, { method: "file", turn, takesMs: 150 }));
    }
  };
  const redraw = async (turn: string): Promise<void> => {
    for (let n = 0; !isOver(); n += 1)
      await queue.replace(turn, edit(`${turn} card ${n}`, { lane: turn, turn, priority: 2 }));
  };
  const ask = async (turn: string): Promise<number> => {
    const from = clock.now();
    await queue.add(job(`${turn} asks`, { method: "post", turn, priority: 0, takesMs: 150 }));
    return clock.now() - from;
  };
  const turns = Array.from({ length: 20 }, (_, n) => `thread ${n}`);
  const talking = Promise.all(turns.flatMap((turn) => [talk(turn), redraw(turn)])).catch(() => undefined);
  const of = (method: string): readonly Start[] => stage.starts.filter((start) => start.method === method);
  return {
    ...stage,
    ask,
    of,
    end: async () => await Promise.all([queue.close(), clock.pass(1_000), talking]),
  };
};

const mostInMinute = (starts: readonly Start[]): number =>
  Math.max(
    ...starts.map(({ at: from }) => starts.filter(({ at }) => at >= from && at < from + minuteMs).length),
  );

test("twenty projects use the allowed rates, and no more", async () => {
  const { clock, of, end } = twentyProjects(4 * minuteMs);
  await clock.pass(4 * minuteMs);
  expect(of("post").length).toBeGreaterThanOrEqual(236);
  expect(of("post").length).toBeLessThanOrEqual(242);
  expect(of("file").length).toBeGreaterThanOrEqual(236);
  expect(mostInMinute(of("edit"))).toBeGreaterThanOrEqual(46);
  expect(mostInMinute(of("edit"))).toBeLessThan(50);
  await end();
});

test("in a channel that is full all the time questions are asked at once, up to three of them together", async () => {
  const { clock, ask, end } = twentyProjects(4 * minuteMs);
  await clock.pass(minuteMs);
  const waits: Promise<number>[] = [];
  for (let n = 0; n < 20; n += 1) {
    waits.push(...Array.from({ length: (n % 3) + 1 }, (_, i) => ask(`thread ${n + i}`)));
    await clock.pass(7_313);
  }
  expect(Math.max(...(await Promise.all(waits)))).toBeLessThanOrEqual(1_300);
  await end();
});

test("when more is asked than can be posted every tenth post is something else, once that has waited", async () => {
  const { clock, ask, starts, of, end } = twentyProjects(6 * minuteMs);
  await clock.pass(minuteMs);
  const before = starts.length;
  const asked: Promise<unknown>[] = [];
  for (let n = 0; n < 240; n += 1) {
    for (const i of [0, 1]) asked.push(ask(`thread ${(n + i) % 20}`).catch(() => undefined));
    await clock.pass(1_000);
  }
  const late = of("post").filter((start) => starts.indexOf(start) >= before && start.at > 2 * minuteMs);
  const others = late.filter(({ name }) => name.includes("says"));
  expect(others.length / late.length).toBeGreaterThan(0.08);
  expect(others.length / late.length).toBeLessThan(0.12);
  await end();
  await Promise.all(asked);
});
