import {
  closeSync,
  mkdirSync,
  readdirSync,
  openSync,
  readFileSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createBodyStore } from "#adapters/store/bodies.ts";
import { openDatabase } from "#adapters/store/sqlite.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** A folder with a database of some pages in it. */
const filled = async (): Promise<string> => {
  const folder = temporaryFolder();
  const database = await openDatabase({ folder });
  const bodies = createBodyStore(database);
  for (let n = 0; n < 30; n++) await bodies.put(`${n} `.repeat(2_000));
  await database.close();
  return folder;
};

const overwrite = (file: string, position: number, bytes: Buffer): void => {
  const fd = openSync(file, "r+");
  writeSync(fd, bytes, 0, bytes.length, position);
  closeSync(fd);
};

test("a new folder is made, and every commit is forced to disk through the write-ahead log", async () => {
  const folder = join(temporaryFolder(), "deep", "data");
  const database = await openDatabase({ folder });
  expect(database.run("PRAGMA journal_mode")).toEqual([{ journal_mode: "wal" }]);
  expect(database.run("PRAGMA synchronous")).toEqual([{ synchronous: 2 }]);
  expect(database.run("PRAGMA busy_timeout")).toEqual([{ timeout: 5_000 }]);
  await database.close();
});

test("what was stored is there after opening again", async () => {
  const folder = temporaryFolder();
  const first = await openDatabase({ folder });
  await first.keyv<string>("bodies").set("key", ":smile: kept");
  await first.close();
  const second = await openDatabase({ folder });
  expect(await second.keyv<string>("bodies").get("key")).toBe(":smile: kept");
  expect(await second.keyv<string>("calls").get("key")).toBeUndefined();
  await second.close();
});

test("putting a body that is there writes nothing", async () => {
  const database = await openDatabase({ folder: temporaryFolder() });
  const bodies = createBodyStore(database);
  const changes = () => database.run("SELECT total_changes() AS changes")[0]?.["changes"];
  await bodies.put("once");
  const before = changes();
  await bodies.put("once");
  expect(changes()).toBe(before);
  await database.close();
});

test("a body that was changed behind our back is not given out", async () => {
  const database = await openDatabase({ folder: temporaryFolder() });
  const ref = await createBodyStore(database).put("true");
  await database.keyv<string>("bodies").set(ref.sha256, "false");
  await expect(createBodyStore(database).get(ref)).rejects.toMatchObject({ code: "body-damaged" });
  await database.close();
});

test.each([
  ["text", (file: string) => writeFileSync(file, "not a database at all".repeat(1_000))],
  ["a damaged page", (file: string) => overwrite(file, 4_096 * 2, Buffer.alloc(4_096 * 6, 0xa5))],
  ["cut short", (file: string) => truncateSync(file, 4_096 * 20)],
])("a database file that is %s is refused in one clear line", async (_, damage) => {
  const folder = await filled();
  damage(join(folder, "botarmy.sqlite"));
  const before = readFileSync(join(folder, "botarmy.sqlite"));
  await expect(openDatabase({ folder })).rejects.toMatchObject({
    code: "storage-corrupt",
    message: expect.stringMatching(
      /^\S+botarmy\.sqlite is damaged: restore it from a backup, or move it away to start empty\.$/,
    ),
  });
  expect(readFileSync(join(folder, "botarmy.sqlite")).equals(before)).toBe(true);
});

test.each(["missing", "empty"])("a %s database beside the data of projects is refused", async (state) => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "conversations"));
  writeFileSync(join(folder, "conversations", "p-abc234.jsonl"), "{}\n");
  if (state === "empty") writeFileSync(join(folder, "botarmy.sqlite"), "");
  for (const attempt of ["first", "second"]) {
    await expect(openDatabase({ folder }), attempt).rejects.toMatchObject({
      code: "storage-lost",
      message: expect.stringContaining(
        "holds conversations of projects: restore botarmy.sqlite from a backup",
      ),
    });
  }
  expect(readdirSync(folder)).toEqual(
    state === "empty" ? ["botarmy.sqlite", "conversations"] : ["conversations"],
  );
});

test("an empty database file in an otherwise empty folder is a new one", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "botarmy.sqlite"), "");
  mkdirSync(join(folder, "conversations"));
  const database = await openDatabase({ folder });
  expect(await database.keyv("botarmy").get("marker")).toEqual({ format: 1 });
  await database.close();
});

test("a database of a newer version is refused", async () => {
  const folder = temporaryFolder();
  const database = await openDatabase({ folder });
  await database.keyv("botarmy").set("marker", { format: 2 });
  await database.close();
  await expect(openDatabase({ folder })).rejects.toMatchObject({ code: "storage-format" });
});

test("a data folder that is a file is refused", async () => {
  const folder = join(temporaryFolder(), "data");
  writeFileSync(folder, "");
  await expect(openDatabase({ folder })).rejects.toMatchObject({ code: "storage-not-a-folder" });
  await expect(openDatabase({ folder: join(folder, "below") })).rejects.toMatchObject({
    code: "storage-not-a-folder",
  });
});

test("a folder in the place of the database file is refused", async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "botarmy.sqlite"));
  await expect(openDatabase({ folder })).rejects.toMatchObject({
    code: "storage-unreadable",
    message: expect.stringContaining("botarmy.sqlite"),
  });
});
