import { expect, test } from "vitest";
import { createLocalEngine } from "#adapters/engine/local.ts";
import type { Store } from "#src/ports.ts";
import type { Project } from "#src/project/project.ts";
import { manualClock } from "../../fakes/manual-clock.ts";
import { memoryBodies } from "../../fakes/memory-bodies.ts";
import { memoryStore } from "../../fakes/memory-store.ts";
import { sampleProject } from "../../fakes/sample-project.ts";

const start = 1_000_000;

/** An engine over rows that want to be looked at, and what it has looked at so far. A look settles the row, unless told otherwise. */
const engineOver = async (wishes: Readonly<Record<string, number | null>>, settles = true) => {
  const clock = manualClock(start);
  const store = memoryStore();
  const bodies = memoryBodies();
  for (const [id, wakeAt] of Object.entries(wishes))
    await store.save(await sampleProject(bodies, { id, wakeAt }), 0);
  const looked: string[] = [];
  const engine = createLocalEngine({ store, clock });
  const look = async (id: string): Promise<void> => {
    looked.push(`${id} ${clock.now() - start}`);
    if (settles) await wish(store, id, null);
  };
  return { clock, store, engine, looked, look };
};

const wish = async (store: Store, id: string, wakeAt: Project["wakeAt"]): Promise<void> => {
  const row = await store.load(id);
  if (row !== undefined) await store.save({ ...row, version: row.version + 1, wakeAt }, row.version);
};

test("a start looks at every row that wants it, however long ago, and at no other", async () => {
  const { engine, looked, look, clock } = await engineOver({
    "p-now111": 0,
    "p-late11": start - 5,
    "p-never1": null,
    "p-later1": start + 5_000,
  });
  await engine.start(look);
  await clock.settle();
  expect(looked.toSorted()).toEqual(["p-late11 0", "p-now111 0"]);
  await engine.stop();
});

test("a row is looked at when its time has come", async () => {
  const { engine, looked, look, clock } = await engineOver({ "p-later1": start + 5_000 });
  await engine.start(look);
  await clock.pass(4_999);
  expect(looked).toEqual([]);
  await clock.pass(1);
  expect(looked).toEqual(["p-later1 5000"]);
  await engine.stop();
});

test("an earlier wish moves the alarm forward, a later one does not push it back", async () => {
  const { engine, looked, look, clock, store } = await engineOver({
    "p-one111": start + 9_000,
    "p-two111": null,
  });
  await engine.start(look);
  await wish(store, "p-two111", start + 100);
  engine.wakeAt("p-two111", start + 100);
  engine.wakeAt("p-two111", start + 8_000);
  await clock.pass(10_000);
  expect(looked).toEqual(["p-two111 100", "p-one111 9000"]);
  await engine.stop();
});

test("a row that was forgotten is found by the next sweep", async () => {
  const { engine, looked, look, clock, store } = await engineOver({ "p-lost11": null });
  await engine.start(look);
  await wish(store, "p-lost11", 0);
  await clock.pass(15_000);
  expect(looked).toEqual(["p-lost11 15000"]);
  await engine.stop();
});

test("a row that keeps wanting is looked at again, but not in a hurry", async () => {
  const { engine, looked, look, clock } = await engineOver({ "p-keen11": 0 }, false);
  await engine.start(look);
  await clock.pass(30_000);
  expect(looked).toEqual(["p-keen11 0", "p-keen11 15000", "p-keen11 30000"]);
  await engine.stop();
});

test("a stop waits for looks under way, and starts none after it", async () => {
  const { engine, clock } = await engineOver({});
  const gate = Promise.withResolvers<void>();
  let looks = 0;
  await engine.start(async () => {
    looks += 1;
    await gate.promise;
  });
  engine.kick("p-busy11");
  let isStopped = false;
  const stopping = engine.stop().then(() => {
    isStopped = true;
  });
  engine.kick("p-late11");
  engine.wakeAt("p-late11", start + 1);
  await clock.pass(60_000);
  expect({ isStopped, looks }).toEqual({ isStopped: false, looks: 1 });
  gate.resolve();
  await stopping;
  expect({ isStopped, looks }).toEqual({ isStopped: true, looks: 1 });
});
