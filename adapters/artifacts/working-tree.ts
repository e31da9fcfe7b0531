import path from "node:path";
import { hasCode } from "./atomic-fs.ts";
import { type FileMap, indexBytes } from "./git-format.ts";
import { mainBranch, readIfThere, type Repository } from "./repository.ts";

const headOnMain = `ref: ${mainBranch}`;

/**
 * Makes the folder for drafts, and the repository itself where it is missing or half made. Says whether the last write
 * came to its end: `endWriting` removes the folder, so one that is there was left behind by a kill or a failure.
 */
export async function beginWriting(repo: Repository): Promise<{ lastWasInterrupted: boolean }> {
  const { git, fs, dir, gitdir } = repo;
  const made = await makeDraftFolder(repo);
  if ((await readHeadFile(repo)) === "") {
    await git.init({ fs, dir, gitdir, defaultBranch: "main" });
    // init does nothing more where it finds a config, so a HEAD that was lost after that is ours to write.
    await fs.promises.writeFile(path.join(gitdir, "HEAD"), `${headOnMain}\n`);
  }
  return { lastWasInterrupted: !made };
}

/** False when it was there. Not made with `recursive` at once, which reports a read-only or full disk as ENOENT. */
async function makeDraftFolder({ fs, gitdir, temp }: Repository): Promise<boolean> {
  try {
    await fs.promises.mkdir(temp);
    return true;
  } catch (error) {
    if (hasCode(error, "EEXIST")) return false;
    if (!hasCode(error, "ENOENT")) throw error;
  }
  await fs.promises.mkdir(gitdir, { recursive: true });
  await fs.promises.mkdir(temp);
  return true;
}

export async function endWriting({ fs, temp }: Repository): Promise<void> {
  await fs.promises.rm(temp, { recursive: true, force: true });
}

/**
 * Puts the `changed` files of the newest commit into the folder and stages exactly `files`, all files of that commit.
 * Files that people changed or added stay as they are. Does nothing while a person has something else than main
 * checked out: the commits are on main, and git brings the files when they come back to it.
 */
export async function showCommit(
  repo: Repository,
  files: FileMap,
  changed: Iterable<readonly [path: string, bytes: Uint8Array]>,
): Promise<void> {
  if ((await readHeadFile(repo)) !== headOnMain) return;
  const { fs, dir, gitdir } = repo;
  const shown = [...changed].map(([file, bytes]) => ({ target: path.join(dir, file), bytes }));
  const staged = { target: path.join(gitdir, "index"), bytes: indexBytes(files) };
  await Promise.all(
    [...shown, staged].map(async ({ target, bytes }) => fs.promises.writeFile(target, bytes)),
  );
}

/** What `.git/HEAD` says; empty when it is not there. */
async function readHeadFile(repo: Repository): Promise<string> {
  return ((await readIfThere(repo, "HEAD")) ?? "").toString().trim();
}
