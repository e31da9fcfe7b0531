/** The oldest time a zip can hold, in local time as the format wants it, so that the bytes are the same in every zone. */
const noTime = new Date(1980, 0, 1);

/** One zip of all files, sorted by path and without times: the same files give the same bytes. */
export async function zipFiles(
  files: Iterable<readonly [path: string, bytes: Uint8Array]>,
): Promise<Uint8Array> {
  const { zipSync } = await import("fflate");
  const sorted = [...files].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return zipSync(Object.fromEntries(sorted), { level: 6, mtime: noTime });
}
