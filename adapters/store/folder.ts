import { accessSync, constants, mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { BotArmyError } from "#src/errors.ts";
import { withFaults } from "./faults.ts";

/**
 * Makes a folder with those above it and checks that it can be written. One by one, since Node's own `recursive` calls a
 * read-only disk "not found" and never ends in a file system such as /proc. Throws BotArmyError `storage-…`.
 */
export const makeFolder = (folder: string): void => {
  make(folder);
  withFaults(folder, () => accessSync(folder, constants.W_OK));
};

const make = (folder: string): void => {
  if (isFolder(folder)) return;
  const parent = dirname(folder);
  if (parent !== folder) make(parent);
  withFaults(folder, () => makeOne(folder));
};

const makeOne = (folder: string): void => {
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process may have been faster.
    if (isFolder(folder)) return;
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    throw new BotArmyError(
      "storage-no-folder",
      `${folder} cannot be made: that place takes no folders; choose another data folder.`,
      { cause: error },
    );
  }
};

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
