import { BotArmyError } from "#src/errors.ts";

/** SQLite's primary result codes (https://sqlite.org/rescode.html) and the system's error codes, by what a person can do. */
const kinds = {
  full: [13, "ENOSPC", "EDQUOT", "EFBIG"],
  readOnly: [8, 3, "EROFS", "EACCES", "EPERM"],
  corrupt: [11, 26],
  notAFolder: ["ENOTDIR", "EEXIST", "EISDIR"],
  busy: [5, 6],
  broken: [10, 14, "EIO", "EMFILE", "ENFILE", "ENAMETOOLONG", "ELOOP"],
} as const;

const codeOf = (error: unknown): number | string | undefined => {
  if (!(error instanceof Error)) return undefined;
  if ("errcode" in error && typeof error.errcode === "number") return error.errcode & 0xff;
  return "code" in error && typeof error.code === "string" ? error.code : undefined;
};

const is = (codes: readonly (number | string)[], code: number | string): boolean => codes.includes(code);

/**
 * Turns a fault of SQLite or the file system that a person can mend into one clear line about `path`.
 * Anything else, such as a mistake in our own SQL, comes back as it is.
 */
export const storageFault = (error: unknown, path: string): unknown => {
  const code = codeOf(error);
  if (code === undefined || error instanceof BotArmyError) return error;
  const fault = (name: string, message: string) => new BotArmyError(name, message, { cause: error });
  if (is(kinds.full, code))
    return fault("storage-full", `No space left for ${path}: free some disk space, then start again.`);
  if (is(kinds.readOnly, code))
    return fault(
      "storage-read-only",
      `${path} cannot be written: make it writable for this user, or choose another data folder.`,
    );
  if (is(kinds.corrupt, code)) return fault("storage-corrupt", `${path} is damaged: ${whatToDoAboutDamage}`);
  if (is(kinds.notAFolder, code))
    return fault(
      "storage-not-a-folder",
      `${path} is in the way: a file stands where a folder is needed, or a folder where a file is; choose another data folder.`,
    );
  if (is(kinds.busy, code))
    return fault("storage-busy", `${path} is held by another program: close it, then start again.`);
  if (is(kinds.broken, code))
    return fault(
      "storage-unreadable",
      `${path} cannot be opened or read (${String(code)}): check the disk and the limits on open files.`,
    );
  return error;
};

/** The same advice wherever a damaged file is met. */
export const whatToDoAboutDamage = "restore it from a backup, or move it away to start empty.";

/** Runs `work`, translating what it throws. */
export const withFaults = <T>(path: string, work: () => T): T => {
  try {
    return work();
  } catch (error) {
    throw storageFault(error, path);
  }
};
