import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Envelope } from "#src/project/envelope.ts";
import { Slug } from "#src/project/words.ts";
import type { OpenFiles } from "./open-files.ts";

/**
 * Where the lines of one conversation are: a folder of files with one fixed-width record per line. `_all.idx` has every
 * line; `{name}.idx` has the lines from or to an agent or `system`; people, whose ids are not safe as file names, have
 * `_{first 32 hex digits of the name's SHA-256}.idx`. The records are written after
 * the lines they describe, many at a time and when a page is asked for; those of `_all.idx` last, so that a killed process
 * never leaves a line in it that the other files do not know.
 */
export interface LineRecord {
  readonly start: number;
  readonly length: number;
  /** Records in all files except `_all.idx` up to and including this line: tells a missing or short file. */
  readonly links: number;
}

/** Who a line is from and to. */
type Parties = Pick<Envelope, "from" | "to">;

/** 6 bytes start, 4 bytes length, 6 bytes links; little-endian. */
export const recordBytes = 16;
const everyone = "_all.idx";

/** The index file of an agent, `system` or a person; without a name the one of all lines. */
export const indexPath = (folder: string, party?: string): string => {
  if (party === undefined) return join(folder, everyone);
  if (Slug.safeParse(party).success) return join(folder, `${party}.idx`);
  return join(folder, `_${createHash("sha256").update(party).digest("hex").slice(0, 32)}.idx`);
};

/** Number of records in an index file. */
export const countRecords = (files: OpenFiles, path: string): number =>
  Math.floor(files.size(path) / recordBytes);

/** Records `from` (included) to `to` (excluded), oldest first. */
export const readRecords = (
  files: OpenFiles,
  path: string,
  range: { from: number; to: number },
): LineRecord[] => {
  const bytes = files.read(path, range.from * recordBytes, (range.to - range.from) * recordBytes);
  return Array.from({ length: Math.floor(bytes.length / recordBytes) }, (_, at) =>
    decode(bytes, at * recordBytes),
  );
};

/** The records to append to each index file for new lines, oldest first; `_all.idx` is the last file. */
export const indexAppends = (
  files: OpenFiles,
  folder: string,
  lines: readonly (Parties & { start: number; length: number })[],
): readonly { path: string; bytes: Buffer }[] => {
  let links = lastRecord(files, indexPath(folder))?.links ?? 0;
  const entries = lines.map(({ from, to, start, length }) => {
    const parties = new Set(to === null ? [from] : [from, to]);
    links += parties.size;
    return { parties: [...parties], record: encode({ start, length, links }) };
  });
  const byParty = Map.groupBy(
    entries.flatMap(({ parties, record }) => parties.map((party) => ({ party, record }))),
    ({ party }) => party,
  );
  const appends = [...byParty].map(([party, group]) => ({
    path: indexPath(folder, party),
    bytes: Buffer.concat(group.map(({ record }) => record)),
  }));
  return [...appends, { path: indexPath(folder), bytes: Buffer.concat(entries.map(({ record }) => record)) }];
};

/** The newest record of an index file. */
export const lastRecord = (files: OpenFiles, path: string): LineRecord | undefined => {
  const count = countRecords(files, path);
  return count === 0 ? undefined : readRecords(files, path, { from: count - 1, to: count })[0];
};

const decode = (bytes: Buffer, at: number): LineRecord => ({
  start: bytes.readUIntLE(at, 6),
  length: bytes.readUInt32LE(at + 6),
  links: bytes.readUIntLE(at + 10, 6),
});

const encode = (record: LineRecord): Buffer => {
  const bytes = Buffer.allocUnsafe(recordBytes);
  bytes.writeUIntLE(record.start, 0, 6);
  bytes.writeUInt32LE(record.length, 6);
  bytes.writeUIntLE(record.links, 10, 6);
  return bytes;
};
