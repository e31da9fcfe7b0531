import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { linesFrom, unreadableLine, type Line } from "./jsonl.ts";
import {
  countRecords,
  indexAppends,
  indexPath,
  lastRecord,
  recordBytes,
  type LineRecord,
} from "./line-index.ts";
import type { OpenFiles } from "./open-files.ts";

const catchUpLines = 1_000;
const Parties = z.object({ from: z.string(), to: z.string().nullable() });
type Parties = z.infer<typeof Parties>;

/**
 * Makes the index agree with its log: cuts records of lines that are gone, adds lines it does not know, and starts
 * anew when a file is missing, short or wrong. Reads only file ends, unless there is something to add.
 */
export const syncIndex = (files: OpenFiles, folder: string, log: string): void => {
  cutIndex(files, indexPath(folder), files.size(log));
  for (const path of indexFiles(folder)) cutIndex(files, path, indexedBytes(files, folder));
  if (!isWhole(files, folder, log)) removeIndex(files, folder);
  extendIndex(files, folder, log);
};

/** Adds the lines that were appended to the log since the index was last extended. The index must be right so far. */
export const extendIndex = (files: OpenFiles, folder: string, log: string): void =>
  catchUp(files, folder, { log, from: indexedBytes(files, folder) });

/** How much of the log the list of all lines knows. */
const indexedBytes = (files: OpenFiles, folder: string): number => {
  const last = lastRecord(files, indexPath(folder));
  return last === undefined ? 0 : last.start + last.length;
};

/** Removes every index file and their folder. */
export const removeIndex = (files: OpenFiles, folder: string): void => {
  for (const path of indexFiles(folder)) files.remove(path);
  files.remove(folder);
};

const indexFiles = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith(".idx"))
        .map((name) => join(folder, name))
    : [];

const cutIndex = (files: OpenFiles, path: string, logSize: number): void => {
  files.cut(path, countRecords(files, path) * recordBytes);
  for (let last = lastRecord(files, path); last !== undefined; last = lastRecord(files, path)) {
    if (last.start + last.length <= logSize) return;
    files.cut(path, files.size(path) - recordBytes);
  }
};

const isWhole = (files: OpenFiles, folder: string, log: string): boolean => {
  const all = indexPath(folder);
  const last = lastRecord(files, all);
  const others = indexFiles(folder).filter((path) => path !== all);
  const links = others.reduce((sum, path) => sum + countRecords(files, path), 0);
  return links === (last?.links ?? 0) && (last === undefined || isLine(files, log, last));
};

const isLine = (files: OpenFiles, log: string, record: LineRecord): boolean => {
  const before = record.start === 0 || files.read(log, record.start - 1, 1).toString() === "\n";
  return before && files.read(log, record.start, record.length).indexOf("\n") === record.length - 1;
};

const catchUp = (files: OpenFiles, folder: string, missing: { log: string; from: number }): void => {
  const write = (lines: readonly Line[]) => {
    const parsed = lines.map((line) => ({
      ...partiesOf(line, missing.log),
      start: line.start,
      length: line.end - line.start,
    }));
    for (const { path, bytes } of indexAppends(files, folder, parsed)) files.append(path, bytes);
  };
  let batch: Line[] = [];
  for (const line of linesFrom(files, missing.log, missing.from)) {
    batch.push(line);
    if (batch.length < catchUpLines) continue;
    write(batch);
    batch = [];
  }
  if (batch.length > 0) write(batch);
};

const partiesOf = (line: Line, log: string): Parties => {
  try {
    return Parties.parse(JSON.parse(line.text));
  } catch (error) {
    throw unreadableLine(log, line.start, error);
  }
};
