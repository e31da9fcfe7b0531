import { BotArmyError } from "#src/errors.ts";
import type { OpenFiles } from "./open-files.ts";

/** A whole line: where it starts, where the next one starts, and its text without the line feed. */
export interface Line {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const lineFeed = 10;
const backwardBytes = 8_192;
const forwardBytes = 262_144;

/** Whole lines from `position` on, oldest first. Bytes after the last line feed are a torn line and are left out. */
export function* linesFrom(files: OpenFiles, path: string, position: number): Generator<Line> {
  let start = position;
  let pending = Buffer.alloc(0);
  for (;;) {
    const block = files.read(path, start + pending.length, forwardBytes);
    if (block.length === 0) return;
    pending = Buffer.concat([pending, block]);
    let from = 0;
    for (let at = pending.indexOf(lineFeed); at >= 0; at = pending.indexOf(lineFeed, from)) {
      yield { start: start + from, end: start + at + 1, text: pending.toString("utf8", from, at) };
      from = at + 1;
    }
    start += from;
    pending = pending.subarray(from);
  }
}

/**
 * Cuts a torn last line and all lines after the newest one that `keep` accepts. Reads only what it cuts and that line,
 * which it returns; undefined when nothing is left.
 */
export const cutTail = (
  files: OpenFiles,
  path: string,
  keep: (text: string) => boolean,
): Line | undefined => {
  let end = lineFeedBefore(files, path, files.size(path)) + 1;
  while (end > 0) {
    const line = lineEndingAt(files, path, end);
    if (keep(line.text)) {
      files.cut(path, end);
      return line;
    }
    end = line.start;
  }
  files.cut(path, 0);
  return undefined;
};

const lineEndingAt = (files: OpenFiles, path: string, end: number): Line => {
  const start = lineFeedBefore(files, path, end - 1) + 1;
  return { start, end, text: files.read(path, start, end - 1 - start).toString("utf8") };
};

/** Position of the last line feed before `position`, -1 when there is none. */
const lineFeedBefore = (files: OpenFiles, path: string, position: number): number => {
  for (let end = position; end > 0;) {
    const start = Math.max(0, end - backwardBytes);
    const found = files.read(path, start, end - start).lastIndexOf(lineFeed);
    if (found >= 0) return start + found;
    end = start;
  }
  return -1;
};

/** One line of a log that is not what we wrote. */
export const unreadableLine = (log: string, start: number, cause: unknown): BotArmyError =>
  new BotArmyError(
    "history-unreadable",
    `${log} has a line that cannot be read at byte ${start}: restore the file from a backup.`,
    { cause },
  );
