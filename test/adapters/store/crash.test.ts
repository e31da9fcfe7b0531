import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { createHistory } from "#adapters/store/history.ts";
import { lockFolder } from "#adapters/store/lock.ts";
import { createProjectStore } from "#adapters/store/projects.ts";
import { openDatabase } from "#adapters/store/sqlite.ts";
import { commandVersions, readAll } from "../../contracts/history.ts";
import { sampleMove } from "../../contracts/samples.ts";
import { startChild } from "./child.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const Printed = z.tuple([z.number(), z.string()]);

test("a process that is killed again and again loses no saved move, and its logs agree with the row", async () => {
  const folder = temporaryFolder();
  let acknowledged = 0;
  for (const moves of [1, 7, 30, 90]) {
    const child = startChild("write-moves.child.ts", folder);
    for (let n = 0; n < moves; n++) acknowledged = Number(await child.line());
    await child.kill();
  }
  // The lock of the last one is free again, and this process takes over.
  const lock = await lockFolder(folder);
  const database = await openDatabase({ folder });
  const version = (await createProjectStore(database).load("p-abc234"))?.version ?? 0;
  expect(acknowledged).toBeGreaterThanOrEqual(128);
  expect(version).toBeGreaterThanOrEqual(acknowledged);
  const history = createHistory({ folder });
  await history.repair("p-abc234", version);
  const versions = Array.from({ length: version }, (_, n) => n + 1);
  expect(await commandVersions(history)).toEqual(versions);
  const heard = await readAll(history, { limit: 100, agent: "developer" });
  expect(heard.map((envelope) => envelope.version)).toEqual(versions.toReversed());
  expect(await readAll(history, { limit: 100 })).toHaveLength(version * 2);
  history.close();
  await database.close();
  lock.release();
});

test("a second process on a folder is refused with the first one's process id, until that one is gone", async () => {
  const folder = temporaryFolder();
  const child = startChild("write-moves.child.ts", folder);
  await child.line();
  await expect(lockFolder(folder)).rejects.toMatchObject({
    code: "folder-locked",
    message: expect.stringMatching(
      / is in use by another BotArmy \(process \d+\): stop that one first, or choose another data folder\.$/,
    ),
  });
  await child.kill();
  const lock = await lockFolder(folder);
  expect(readFileSync(join(folder, "lock.pid"), "utf8")).toBe(`${process.pid}\n`);
  await expect(lockFolder(folder)).rejects.toMatchObject({ code: "folder-locked" });
  lock.release();
  (await lockFolder(folder)).release();
});

test("a full disk stops an append with an error and leaves whole lines only", async () => {
  const folder = temporaryFolder();
  const child = startChild("fill-disk.child.ts", folder, "ulimit -f 8");
  const [written, code] = Printed.parse(JSON.parse((await child.line()) ?? "null"));
  expect(code).toBe("storage-full");
  for (const log of ["queues", "conversations"]) {
    const text = readFileSync(join(folder, log, "p-abc234.jsonl"), "utf8");
    expect(text.endsWith("\n")).toBe(true);
    expect(text.trimEnd().split("\n")).toHaveLength(written);
  }
  const history = createHistory({ folder });
  await history.append("p-abc234", [sampleMove(written + 1)]);
  expect(await commandVersions(history)).toHaveLength(written + 1);
  expect(await readAll(history, { limit: 50, agent: "architect" })).toHaveLength(written + 1);
  history.close();
});
