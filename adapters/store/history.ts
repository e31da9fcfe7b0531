import { z } from "zod";
import type { History, Move } from "#src/ports.ts";
import { Command } from "#src/project/command.ts";
import { extendIndex, removeIndex } from "./index-sync.ts";
import { linesFrom, unreadableLine } from "./jsonl.ts";
import { cutLogs, logsOf, type Logs } from "./logs.ts";
import { moveAppends, type Append } from "./move-lines.ts";
import { createOpenFiles, type OpenFiles } from "./open-files.ts";
import { readPage } from "./page.ts";

const QueueLine = z.strictObject({ version: z.number().int().positive(), command: Command });
type QueueLine = z.infer<typeof QueueLine>;

/** Most lines of a project that its index may lack: an index is extended for the one who reads a page, not with each move. */
const mostUnindexed = 1_000;

/**
 * The logs of all projects as JSON lines under the data folder. They are written before the row and not forced to disk:
 * a killed process loses nothing, a power loss may lose lines that the row already counts. Only the process that holds
 * the folder may use it, except for `commands`. Faults are BotArmyError `storage-…` or `history-unreadable`.
 */
export const createHistory = (options: { folder: string }): History & { close(): void } => {
  const files = createOpenFiles();
  /** Projects whose logs this process has repaired, with the last version in their command log. */
  const last = new Map<string, number>();
  /** How many lines of a repaired project are not in its index yet. */
  const unindexed = new Map<string, number>();

  const index = (project: string, logs: Logs): void => {
    if (unindexed.delete(project)) extendIndex(files, logs.index, logs.conversation);
  };
  const repair = (project: string, version: number): void => {
    unindexed.delete(project);
    last.set(project, cutLogs(files, logsOf(options.folder, project), version));
  };
  const repaired = (project: string): Logs => {
    const logs = logsOf(options.folder, project);
    if (!last.has(project)) repair(project, Number.POSITIVE_INFINITY);
    return logs;
  };

  return {
    append: async (project, moves) => {
      const logs = repaired(project);
      const newest = newestVersion(project, last.get(project) ?? 0, moves);
      // Forgotten first: should the write fail, the logs are repaired again before the next one.
      last.delete(project);
      writeAll(files, moveAppends(logs, moves));
      last.set(project, newest);
      const lines = moves.reduce((sum, { envelopes }) => sum + envelopes.length, unindexed.get(project) ?? 0);
      unindexed.set(project, lines);
      if (lines > mostUnindexed) index(project, logs);
    },
    repair: async (project, version) => repair(project, version),
    page: async (project, query) => {
      const logs = repaired(project);
      index(project, logs);
      return readPage(files, logs, query);
    },
    commands: (project) => readCommands(files, logsOf(options.folder, project).queue),
    delete: async (project) => {
      const logs = logsOf(options.folder, project);
      last.delete(project);
      unindexed.delete(project);
      removeIndex(files, logs.index);
      for (const path of [logs.conversation, logs.queue, logs.specs]) files.remove(path);
    },
    close: () => files.close(),
  };
};

const newestVersion = (project: string, before: number, moves: readonly Move[]): number =>
  moves.reduce((version, move) => {
    if (move.version > version) return move.version;
    throw new Error(`move ${move.version} of ${project} comes after move ${version} in its log`);
  }, before);

/** All or nothing: when one append fails, the files written before it are cut back. */
const writeAll = (files: OpenFiles, appends: readonly Append[]): void => {
  const sizes = appends.map(({ path }) => ({ path, size: files.size(path) }));
  try {
    for (const { path, bytes } of appends) files.append(path, bytes);
  } catch (error) {
    for (const { path, size } of sizes) files.cut(path, size);
    throw error;
  }
};

async function* readCommands(files: OpenFiles, path: string): AsyncGenerator<QueueLine> {
  for (const line of linesFrom(files, path, 0)) yield parseCommand(line.text, path, line.start);
}

const parseCommand = (text: string, path: string, start: number): QueueLine => {
  try {
    return QueueLine.parse(JSON.parse(text));
  } catch (error) {
    throw unreadableLine(path, start, error);
  }
};
