import fs from "node:fs";
import path from "node:path";

/** The part of `node:fs` that isomorphic-git needs, and what we use ourselves. */
export interface AtomicFs {
  readonly promises: typeof fs.promises;
}

/**
 * `node:fs` whose `writeFile` is a temporary file and a rename, because isomorphic-git writes objects and refs straight to
 * their final path: a process killed half way would leave a torn object under a name that git never writes again.
 * Missing folders are made. `temp` must be on the same file system as all that is written. Nothing is synced to the
 * disk: a kill loses nothing, a power failure may lose the newest commits.
 */
export function atomicFs(temp: string): AtomicFs {
  let count = 0;
  async function writeFile(file: string, data: Uint8Array | string): Promise<void> {
    const draft = path.join(temp, String(count++));
    await fs.promises.writeFile(draft, data);
    try {
      await fs.promises.rename(draft, file);
    } catch (error) {
      if (!hasCode(error, "ENOENT")) throw error;
      await fs.promises.mkdir(path.dirname(file), { recursive: true });
      await fs.promises.rename(draft, file);
    }
  }
  // writeFile is only ever called with these two arguments here; isomorphic-git's third says utf8, the default.
  return { promises: { ...fs.promises, writeFile: writeFile as typeof fs.promises.writeFile } };
}

/** Whether an error is one of the file system with this code, such as ENOENT. */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
