import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";

const name = /^botarmy-(\d{4}-\d\d-\d\dT\d\d)-(\d\d)-(\d\d\.\d{3}Z)\.jsonl(\.gz)?$/;

/** A free name for a log file that is set aside at `at`: the next free millisecond when one was set aside just now. */
export const rotatedPath = (folder: string, at: number): string => {
  const path = join(folder, `botarmy-${new Date(at).toISOString().replaceAll(":", "-")}.jsonl`);
  return existsSync(path) || existsSync(`${path}.gz`) ? rotatedPath(folder, at + 1) : path;
};

/** Compresses files that were set aside and removes those set aside before `oldest`. */
export const tidyLogs = async (folder: string, oldest: number): Promise<void> => {
  for (const entry of await readdir(folder)) {
    const [, hour, minute, second, compressed] = name.exec(entry) ?? [];
    if (hour === undefined) continue;
    const path = join(folder, entry);
    if (Date.parse(`${hour}:${minute}:${second}`) < oldest) await rm(path, { force: true });
    else if (compressed === undefined) await compress(path);
  }
};

/** The finished name appears only when the file is whole, so a killed process starts over. */
const compress = async (path: string): Promise<void> => {
  const part = `${path}.part`;
  await pipeline(createReadStream(path), createGzip(), createWriteStream(part));
  await rename(part, `${path}.gz`);
  await rm(path);
};
