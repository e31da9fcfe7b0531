import type { ArtifactInfo, ArtifactWrite } from "#src/ports/artifacts.ts";
import { checkCollisions, checkFiles } from "./artifact-path.ts";
import { commitMessage, oneLine, parseMessage, signature } from "./commit-message.ts";
import { type Commit, commitObject, type FileMap, type GitObject, gitObject, treesOf } from "./git-format.ts";
import { metadataPath, nextMetadata, parseMetadata, pathOf, renderMetadata } from "./metadata.ts";
import {
  mainBranch,
  newestFirst,
  readContent,
  readFiles,
  readHead,
  type Repository,
  storeObjects,
} from "./repository.ts";
import { beginWriting, endWriting, showCommit } from "./working-tree.ts";

/**
 * How many of the newest commits are searched for an effect. A project's writes are made in order and each is recorded
 * before the next begins, so after a crash only the newest commit can be in doubt; the rest is room for restores, which
 * people ask for at any time.
 */
const lookBack = 10;

const committer = { id: "botarmy", name: "BotArmy" };

interface Job {
  readonly project: string;
  readonly write: ArtifactWrite;
}

/** The state a write starts from. */
interface Base {
  readonly head: Commit | null;
  readonly files: FileMap;
}

/**
 * One commit for one effect. The order makes a kill harmless at any point: objects first (unseen until named), then the
 * branch, which is the commit, then the files and the index, which the next write repairs from the commit.
 */
export async function writeOnce(
  repo: Repository,
  project: string,
  write: ArtifactWrite,
): Promise<{ commit: string }> {
  checkFiles(write.files);
  const head = await readHead(repo);
  const base: Base = { head, files: await readFiles(repo, head) };
  const done = await commitOf(repo, head, write.effect);
  if (done === null) checkCollisions(write.files, base.files.keys());
  const { lastWasInterrupted } = await beginWriting(repo);
  if (lastWasInterrupted) await repair(repo, base);
  const commit = done ?? (await commitNext(repo, base, { project, write }));
  await endWriting(repo);
  return { commit };
}

/** The commit made for an effect, if it is among the newest ones. */
async function commitOf(repo: Repository, head: Commit | null, effect: string): Promise<string | null> {
  const wanted = oneLine(effect);
  let looked = 0;
  for await (const commit of newestFirst(repo, head)) {
    if (parseMessage(commit.message).effect === wanted) return commit.oid;
    looked += 1;
    if (looked === lookBack) return null;
  }
  return null;
}

/** Finishes what an interrupted write may have left undone: the newest commit's files in the folder, and the index. */
async function repair(repo: Repository, { head, files }: Base): Promise<void> {
  if (head === null) return;
  const paths = [...parseMessage(head.message).files.map(pathOf), metadataPath];
  const changed = paths.flatMap((path) => {
    const entry = files.get(path);
    return entry === undefined ? [] : [readContent(repo, entry.oid).then((bytes) => [path, bytes] as const)];
  });
  await showCommit(repo, files, await Promise.all(changed));
}

async function commitNext(repo: Repository, base: Base, job: Job): Promise<string> {
  const entry = base.files.get(metadataPath);
  const known =
    entry === undefined ? [] : parseMetadata((await readContent(repo, entry.oid)).toString("utf8"));
  const next = nextCommit(base, known, job);
  await storeObjects(repo, next.objects);
  const { git, fs, gitdir } = repo;
  await git.writeRef({ fs, gitdir, ref: mainBranch, value: next.commit, force: true });
  await showCommit(repo, next.files, next.changed);
  return next.commit;
}

/** A commit before it is stored: its objects, all its files, and the contents of those that it changes. */
interface Next {
  readonly commit: string;
  readonly objects: readonly GitObject[];
  readonly files: FileMap;
  readonly changed: readonly (readonly [path: string, bytes: Uint8Array])[];
}

function nextCommit(base: Base, known: readonly ArtifactInfo[], { project, write }: Job): Next {
  const infos = nextMetadata(known, write);
  const texts = [...write.files, { path: metadataPath, text: renderMetadata(infos.all) }];
  const changed = texts.map(({ path, text }) => [path, Buffer.from(text)] as const);
  const blobs = changed.map(([path, bytes]) => [path, gitObject("blob", bytes)] as const);
  const files = new Map([
    ...base.files,
    ...blobs.map(([path, { oid }]) => [path, { mode: "100644", oid }] as const),
  ]);
  const trees = treesOf(files);
  const commit = commitObject({
    tree: trees.at(-1)?.oid ?? "",
    parent: base.head?.oid ?? null,
    author: { ...signature(write.agent), at: write.at },
    committer: { ...signature(committer), at: write.at },
    message: commitMessage(project, write, infos.written),
  });
  const stored = new Set(treesOf(base.files).map((tree) => tree.oid));
  const newTrees = trees.filter((tree) => !stored.has(tree.oid));
  return {
    commit: commit.oid,
    objects: [...blobs.map(([, blob]) => blob), ...newTrees, commit],
    files,
    changed,
  };
}
