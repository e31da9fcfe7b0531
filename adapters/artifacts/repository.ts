import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { constants, deflate, inflateSync, type ZlibOptions } from "node:zlib";
import { type AtomicFs, atomicFs, hasCode } from "./atomic-fs.ts";
import { damaged } from "./faults.ts";
import {
  type Commit,
  type FileEntry,
  type FileMap,
  type GitObject,
  gitObject,
  parseCommit,
  parseTree,
} from "./git-format.ts";

/** The branch we write, whatever a person has checked out. */
export const mainBranch = "refs/heads/main";

/** One project's repository. `temp` holds drafts and exists only while something is written. */
export interface Repository {
  readonly git: typeof import("isomorphic-git");
  readonly fs: AtomicFs;
  readonly dir: string;
  readonly gitdir: string;
  readonly temp: string;
}

/** Touches nothing on disk. isomorphic-git is loaded here because its import takes about 100 ms. */
export async function repositoryAt(dir: string): Promise<Repository> {
  const git = await import("isomorphic-git");
  const gitdir = path.join(dir, ".git");
  const temp = path.join(gitdir, "botarmy");
  return { git, fs: atomicFs(temp), dir, gitdir, temp };
}

/** The newest commit of our branch, or null when there is none yet. */
export async function readHead(repo: Repository): Promise<Commit | null> {
  const oid = await resolveMain(repo);
  return oid === null ? null : await readCommit(repo, oid);
}

async function resolveMain({ git, fs: gitFs, dir, gitdir }: Repository): Promise<string | null> {
  try {
    return await git.resolveRef({ fs: gitFs, gitdir, ref: mainBranch });
  } catch (error) {
    if (!(error instanceof git.Errors.NotFoundError)) throw error;
    // A branch file that names nothing is not a young repository: starting afresh would hide its history.
    if (!fs.existsSync(path.join(gitdir, mainBranch))) return null;
    throw damaged(dir, `${mainBranch} does not name a commit`, error);
  }
}

/** From a commit back to the first one, following first parents. */
export async function* newestFirst(repo: Repository, from: Commit | null): AsyncGenerator<Commit> {
  for (let commit = from; commit !== null;) {
    yield commit;
    commit = commit.parent === null ? null : await readCommit(repo, commit.parent);
  }
}

/** Every file of a commit by path. Submodules, which a person may have added, are kept as they are. */
export async function readFiles(repo: Repository, commit: Commit | null): Promise<FileMap> {
  return new Map(commit === null ? [] : await filesBelow(repo, commit.tree, ""));
}

async function filesBelow(repo: Repository, tree: string, prefix: string): Promise<[string, FileEntry][]> {
  const entries = parseTree(await readContent(repo, tree));
  const nested = entries.map(async ({ name, mode, oid, isFolder }): Promise<[string, FileEntry][]> =>
    isFolder ? filesBelow(repo, oid, `${prefix}${name}/`) : [[`${prefix}${name}`, { mode, oid }]],
  );
  return (await Promise.all(nested)).flat();
}

/** The text of one file of a commit, or null when the commit has no such file. */
export async function readFileAt(
  repo: Repository,
  commit: Commit | null,
  file: string,
): Promise<string | null> {
  if (commit === null) return null;
  let entry = { oid: commit.tree, isFolder: true };
  for (const name of file.split("/")) {
    const inside = entry.isFolder ? parseTree(await readContent(repo, entry.oid)) : [];
    const found = inside.find((child) => child.name === name);
    if (found === undefined) return null;
    entry = found;
  }
  return entry.isFolder ? null : (await readContent(repo, entry.oid)).toString("utf8");
}

async function readCommit(repo: Repository, oid: string): Promise<Commit> {
  return parseCommit(oid, (await readContent(repo, oid)).toString("utf8"));
}

/**
 * An object without its header, checked against its hash. Loose objects, which is what we write, are read here: through
 * isomorphic-git each costs four times as much. Objects that a person's `git gc` has packed come from isomorphic-git.
 */
export async function readContent(repo: Repository, oid: string): Promise<Buffer> {
  const loose = await readIfThere(repo, looseName(oid));
  if (loose === null) return readPacked(repo, oid);
  const bytes = inflateSync(loose);
  const content = bytes.subarray(bytes.indexOf(0) + 1);
  const [type = ""] = bytes.toString("latin1", 0, 8).split(" ");
  if (gitObject(type, content).oid !== oid) throw damaged(repo.dir, `object ${oid} has changed`);
  return content;
}

async function readPacked({ git, fs: gitFs, dir, gitdir }: Repository, oid: string): Promise<Buffer> {
  const { object } = await git.readObject({ fs: gitFs, gitdir, oid, format: "content" });
  if (object instanceof Uint8Array) return Buffer.from(object);
  throw damaged(dir, `object ${oid} is of an unknown kind`);
}

/** The bytes of a file in `.git`, or null when it is not there. */
export async function readIfThere({ fs: gitFs, gitdir }: Repository, name: string): Promise<Buffer | null> {
  try {
    return await gitFs.promises.readFile(path.join(gitdir, name));
  } catch (error) {
    if (hasCode(error, "ENOENT")) return null;
    throw error;
  }
}

function looseName(oid: string): string {
  return `objects/${oid.slice(0, 2)}/${oid.slice(2)}`;
}

const deflated = promisify<Uint8Array, ZlibOptions, Buffer>(deflate);

/** Stores objects, side by side. Level 1 is what git itself uses for loose objects. One that is there already is replaced by the same bytes. */
export async function storeObjects(
  { fs: gitFs, gitdir }: Repository,
  objects: Iterable<GitObject>,
): Promise<void> {
  const store = async ({ oid, bytes }: GitObject) =>
    gitFs.promises.writeFile(
      path.join(gitdir, looseName(oid)),
      await deflated(bytes, { level: constants.Z_BEST_SPEED }),
    );
  await Promise.all([...objects].map(store));
}
