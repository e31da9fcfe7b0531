import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { openLogFile } from "#adapters/log/file.ts";
import { createLogger } from "#src/log.ts";

const day = 24 * 3_600_000;
const start = Date.UTC(2025, 0, 31, 12);

const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "botarmy-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

const options = (folder: string, now = start) => {
  const warnings: string[] = [];
  return {
    folder,
    clock: { now: () => now },
    warn: (message: string) => void warnings.push(message),
    warnings,
  };
};

const logsIn = (folder: string): readonly string[] => readdirSync(join(folder, "logs")).toSorted();

/** All lines, compressed files first, in order. */
const linesIn = (folder: string): readonly string[] =>
  logsIn(folder)
    .toSorted((one, other) => Number(one === "botarmy.jsonl") - Number(other === "botarmy.jsonl"))
    .map((name) => readFileSync(join(folder, "logs", name)))
    .map((bytes) => (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString("utf8"))
    .flatMap((text) => text.split("\n").filter((line) => line !== ""));

test("a line is in the file as soon as it is logged, after the lines of earlier starts", async () => {
  const folder = temporaryFolder();
  for (const run of ["first", "second"]) {
    const file = openLogFile(options(folder));
    createLogger({ level: "info", destination: file }).info({ project: "p-abc234" }, run);
    expect(JSON.parse(linesIn(folder).at(-1) ?? "")).toMatchObject({ msg: run, project: "p-abc234" });
    await file.close();
  }
  expect(linesIn(folder)).toHaveLength(2);
});

test("before it grows above its limit the file is set aside and compressed, and no line is lost", async () => {
  const folder = temporaryFolder();
  const file = openLogFile({ ...options(folder), maxBytes: 1_000 });
  const lines = Array.from({ length: 100 }, (_, n) => `{"n":${n},"text":"${"ä".repeat(20)}"}`);
  for (const line of lines) file.write(`${line}\n`);
  await file.close();
  expect(linesIn(folder)).toEqual(lines);
  expect(logsIn(folder).slice(0, 2)).toEqual([
    "botarmy-2025-01-31T12-00-00.000Z.jsonl.gz",
    "botarmy-2025-01-31T12-00-00.001Z.jsonl.gz",
  ]);
  expect(logsIn(folder).filter((name) => !name.endsWith(".gz"))).toEqual(["botarmy.jsonl"]);
  expect(readFileSync(join(folder, "logs", "botarmy.jsonl")).length).toBeLessThanOrEqual(1_000);
});

test("a start compresses what a killed process left, and removes what is older than thirty days", async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "logs"));
  const name = (at: number) =>
    join(folder, "logs", `botarmy-${new Date(at).toISOString().replaceAll(":", "-")}.jsonl`);
  writeFileSync(name(start - day), '{"left":true}\n');
  writeFileSync(`${name(start - day)}.gz.part`, "half");
  writeFileSync(`${name(start - 31 * day)}.gz`, "old");
  writeFileSync(`${name(start - 29 * day)}.gz`, "younger");
  writeFileSync(join(folder, "logs", "notes.txt"), "mine");
  const { warnings, ...given } = options(folder);
  await openLogFile(given).close();
  expect(gunzipSync(readFileSync(`${name(start - day)}.gz`)).toString()).toBe('{"left":true}\n');
  expect(existsSync(name(start - day))).toBe(false);
  expect(existsSync(`${name(start - 31 * day)}.gz`)).toBe(false);
  expect(existsSync(`${name(start - 29 * day)}.gz`)).toBe(true);
  expect(existsSync(join(folder, "logs", "notes.txt"))).toBe(true);
  expect(warnings).toEqual([]);
});

test("a log folder that cannot be is refused in one clear line", () => {
  const folder = join(temporaryFolder(), "data");
  writeFileSync(folder, "");
  expect(() => openLogFile(options(folder))).toThrow(
    /botarmy\.jsonl cannot be written .*choose another data folder\.$/,
  );
});

test("when the file cannot be set aside, one warning is given and the program goes on", async () => {
  const folder = temporaryFolder();
  const { warnings, ...given } = options(folder);
  const file = openLogFile({ ...given, maxBytes: 10 });
  file.write("first line\n");
  rmSync(join(folder, "logs"), { recursive: true });
  file.write("lost\n");
  file.write("lost\n");
  expect(warnings).toEqual([expect.stringMatching(/botarmy\.jsonl cannot be written, lines are lost/)]);
  mkdirSync(join(folder, "logs"));
  file.write("found\n");
  await file.close();
  expect(readFileSync(join(folder, "logs", "botarmy.jsonl"), "utf8")).toBe("found\n");
});
