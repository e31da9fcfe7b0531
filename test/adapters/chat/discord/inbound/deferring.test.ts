import { expect, test } from "vitest";
import { createDeferring } from "#adapters/chat/discord/inbound-deferring.ts";
import type { Interaction } from "#adapters/chat/discord/private-requests.ts";
import { manualClock } from "../../../../fakes/manual-clock.ts";

const stage = () => {
  const clock = manualClock();
  const deferred: string[] = [];
  const faults: unknown[] = [];
  const defer = async ({ id }: Interaction): Promise<void> => void deferred.push(id);
  const deferring = createDeferring({ answering: { defer }, clock, onFault: (fault) => faults.push(fault) });
  const begin = (n: number): Interaction => {
    const interaction: Interaction = { id: String(n), token: "t", type: "component", from: "public" };
    deferring.begin(interaction, clock.now());
    return interaction;
  };
  return { clock, deferred, faults, deferring, begin };
};

test("an answer is put off two seconds after its interaction came, unless it is given before", async () => {
  const { clock, deferred, faults, deferring, begin } = stage();
  begin(1);
  const answered = begin(2);
  await clock.pass(1_900);
  expect(deferred).toEqual([]);
  deferring.end(answered);
  await clock.pass(100);
  expect([deferred, faults]).toEqual([["1"], []]);
});

test("of a thousand that come at once most are put off early, one after the other, and all before two seconds", async () => {
  const { clock, deferred, begin } = stage();
  for (let n = 0; n < 1_000; n += 1) begin(n);
  const counts: number[] = [];
  for (let ms = 0; ms < 2_000; ms += 500) {
    await clock.pass(500);
    counts.push(deferred.length);
  }
  expect(counts).toEqual([250, 500, 750, 1_000]);
});

test("what waits is put off at once when everything stops", async () => {
  const { deferred, deferring, begin } = stage();
  begin(1);
  await deferring.all();
  expect(deferred).toEqual(["1"]);
});
