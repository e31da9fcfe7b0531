import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { attachmentName } from "./render-files.ts";

/** A text to share as a file. */
export interface FileToShare {
  /** A file name or a path, of which the last part is the name. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** One attachment, with what to say of it as plain text; "" when its name is enough. */
export interface Piece {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly note: string;
}

/** More pieces would bury a thread. */
const mostPieces = 5;

const compress = promisify(gzip);

/** A file in attachments of at most `most` bytes: as it is, compressed, or in pieces. Null when it is larger than that. */
export const piecesFor = async (file: FileToShare, most: number): Promise<readonly Piece[] | null> => {
  const { path, bytes } = file;
  const name = attachmentName(path);
  if (bytes.length <= most) return [{ name, bytes, note: "" }];
  const packed = await compress(bytes);
  if (packed.length <= most)
    return [{ name: `${name}.gz`, bytes: packed, note: `Compressed: unpack it with gunzip ${name}.gz` }];
  return cut(file, most);
};

const cut = ({ path, bytes }: FileToShare, most: number): readonly Piece[] | null => {
  const cuts = cutsOf(bytes, most);
  if (cuts.length > mostPieces) return null;
  const [, stem = "", end = ""] = /^(.+?)(\.[A-Za-z0-9]{1,8})?$/.exec(attachmentName(path)) ?? [];
  return cuts.map((piece, i) => ({
    name: `${stem}.part-${i + 1}-of-${cuts.length}${end}`,
    bytes: piece,
    note: `Part ${i + 1} of ${cuts.length}`,
  }));
};

/** Cut before a byte that begins a character. */
const cutsOf = (bytes: Uint8Array, most: number): readonly Uint8Array[] => {
  const cuts: Uint8Array[] = [];
  for (let from = 0; from < bytes.length;) {
    let to = Math.min(from + most, bytes.length);
    while (to < bytes.length && to > from + 1 && isInside(bytes[to])) to -= 1;
    cuts.push(bytes.subarray(from, to));
    from = to;
  }
  return cuts;
};

/** UTF-8 continues characters with 10xxxxxx. */
const isInside = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80;
