import { expect, test } from "vitest";
import { createCatchUp } from "#adapters/chat/catch-up.ts";
import { manualClock } from "../../fakes/manual-clock.ts";
import { memoryNotes } from "../../fakes/memory-inbox.ts";
import { quietLog, unread } from "./inbound-stage.ts";

const minute = 60_000;

/** Three threads in which one thing was said each, and a disk that takes what `keep` lets through. */
const stage = (keep: (body: unknown) => void) => {
  const clock = manualClock();
  const notes = memoryNotes();
  const kept: unknown[] = [];
  const said: string[] = [];
  const catchUp = createCatchUp({
    notes,
    clock,
    log: quietLog,
    threads: async () => ["T1", "T2", "T3"].map((thread) => ({ channel: "C1", thread })),
    read: async ({ place }) => ({ bodies: [place.thread], next: null }),
    recover: async (body) => {
      keep(body);
      kept.push(body);
      return true;
    },
    pace: { shortMs: 0, overlapMs: 0, everyMs: 0 },
    lost: "nothing",
    speak: {
      ...unread,
      post: async (place, _key, { fallback }) => {
        said.push(`${place.thread}: ${fallback}`);
        return { ...place, id: "" };
      },
    },
    heardUntil: () => 0,
    isListening: () => true,
  });
  return { clock, notes, kept, said, catchUp };
};

test("what could not be kept at once is read again, and nothing that comes after it is left out", async () => {
  let faults = 1;
  const { clock, kept, catchUp } = stage(() => {
    faults -= 1;
    if (faults >= 0) throw new Error("no space left");
  });
  const run = catchUp.since(clock.now() - minute);
  await clock.pass(2 * minute);
  await run;
  expect(kept).toEqual(["T2", "T3", "T1"]);
});

test("people are not told that what nobody could keep was read", async () => {
  const { clock, notes, said, kept, catchUp } = stage((body) => {
    if (body === "T2") throw new Error("no space left");
  });
  await notes.put("heard until", String(clock.now() - 10 * minute));
  const run = catchUp.sinceLastTime();
  await clock.pass(20 * minute);
  await run;
  expect(kept).toEqual(["T1", "T3"]);
  expect(said).toEqual([expect.stringMatching(/^T2: .*could not be read here either/)]);
  await catchUp.stop(clock.now());
});
