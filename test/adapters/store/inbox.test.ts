import { describe, expect, onTestFinished, test } from "vitest";
import { createInbox } from "#adapters/store/inbox.ts";
import { createNotes } from "#adapters/store/notes.ts";
import { openDatabase, type Database } from "#adapters/store/sqlite.ts";
import { inboxContract, notesContract, sampleDelivery } from "../../contracts/inbox-store.ts";
import { memoryInbox, memoryNotes } from "../../fakes/memory-inbox.ts";
import { startChild } from "./child.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const openTemporary = async (folder = temporaryFolder()): Promise<Database> => {
  const database = await openDatabase({ folder });
  onTestFinished(() => database.close());
  return database;
};

const hour = 3_600_000;
const rows = (database: Database): unknown =>
  database.run("SELECT count(*) AS n FROM keyv WHERE namespace <> 'botarmy'")[0]?.["n"];

describe("inbox in SQLite", () =>
  inboxContract(async () => createInbox(await openTemporary(), { chat: "slack" })));
describe("inbox in memory", () => inboxContract(async () => memoryInbox()));
describe("notes in SQLite", () =>
  notesContract(async () => createNotes(await openTemporary(), { chat: "slack" })));
describe("notes in memory", () => notesContract(async () => memoryNotes()));

test("each chat has its own inbox and notes", async () => {
  const database = await openTemporary();
  const [one, other] = [createInbox(database, { chat: "slack" }), createInbox(database, { chat: "discord" })];
  await one.put(sampleDelivery("e:1"));
  expect(await other.put(sampleDelivery("e:1"))).toBe(true);
  await other.done("e:1");
  expect([(await one.open()).length, (await other.open()).length]).toEqual([1, 0]);
  await createNotes(database, { chat: "slack" }).put("key", "value");
  expect(await createNotes(database, { chat: "discord" }).get("key")).toBeUndefined();
});

test("deliveries that come together share one commit", async () => {
  const database = await openTemporary();
  const inbox = createInbox(database, { chat: "slack" });
  let statements = 0;
  const counting = createInbox(
    { ...database, run: (...given) => ((statements += 1), database.run(...given)) },
    { chat: "slack" },
  );
  statements = 0;
  await Promise.all(Array.from({ length: 50 }, (_, n) => counting.put(sampleDelivery(`e:${n}`))));
  expect(statements).toBe(1);
  expect(await inbox.open()).toHaveLength(50);
});

test("an id is known for a day after it was done, and its row is gone some time later; what is open stays", async () => {
  const database = await openTemporary();
  let now = 1_700_000_000_000;
  const inbox = createInbox(database, { chat: "slack", now: () => now });
  for (const id of ["e:1", "e:2"]) await inbox.put(sampleDelivery(id));
  await inbox.done("e:1");
  now += 24 * hour;
  await inbox.put(sampleDelivery("e:3"));
  expect(await inbox.put(sampleDelivery("e:1"))).toBe(false);
  expect(rows(database)).toBe(3);
  now += 2 * hour;
  await inbox.put(sampleDelivery("e:4"));
  expect(rows(database)).toBe(3);
  expect((await inbox.open()).map(({ id }) => id)).toEqual(["e:2", "e:3", "e:4"]);
});

test("a process that starts after a long pause still knows the old ids for an hour", async () => {
  const database = await openTemporary();
  let now = 1_700_000_000_000;
  const before = createInbox(database, { chat: "slack", now: () => now });
  await before.put(sampleDelivery("e:1"));
  await before.done("e:1");
  now += 72 * hour;
  const after = createInbox(database, { chat: "slack", now: () => now });
  expect(await after.put(sampleDelivery("e:2"))).toBe(true);
  expect(await after.put(sampleDelivery("e:1"))).toBe(false);
});

test("a note is forgotten after 30 days", async () => {
  const database = await openTemporary();
  let now = 1_700_000_000_000;
  const notes = createNotes(database, { chat: "slack", now: () => now });
  await notes.put("key", "value");
  now += 29 * 24 * hour;
  expect(await notes.get("key")).toBe("value");
  now += 2 * 24 * hour;
  expect(await notes.get("key")).toBeUndefined();
  await notes.put("other", "value");
  expect(rows(database)).toBe(1);
});

test("a fault of the disk is thrown to everybody whose delivery was not saved", async () => {
  const database = await openDatabase({ folder: temporaryFolder() });
  const inbox = createInbox(database, { chat: "slack" });
  const puts = ["e:1", "e:2"].map((id) => inbox.put(sampleDelivery(id)));
  await database.close();
  const ends = await Promise.allSettled(puts);
  expect(ends.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
});

test("what a killed process had saved is there, what it had done is not open, and nothing is open twice", async () => {
  const folder = temporaryFolder();
  const put = new Set<string>();
  const done = new Set<string>();
  for (const lines of [1, 20, 60]) {
    const child = startChild("put-deliveries.child.ts", folder);
    for (let n = 0; n < lines; n++) {
      const [what, id] = (await child.line())?.split(" ") ?? [];
      (what === "put" ? put : done).add(id ?? "");
    }
    await child.kill();
  }
  const inbox = createInbox(await openTemporary(folder), { chat: "slack" });
  const open = (await inbox.open()).map(({ id }) => id);
  expect(new Set(open).size).toBe(open.length);
  const known = await Promise.all([...put, ...done].map((id) => inbox.put(sampleDelivery(id))));
  expect(known.filter(Boolean)).toEqual([]);
  expect(open.filter((id) => done.has(id))).toEqual([]);
  expect(put.size).toBeGreaterThan(20);
});
