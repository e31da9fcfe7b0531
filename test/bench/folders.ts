import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The product's folder. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

/** Runs `use` on an empty folder inside the data folder, so that it is the disk that counts, and removes it. */
export const withFolder = async <T>(use: (folder: string) => Promise<T>): Promise<T> => {
  mkdirSync(path.join(root, "data"), { recursive: true });
  const folder = mkdtempSync(path.join(root, "data", "bench-"));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
