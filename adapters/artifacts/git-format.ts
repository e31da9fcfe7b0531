import { hash } from "node:crypto";

/** Git's own formats, as far as we write them: https://git-scm.com/docs/gitformat-index and the "Git Objects" chapter of Pro Git. */

/** An object ready to be stored: `bytes` has git's header, `oid` is its SHA-1. */
export interface GitObject {
  readonly oid: string;
  readonly bytes: Buffer;
}

/** A file in a commit. `mode` is octal text, as trees hold it. */
export interface FileEntry {
  readonly mode: string;
  readonly oid: string;
}

/** All files of a commit by path. */
export type FileMap = ReadonlyMap<string, FileEntry>;

/** Who and when, as commits hold it. Git keeps whole seconds. */
export interface Signature {
  readonly name: string;
  readonly email: string;
  readonly at: number;
}

const folderMode = "40000";

export function gitObject(type: string, content: Uint8Array | string): GitObject {
  const body = Buffer.from(content);
  const bytes = Buffer.concat([Buffer.from(`${type} ${body.length}\0`), body]);
  return { oid: hash("sha1", bytes), bytes };
}

/** The tree objects of all folders, the root last. */
export function treesOf(files: FileMap): readonly GitObject[] {
  const children = new Map<string, FileEntry>();
  const folders = new Map<string, Map<string, FileEntry>>();
  for (const [path, entry] of files) {
    const slash = path.indexOf("/");
    if (slash < 0) children.set(path, entry);
    else {
      const name = path.slice(0, slash);
      const inside = folders.get(name) ?? new Map<string, FileEntry>();
      folders.set(name, inside.set(path.slice(slash + 1), entry));
    }
  }
  const below: GitObject[] = [];
  for (const [name, inside] of folders) {
    const trees = treesOf(inside);
    below.push(...trees);
    children.set(name, { mode: folderMode, oid: trees.at(-1)?.oid ?? "" });
  }
  return [...below, treeObject(children)];
}

/** Git sorts a tree's entries by their bytes, folders as if their names ended with a slash. */
function treeObject(children: FileMap): GitObject {
  const sortKey = ([name, { mode }]: [string, FileEntry]) =>
    Buffer.from(mode === folderMode ? `${name}/` : name);
  const sorted = [...children].toSorted((a, b) => Buffer.compare(sortKey(a), sortKey(b)));
  const parts = sorted.flatMap(([name, { mode, oid }]) => [
    Buffer.from(`${mode} ${name}\0`),
    Buffer.from(oid, "hex"),
  ]);
  return gitObject("tree", Buffer.concat(parts));
}

/** The entries of a tree object, folders included. */
export function parseTree(
  content: Buffer,
): (FileEntry & { readonly name: string; readonly isFolder: boolean })[] {
  const entries = [];
  for (let at = 0; at < content.length;) {
    const end = content.indexOf(0, at);
    const [mode = "", name = ""] = content.toString("utf8", at, end).split(/ (.*)/s);
    entries.push({
      mode,
      name,
      oid: content.toString("hex", end + 1, end + 21),
      isFolder: mode === folderMode,
    });
    at = end + 21;
  }
  return entries;
}

export function commitObject(commit: {
  readonly tree: string;
  readonly parent: string | null;
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
}): GitObject {
  const person = ({ name, email, at }: Signature) => `${name} <${email}> ${Math.floor(at / 1000)} +0000`;
  const header = [
    `tree ${commit.tree}`,
    ...(commit.parent === null ? [] : [`parent ${commit.parent}`]),
    `author ${person(commit.author)}`,
    `committer ${person(commit.committer)}`,
  ];
  return gitObject("commit", `${header.join("\n")}\n\n${commit.message}`);
}

/** What we read of a commit. `at` is the author's time in milliseconds; `parent` is the first one. */
export interface Commit {
  readonly oid: string;
  readonly tree: string;
  readonly parent: string | null;
  readonly at: number;
  readonly message: string;
}

export function parseCommit(oid: string, content: string): Commit {
  const headerEnd = content.indexOf("\n\n");
  const lines = content.slice(0, headerEnd).split("\n");
  const field = (name: string) =>
    lines.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1) ?? null;
  const seconds = Number(field("author")?.match(/ (\d+) [+-]\d{4}$/)?.[1] ?? 0);
  return {
    oid,
    tree: field("tree") ?? "",
    parent: field("parent"),
    at: seconds * 1000,
    message: content.slice(headerEnd + 2),
  };
}

/**
 * A version 2 index that says: exactly these files are staged. File times and sizes are left zero, as `git read-tree`
 * does, so that git compares the contents the first time it looks and fills them in itself.
 */
export function indexBytes(files: FileMap): Buffer {
  const sorted = [...files].map(([path, entry]) => ({ path: Buffer.from(path), entry }));
  sorted.sort((a, b) => Buffer.compare(a.path, b.path));
  const header = Buffer.from("DIRC\0\0\0\x02\0\0\0\0", "latin1");
  header.writeUInt32BE(sorted.length, 8);
  const body = Buffer.concat([header, ...sorted.map(({ path, entry }) => indexEntry(path, entry))]);
  return Buffer.concat([body, hash("sha1", body, "buffer")]);
}

/** 62 fixed bytes, the path, then 1 to 8 zero bytes up to a multiple of 8. */
function indexEntry(path: Buffer, { mode, oid }: FileEntry): Buffer {
  const bytes = Buffer.alloc((62 + path.length + 8) & ~7);
  bytes.writeUInt32BE(Number.parseInt(mode, 8), 24);
  bytes.write(oid, 40, "hex");
  bytes.writeUInt16BE(Math.min(path.length, 0xfff), 60);
  path.copy(bytes, 62);
  return bytes;
}
