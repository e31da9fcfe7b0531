import { randomBytes } from "node:crypto";
import { cpSync, mkdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { beforeAll, describe, expect, test } from "vitest";
import { botarmy, product, type Ended } from "./botarmy.ts";
import { folderForFile, memoryDisk, projectsIn } from "./data.ts";
import { finishIn } from "./finish.ts";

const folder = folderForFile();
const at = (name: string): string => path.join(folder, name);
const demoIn = (data: string, ...flags: string[]): Promise<Ended> =>
  botarmy([
    "demo",
    "--data",
    data,
    "--brief-file",
    path.join(product, "test/fixtures/swim-club.md"),
    ...flags,
  ]);

/** A refusal in one line: what, where, and what to do. */
const expectRefusal = (ended: Ended, ...says: (string | RegExp)[]): void => {
  expect(ended).toMatchObject({ code: 2, out: "" });
  expect(ended.err).toMatch(/^botarmy: [^\n]+\n$/);
  for (const words of says) expect(ended.err).toMatch(words);
};

test("a data folder that is a file is refused, and one with files for folders", async () => {
  writeFileSync(at("file"), "not a folder");
  mkdirSync(at("mixed"));
  writeFileSync(at("mixed/artifacts"), "not a folder");
  const [itself, below, mixed] = await Promise.all([
    demoIn(at("file")),
    demoIn(at("file/data")),
    demoIn(at("mixed")),
  ]);
  expectRefusal(mixed, at("mixed/artifacts"), "is in the way");
  expectRefusal(itself, at("file"), "choose another data folder");
  expectRefusal(below, at("file"), "choose another data folder");
});

test.runIf(process.platform === "linux")("a place that takes no folders is refused", async () => {
  expectRefusal(await demoIn("/proc/botarmy"), "/proc/botarmy cannot be made", "choose another data folder");
});

test("a read-only disk is refused", async ({ skip }) => {
  if (memoryDisk(at("read-only"), "ro") === null) return skip("this user may not mount a disk");
  const [existing, fresh] = await Promise.all([demoIn(at("read-only")), demoIn(at("read-only/data"))]);
  expectRefusal(existing, `${at("read-only")} cannot be written`, "make it writable");
  expectRefusal(fresh, at("read-only/data"), "cannot be written");
});

test("a full disk is refused with nothing begun, whether it fills sooner or later", async ({ skip }) => {
  for (const size of ["64k", "160k"]) {
    const data = at(`full-${size}`);
    if (memoryDisk(data, `size=${size}`) === null) return skip("this user may not mount a disk");
    expectRefusal(await demoIn(data), "No space left for", data, "free some disk space");
    expect(projectsIn(data)).toEqual([]);
  }
});

test("a disk that fills while the project runs ends the run in one line; with space it goes on", async ({
  skip,
}) => {
  const disk = memoryDisk(at("filling"), "size=500k");
  if (disk === null) return skip("this user may not mount a disk");
  const { code, err } = await demoIn(at("filling"));
  expect(code).toBe(1);
  expect(err).toMatch(/^botarmy: No space left for [^\n]+ p-\S+ goes on with: botarmy start --data \S+\n$/);
  disk.remount("size=50m");
  const [project] = await finishIn(at("filling"));
  expect(project).toMatchObject({ status: "completed", outbox: [] });
  expect((await botarmy(["replay", project?.id ?? "", "--data", at("filling")])).code).toBe(0);
});

describe("a data folder with a finished project", () => {
  const whole = at("whole");
  const copy = (name: string): string => {
    cpSync(whole, at(name), { recursive: true });
    for (const file of ["botarmy.sqlite-wal", "botarmy.sqlite-shm"])
      rmSync(path.join(at(name), file), { force: true });
    return at(name);
  };

  beforeAll(async () => {
    await demoIn(whole);
  });

  test("is refused when its database is random bytes, cut off, or gone", async () => {
    const damaged = copy("damaged");
    writeFileSync(path.join(damaged, "botarmy.sqlite"), randomBytes(20_000));
    const cut = copy("cut");
    truncateSync(path.join(cut, "botarmy.sqlite"), 20_000);
    const emptied = copy("emptied");
    truncateSync(path.join(emptied, "botarmy.sqlite"), 0);
    const [one, other, third] = await Promise.all([demoIn(damaged), demoIn(cut), demoIn(emptied)]);
    expectRefusal(one, path.join(damaged, "botarmy.sqlite"), "is damaged", "restore it from a backup");
    expectRefusal(other, path.join(cut, "botarmy.sqlite"), "is damaged");
    expectRefusal(third, "missing or empty, but", "holds conversations and artifacts");
  });

  test("whose artifacts cannot be written ends the run with the reason; they are written later", async () => {
    const data = copy("blocked");
    rmSync(path.join(data, "artifacts"), { recursive: true });
    writeFileSync(path.join(data, "artifacts"), "in the way");
    const { code, err } = await demoIn(data);
    expect(code).toBe(1);
    expect(err).toMatch(
      /^botarmy: p-\S+ cannot go on: cannot use the git repository [^\n]+ goes on with: [^\n]+\n$/,
    );
    rmSync(path.join(data, "artifacts"));
    const [project] = await finishIn(data);
    expect(project?.status).toBe("completed");
    expect(project?.artifacts.every(({ commit }) => commit !== null)).toBe(true);
  });

  test("is refused when its terminal history is damaged", async () => {
    const data = copy("history");
    writeFileSync(path.join(data, "terminal/wire.jsonl"), "{}\n");
    expectRefusal(await demoIn(data), "wire.jsonl:1", "move the file away");
  });

  test("that breaks in a way nobody foresaw is reported in one line; LOG_LEVEL=debug shows where", async () => {
    const data = copy("odd");
    rmSync(path.join(data, "terminal"), { recursive: true });
    mkdirSync(path.join(data, "terminal/wire.jsonl"), { recursive: true });
    const [quiet, loud] = await Promise.all([
      demoIn(data),
      botarmy(["demo", "--data", copy("odder"), "--workflow", "sdlc"], { env: { LOG_LEVEL: "debug" } }),
    ]);
    expect(quiet.code).toBe(1);
    expect(quiet.err).toMatch(
      /^botarmy: something broke inside BotArmy \([^\n]*EISDIR[^\n]+LOG_LEVEL=debug[^\n]*\n$/,
    );
    expect(loud).toMatchObject({ code: 0, err: "" });
    const again = await botarmy(["demo", "--data", data], { env: { LOG_LEVEL: "debug" } });
    expect(again.err).toMatch(/^botarmy: something broke inside[^\n]+\n[^\n]*EISDIR[\s\S]+at .+terminal/);
  });
});
