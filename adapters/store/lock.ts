import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { BotArmyError } from "#src/errors.ts";
import { storageFault, withFaults } from "./faults.ts";
import { makeFolder } from "./folder.ts";

/** The right to be the only process that uses a data folder. */
export interface FolderLock {
  release(): void;
}

/** Node closes a connection that nothing refers to any more, which would free its folder: these are held until released. */
const held = new Set<DatabaseSync>();

/**
 * Takes a data folder for this process by an exclusive transaction on its own tiny `lock.db`, which the operating
 * system frees however the process ends. Local disks only. Throws BotArmyError `folder-locked` when it is taken.
 */
export const lockFolder = async (folder: string): Promise<FolderLock> => {
  const file = join(folder, "lock.db");
  const pidFile = join(folder, "lock.pid");
  const { DatabaseSync: Connection } = await import("node:sqlite");
  makeFolder(folder);
  const database = withFaults(file, () => new Connection(file, { timeout: 0 }));
  try {
    database.exec("PRAGMA locking_mode = EXCLUSIVE");
    database.exec("BEGIN EXCLUSIVE");
    writeFileSync(pidFile, `${process.pid}\n`);
  } catch (error) {
    database.close();
    throw lockFault(error, folder, pidFile);
  }
  held.add(database);
  return {
    release: () => {
      held.delete(database);
      rmSync(pidFile, { force: true });
      database.close();
    },
  };
};

const lockFault = (error: unknown, folder: string, pidFile: string): unknown => {
  const fault = storageFault(error, join(folder, "lock.db"));
  if (!(fault instanceof BotArmyError) || fault.code !== "storage-busy") return fault;
  return new BotArmyError(
    "folder-locked",
    `${folder} is in use by another BotArmy${holder(pidFile)}: stop that one first, or choose another data folder.`,
    { cause: error },
  );
};

/** Only a hint for people: the lock itself never depends on it, and the holder may not have written it yet. */
const holder = (pidFile: string): string => {
  const pid = existsSync(pidFile) ? readFileSync(pidFile, "utf8").trim() : "";
  return /^\d+$/.test(pid) ? ` (process ${pid})` : "";
};
