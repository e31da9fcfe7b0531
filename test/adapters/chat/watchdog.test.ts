import { expect, test } from "vitest";
import { createWatchdog } from "#adapters/chat/watchdog.ts";
import { manualClock } from "../../fakes/manual-clock.ts";

test("an acknowledgement that takes longer than 2.5 seconds is told loudly, also when it fails", async () => {
  const clock = manualClock();
  const logged: object[] = [];
  const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined };
  const watchdog = createWatchdog({
    clock,
    log: { ...quiet, error: (facts: object) => void logged.push(facts) },
  });
  const acking = (ms: number) => clock.sleep(ms, new AbortController().signal);
  const works = [
    watchdog.watch("m:1", () => acking(2_500)),
    watchdog.watch("m:2", () => acking(2_501)),
    watchdog.watch("m:3", async () => {
      await acking(3_000);
      throw new Error("gone");
    }),
  ];
  const ends = Promise.allSettled(works);
  await clock.pass(3_000);
  expect((await ends).map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected"]);
  expect(logged).toEqual([
    { delivery: "m:2", ms: 2_501 },
    { delivery: "m:3", ms: 3_000 },
  ]);
  expect(watchdog.late()).toBe(2);
});
