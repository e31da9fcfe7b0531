import {
  closeSync,
  existsSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { BotArmyError } from "#src/errors.ts";
import type { Clock } from "#src/ports.ts";
import { rotatedPath, tidyLogs } from "./rotated.ts";

/** Where log lines go; a pino destination. */
export interface LogFile {
  write(line: string): void;
  /** Waits until rotated files are compressed and closes the file. */
  close(): Promise<void>;
}

export interface LogFileOptions {
  /** The data folder: lines go to `logs/botarmy.jsonl` in it. */
  readonly folder: string;
  readonly clock: Pick<Clock, "now">;
  /** Told in one line of a fault that must not stop the program, such as a full disk; once until a line can be written again. */
  readonly warn: (message: string) => void;
  /** The file is set aside and compressed before it would grow above this. Default 100 MB. */
  readonly maxBytes?: number;
  /** Compressed files older than this are removed. Default 30 days. */
  readonly keepMs?: number;
}

interface Open {
  fd: number;
  bytes: number;
}

/**
 * Opens the log file. A line is in the file when `write` returns, so a killed process loses none; a line that cannot be
 * written is dropped after a warning. Throws BotArmyError `log-unwritable` when the file cannot be opened.
 */
export const openLogFile = (options: LogFileOptions): LogFile => {
  const { folder, maxBytes, keepMs } = {
    maxBytes: 100_000_000,
    keepMs: 30 * 24 * 3_600_000,
    ...options,
    folder: join(options.folder, "logs"),
  };
  const file = join(folder, "botarmy.jsonl");
  let open = openFirst(folder, file);
  let failing = false;

  const tidy = (): Promise<void> =>
    tidyLogs(folder, options.clock.now() - keepMs).catch((error: unknown) =>
      options.warn(
        `Old logs in ${folder} cannot be compressed or removed (${String(error)}): check that folder.`,
      ),
    );
  // One after the other, so that no file is compressed twice.
  let tidied = tidy();

  const rotate = (): void => {
    // After an earlier failure between these two steps there is nothing to rename.
    if (existsSync(file)) renameSync(file, rotatedPath(folder, options.clock.now()));
    const next = openAppend(file);
    closeSync(open.fd);
    open = next;
    tidied = tidied.then(tidy);
  };

  return {
    write: (line) => {
      try {
        if (open.bytes > 0 && open.bytes + Buffer.byteLength(line) > maxBytes) rotate();
        append(open, line);
        failing = false;
      } catch (error) {
        if (!failing)
          options.warn(`${file} cannot be written, lines are lost (${String(error)}): check the disk.`);
        failing = true;
      }
    },
    close: async () => {
      await tidied;
      closeSync(open.fd);
    },
  };
};

const openFirst = (folder: string, file: string): Open => {
  try {
    mkdirSync(folder, { recursive: true });
    return openAppend(file);
  } catch (error) {
    throw new BotArmyError(
      "log-unwritable",
      `${file} cannot be written (${String(error)}): make it writable for this user, or choose another data folder.`,
      { cause: error },
    );
  }
};

const openAppend = (file: string): Open => {
  const fd = openSync(file, "a");
  return { fd, bytes: fstatSync(fd).size };
};

const append = (open: Open, line: string): void => {
  try {
    writeFileSync(open.fd, line);
  } catch (error) {
    // A full disk leaves a part of the line behind.
    ftruncateSync(open.fd, open.bytes);
    throw error;
  }
  open.bytes += Buffer.byteLength(line);
};
