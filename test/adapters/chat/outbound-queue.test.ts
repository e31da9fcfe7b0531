import { getEventListeners } from "node:events";
import { expect, test } from "vitest";
import { ProviderError } from "#src/errors.ts";
import { createQueueStage, posts, refusal } from "./outbound-queue-stage.ts";

/** The message of the error with which it failed, or `done`. */
const outcome = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return "done";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

test("calls of one lane never overlap", async () => {
  const { clock, queue, starts, job } = createQueueStage({});
  const done = ["a", "b", "c"].map((name) => queue.add(job(name, { takesMs: 400 })));
  await clock.pass(2_000);
  expect(await Promise.all(done)).toEqual(["a", "b", "c"]);
  expect(starts.map(({ at }) => at)).toEqual([0, 400, 800]);
});

test("a decision overtakes what waits, and nothing of its own thread is turned round", async () => {
  const { clock, queue, names, job } = createQueueStage(posts);
  for (const name of ["1", "2", "3", "4", "5"]) void queue.add(job(name, { priority: 2 }));
  void queue.add(job("question", { priority: 0, turn: "t2" }));
  await clock.pass(10_000);
  expect(names()).toEqual(["1", "question", "2", "3", "4", "5"]);
});

test("a thread with little to say does not wait for one with much", async () => {
  const { clock, queue, names, job } = createQueueStage({ post: { each: { everyMs: 1_000, burst: 1 } } });
  for (const n of [1, 2, 3, 4]) void queue.add(job(`loud ${n}`, { turn: "loud" }));
  for (const n of [1, 2]) void queue.add(job(`quiet ${n}`, { turn: "quiet" }));
  await clock.pass(10_000);
  expect(names()).toEqual(["loud 1", "quiet 1", "loud 2", "quiet 2", "loud 3", "loud 4"]);
});

test("a status card is drawn in the end although more decisions come than can be told", async () => {
  const { clock, queue, starts, job } = createQueueStage({ post: { each: { everyMs: 1_000, burst: 1 } } });
  const put = (name: string, priority: number): void =>
    void queue.add(job(name, { priority, turn: name })).catch(() => undefined);
  put("decision", 0);
  put("status", 2);
  for (let n = 0; n < 100; n += 1) {
    put(`decision ${n}`, 0);
    put(`another ${n}`, 0);
    await clock.pass(1_000);
  }
  const at = starts.find(({ name }) => name === "status")?.at ?? Infinity;
  expect(at).toBeGreaterThan(39_000);
  expect(at).toBeLessThan(90_000);
  await queue.close();
});

test("of the edits of one message that wait only the last is made, and all who wanted one hear of it", async () => {
  const { clock, queue, names, edit } = createQueueStage(posts);
  const done = ["1", "2", "3", "4"].map((name) => outcome(queue.replace("card", edit(name))));
  const other = outcome(queue.replace("other card", edit("other", { lane: "C2" })));
  await clock.pass(10_000);
  expect(names()).toEqual(["1", "other", "4"]);
  expect(await Promise.all([...done, other])).toEqual(["done", "done", "done", "done", "done"]);
});

test("an edit that takes another's place keeps its rank, and all hear of its failure", async () => {
  const { clock, queue, names, edit } = createQueueStage(posts);
  const first = queue.replace("a", edit("a1"));
  const urgent = outcome(queue.replace("b", edit("b1", { priority: 0 })));
  const between = queue.replace("c", edit("c1"));
  const failing = { ...edit("b2", { priority: 2 }), run: () => Promise.reject(new Error("gone")) };
  const last = outcome(queue.replace("b", failing));
  await clock.pass(20_000);
  await Promise.all([first, between]);
  expect(names()).toEqual(["a1", "c1"]);
  expect(await Promise.all([urgent, last])).toEqual(["gone", "gone"]);
});

test("a method that is refused for its rate rests as long as it is told, and no other does", async () => {
  const { clock, queue, starts, job, edit } = createQueueStage({});
  let refusals = 1;
  const refusedOnce = async (): Promise<string> => {
    if (refusals-- > 0) throw refusal(7_000);
    return await job("first").run();
  };
  const first = queue.add({ ...job("first"), run: refusedOnce });
  const second = queue.add(job("second", { lane: "C2" }));
  await clock.settle();
  const edited = queue.replace("card", edit("card"));
  const third = queue.add(job("third", { lane: "C3" }));
  await clock.pass(20_000);
  await Promise.all([first, second, third, edited]);
  expect(starts.map(({ name, at }) => [name, at])).toEqual([
    ["second", 0],
    ["card", 0],
    ["first", 7_000],
    ["third", 7_000],
  ]);
});

test("what was refused for its rate goes first when it may, whoever came meanwhile", async () => {
  const { clock, queue, names, job } = createQueueStage({});
  let refusals = 1;
  const refusedOnce = async (): Promise<string> => {
    if (refusals-- > 0) throw refusal(5_000);
    return await job("first").run();
  };
  const first = queue.add({ ...job("first", { turn: "first" }), run: refusedOnce });
  await clock.settle();
  const others = ["second", "third"].map((name) => queue.add(job(name, { turn: name })));
  await clock.pass(20_000);
  await Promise.all([first, ...others]);
  expect(names()).toEqual(["first", "second", "third"]);
});

test("who is refused for its rate again and again hears of it", async () => {
  const { clock, queue, job } = createQueueStage({});
  let tries = 0;
  const run = async (): Promise<string> => {
    tries += 1;
    throw refusal(null);
  };
  const done = outcome(queue.add({ ...job("x"), run }));
  await clock.pass(200_000);
  expect(await done).toBe("too often");
  expect(tries).toBe(4);
});

test("a refusal for longer than a minute is told at once, and the method rests all the same", async () => {
  const { clock, queue, starts, job } = createQueueStage({});
  const run = (): Promise<string> => Promise.reject(refusal(600_000));
  const first = outcome(queue.add({ ...job("x"), run }));
  await clock.settle();
  expect(await first).toBe("too often");
  const second = queue.add(job("second"));
  await clock.pass(700_000);
  await second;
  expect(starts).toMatchObject([{ name: "second", at: 600_000 }]);
});

test("closing rejects what waits so that it can be tried again, and waits for what has begun", async () => {
  const { clock, queue, names, job } = createQueueStage(posts);
  const running = queue.add(job("running", { takesMs: 5_000 }));
  const waiting = queue.add(job("waiting")).catch((error: unknown) => error);
  await clock.settle();
  const steps: string[] = [];
  const closing = queue.close().then(() => steps.push("closed"));
  const late = queue.add(job("late")).catch((error: unknown) => error);
  for (const error of await Promise.all([waiting, late])) {
    expect(error).toBeInstanceOf(ProviderError);
    expect(error).toMatchObject({ retryable: true });
  }
  expect(steps).toEqual([]);
  await clock.pass(5_000);
  await closing;
  expect(await running).toBe("running");
  expect(names()).toEqual(["running"]);
});

test("who no longer wants to wait is let go, and what others still want is done", async () => {
  const { clock, queue, names, job, edit } = createQueueStage(posts);
  const stop = new AbortController();
  const first = queue.add(job("first", { takesMs: 2_000 }));
  const gone = outcome(queue.add(job("gone", { signal: stop.signal })));
  const card = queue.replace("card", edit("card 1"));
  await clock.settle();
  const left = outcome(queue.replace("card", edit("card 2", { signal: stop.signal })));
  const stays = queue.replace("card", edit("card 3"));
  stop.abort(new Error("never mind"));
  expect(await Promise.all([gone, left])).toEqual(["never mind", "never mind"]);
  await clock.pass(10_000);
  await Promise.all([first, card, stays]);
  expect(names()).toEqual(["first", "card 1", "card 3"]);
  const late = outcome(queue.add(job("late", { signal: stop.signal })));
  expect(await late).toBe("never mind");
});

test("a signal that outlives its calls keeps nothing of them", async () => {
  const { clock, queue, job } = createQueueStage({});
  const { signal } = new AbortController();
  const done = ["a", "b", "c"].map((name) => queue.add(job(name, { signal })));
  const failing = outcome(queue.add(job("d", { signal, run: () => Promise.reject(new Error("no")) })));
  await clock.pass(1_000);
  expect([await Promise.all(done), await failing]).toEqual([["a", "b", "c"], "no"]);
  expect(getEventListeners(signal, "abort")).toEqual([]);
});
