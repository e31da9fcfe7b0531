import { expect, onTestFinished, test } from "vitest";
import { createProjectStore } from "#adapters/store/projects.ts";
import { openDatabase, type Database } from "#adapters/store/sqlite.ts";
import { sampleProject } from "../../contracts/samples.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const open = async (folder = temporaryFolder()): Promise<Database> => {
  const database = await openDatabase({ folder });
  onTestFinished(() => database.close());
  return database;
};

test("a row saved here is what Keyv gives, and a row Keyv sets can be loaded and saved", async () => {
  const database = await open();
  const store = createProjectStore(database);
  const projects = database.keyv<unknown>("projects");
  await store.save(sampleProject(), 0);
  expect(await projects.get("p-abc234")).toEqual(sampleProject());
  await projects.set("p-abc234", sampleProject({ version: 7, wakeAt: 5 }));
  expect(await store.load("p-abc234")).toEqual(sampleProject({ version: 7, wakeAt: 5 }));
  expect(await store.due(5)).toEqual(["p-abc234"]);
  expect(await store.save(sampleProject({ version: 8 }), 7)).toBe(true);
  const [row] = database.run("SELECT value FROM keyv WHERE key = 'p-abc234' AND namespace = 'projects'");
  expect(row?.["value"]).toBe(JSON.stringify({ value: sampleProject({ version: 8 }) }));
});

test("two connections to one file cannot both win a version", async () => {
  const folder = temporaryFolder();
  const [one, other] = [createProjectStore(await open(folder)), createProjectStore(await open(folder))];
  await one.save(sampleProject(), 0);
  expect(await other.load("p-abc234")).toEqual(sampleProject());
  expect(await other.save(sampleProject({ version: 2, title: "other" }), 1)).toBe(true);
  expect(await one.save(sampleProject({ version: 2, title: "one" }), 1)).toBe(false);
  expect(await one.load("p-abc234")).toMatchObject({ title: "other" });
});

test("a row that is no project is an error with its name, not a missing project", async () => {
  const database = await open();
  const store = createProjectStore(database);
  await database.keyv("projects").set("p-abc234", { ...sampleProject(), status: "asleep" });
  await expect(store.load("p-abc234")).rejects.toMatchObject({
    code: "project-unreadable",
    message: expect.stringMatching(
      /^The stored row of project p-abc234 cannot be read \(status: .*restore a backup/,
    ),
  });
});

test("finding what is due, the next wake-up or a thread searches an index, never the rows", async () => {
  const database = await open();
  const plans: string[] = [];
  const explained: Database = {
    ...database,
    run: (sql, ...parameters) => {
      for (const row of database.run(`EXPLAIN QUERY PLAN ${sql}`, ...parameters))
        plans.push(String(row["detail"]));
      return database.run(sql, ...parameters);
    },
  };
  const store = createProjectStore(explained);
  plans.length = 0;
  await store.due(5);
  await store.nextWake(5);
  await store.byThread("slack", "1.5");
  expect(plans.filter((plan) => plan.startsWith("S"))).toEqual([
    expect.stringMatching(/^SEARCH keyv USING (COVERING )?INDEX projects_wake \(wakeAt<\?\)$/),
    expect.stringMatching(/^SEARCH keyv USING (COVERING )?INDEX projects_wake \(wakeAt>\?\)$/),
    expect.stringMatching(/^SEARCH keyv USING (COVERING )?INDEX projects_thread \(thread=\? AND chat=\?\)$/),
  ]);
});

test.each([
  ["no space is left", "PRAGMA max_page_count = 1", "storage-full"],
  ["the file became read-only", "PRAGMA query_only = 1", "storage-read-only"],
])("a save throws when %s, and the row stays", async (_, fault, code) => {
  const database = await open();
  const store = createProjectStore(database);
  await store.save(sampleProject(), 0);
  database.run(fault);
  const grown = sampleProject({
    version: 2,
    spec: { version: 0, document: { text: "x".repeat(50_000) }, undo: [] },
  });
  await expect(store.save(grown, 1)).rejects.toMatchObject({
    code,
    message: expect.stringContaining("botarmy.sqlite"),
  });
  await expect(database.keyv("bodies").set("key", "x".repeat(50_000))).rejects.toMatchObject({ code });
  expect(await store.load("p-abc234")).toEqual(sampleProject());
});
