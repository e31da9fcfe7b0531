import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, onTestFinished } from "vitest";

/** A folder for everything that the tests of a file leave behind. */
export const folderForFile = (): string => {
  const folder = mkdtempSync(path.join(tmpdir(), "botarmy-cli-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

/** What a data folder holds of projects: rows, logs and artifacts. Nothing at all after a refusal. */
export const projectsIn = (data: string): readonly string[] => [
  ...rowsIn(path.join(data, "botarmy.sqlite")),
  ...["conversations", "queues", "specs", "artifacts"].flatMap((name) => filesIn(path.join(data, name))),
];

const rowsIn = (file: string): readonly string[] => {
  if (!existsSync(file)) return [];
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const rows = database.prepare("SELECT key FROM keyv WHERE namespace = 'projects'").all();
    return rows.map((row) => `row ${String(row["key"])}`);
  } finally {
    database.close();
  }
};

const filesIn = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.join(entry.parentPath, entry.name))
    : [];

/** A file system of its own in memory, gone after the test; null where this user may not mount one. */
export const memoryDisk = (folder: string, options: string): { remount(options: string): void } | null => {
  mkdirSync(folder, { recursive: true });
  if (mount(["-t", "tmpfs", "-o", options, "tmpfs", folder]) !== 0) return null;
  onTestFinished(() => {
    run("umount", ["-l", folder]);
  });
  return {
    remount: (changed) => {
      if (mount(["-o", `remount,${changed}`, folder]) !== 0) throw new Error(`cannot remount ${folder}`);
    },
  };
};

const mount = (words: readonly string[]): number | null => run("mount", words);

const run = (program: string, words: readonly string[]): number | null =>
  spawnSync(program, [...words]).status;
