import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { withFaults } from "./faults.ts";

/** Append-only files by path. Everything is synchronous: an append is one system call, and nothing can come between two of them. */
export interface OpenFiles {
  /** Bytes in the file, 0 when there is none. */
  size(path: string): number;
  /** The bytes of a range, fewer at the end of the file. */
  read(path: string, position: number, length: number): Buffer;
  /** Adds bytes at the end, making file and folders when missing. A failed append leaves the file as it was. */
  append(path: string, bytes: Buffer): void;
  /** Cuts the file to `size` bytes; nothing happens when it is not longer. */
  cut(path: string, size: number): void;
  remove(path: string): void;
  /** Closes all handles; a later call opens them again. */
  close(): void;
}

interface Handle {
  readonly fd: number;
  size: number;
}

/** Keeps the `limit` handles used last open, well below the usual limit of 1,024 for a process. */
export const createOpenFiles = (limit = 64): OpenFiles => {
  const handles = new Map<string, Handle>();

  const use = (path: string, make: boolean): Handle | undefined => {
    const handle = handles.get(path) ?? openHandle(path, make);
    if (handle === undefined) return undefined;
    handles.delete(path);
    handles.set(path, handle);
    if (handles.size > limit) closeOldest();
    return handle;
  };

  const closeOldest = (): void => {
    for (const path of handles.keys()) return forget(path);
  };

  const forget = (path: string): void => {
    const handle = handles.get(path);
    if (handle === undefined) return;
    handles.delete(path);
    closeSync(handle.fd);
  };

  return {
    size: (path) => withFaults(path, () => use(path, false)?.size ?? 0),
    read: (path, position, length) => withFaults(path, () => readRange(use(path, false), position, length)),
    append: (path, bytes) =>
      withFaults(path, () => {
        const handle = use(path, true);
        if (handle !== undefined) appendTo(handle, bytes);
      }),
    cut: (path, size) =>
      withFaults(path, () => {
        const handle = use(path, false);
        if (handle !== undefined && handle.size > size) cutTo(handle, size);
      }),
    remove: (path) => {
      forget(path);
      withFaults(path, () => rmSync(path, { recursive: true, force: true }));
    },
    close: () => {
      for (const path of handles.keys()) forget(path);
    },
  };
};

const openHandle = (path: string, make: boolean): Handle | undefined => {
  try {
    const fd = openSync(path, make ? constants.O_RDWR | constants.O_CREAT : constants.O_RDWR);
    return { fd, size: fstatSync(fd).size };
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    if (!make) return undefined;
    mkdirSync(dirname(path), { recursive: true });
    const fd = openSync(path, constants.O_RDWR | constants.O_CREAT);
    return { fd, size: fstatSync(fd).size };
  }
};

const readRange = (handle: Handle | undefined, position: number, length: number): Buffer => {
  const wanted = handle === undefined ? 0 : Math.min(length, handle.size - position);
  if (handle === undefined || wanted <= 0) return Buffer.alloc(0);
  const bytes = Buffer.allocUnsafe(wanted);
  const got = readSync(handle.fd, bytes, 0, wanted, position);
  return bytes.subarray(0, got);
};

const appendTo = (handle: Handle, bytes: Buffer): void => {
  let written = 0;
  try {
    while (written < bytes.length) {
      written += writeSync(handle.fd, bytes, written, bytes.length - written, handle.size + written);
    }
  } catch (error) {
    // A full disk leaves a part of the line behind.
    ftruncateSync(handle.fd, handle.size);
    throw error;
  }
  handle.size += bytes.length;
};

const cutTo = (handle: Handle, size: number): void => {
  ftruncateSync(handle.fd, size);
  handle.size = size;
};
