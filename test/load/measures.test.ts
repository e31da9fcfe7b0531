import { expect, test } from "vitest";
import {
  busyTimes,
  decisionSpans,
  forcedWaits,
  messageSpans,
  mostIn,
  quantile,
  redrawSpans,
  within,
} from "./measures.ts";
import type { Row } from "./told.ts";

const row = (at: number, telling: Row["telling"], questions: Row["questions"] = []): Row => ({
  type: "row",
  at,
  project: "p-1",
  isDone: false,
  telling,
  questions,
});
const telling = (id: string, more: Partial<Row["telling"][number]> = {}): Row["telling"][number] => ({
  id,
  type: "post",
  escalation: null,
  target: null,
  ...more,
});
const accepted = (key: string, at: number) => ({ key, at, id: `${at}.1`, isLast: true });

test("a message is to be said from when a row first had it until its last part was taken", () => {
  const rows = [row(10, [telling("a")]), row(20, [telling("a"), telling("b")])];
  const first = { ...accepted("b", 50), isLast: false };
  expect(messageSpans(rows, [accepted("a", 30), first])).toEqual([
    { id: "a", from: 10, to: 30 },
    { id: "b", from: 20, to: Infinity },
  ]);
});

test("a decision waits from when it was raised, not from when the row was seen", () => {
  const rows = [row(10, [telling("q", { type: "ask", escalation: "e1" })], [{ id: "e1", raisedAt: 4 }])];
  expect(decisionSpans(rows, [accepted("q", 30)])).toEqual([{ id: "q", from: 4, to: 30 }]);
});

test("a rate alone forces those to wait that come together, after as many as its burst", () => {
  const spans = [0, 0, 100, 5_000].map((from, n) => ({ id: String(n), from, to: Infinity }));
  const rate = { everyMs: 1_000, burst: 2 };
  expect([...forcedWaits(spans, rate, () => "channel").values()]).toEqual([0, 0, 900, 0]);
  expect([...forcedWaits(spans, rate, (id) => id).values()]).toEqual([0, 0, 0, 0]);
});

test("a card is out of date until it is redrawn after the first order that was not seen to", () => {
  const edit = (id: string) => telling(id, { type: "edit", target: "status" });
  const rows = [row(10, [edit("a")]), row(20, [edit("b")]), row(60, [edit("c")])];
  const redrawn = [
    { id: "1.1", at: 25, doneAt: 30 },
    { id: "1.1", at: 70, doneAt: 75 },
  ];
  expect(redrawSpans(rows, redrawn, () => "1.1").map(({ from, to }) => [from, to])).toEqual([
    [10, 30],
    [60, 75],
  ]);
});

test("times in which there is something to say are counted once, and cut at the end", () => {
  const spans = [
    { id: "a", from: 0, to: 10 },
    { id: "b", from: 5, to: 20 },
    { id: "c", from: 30, to: Infinity },
  ];
  expect(within(busyTimes(spans), [3, 20, 25, 35], 50)).toEqual({ ms: 40, count: 3 });
});

test("the busiest span and quantiles are found", () => {
  expect(mostIn([0, 10, 20, 100, 105], 15)).toBe(2);
  expect([0.5, 0.9, 1].map((share) => quantile([4, 1, 3, 2], share))).toEqual([2, 4, 4]);
});
