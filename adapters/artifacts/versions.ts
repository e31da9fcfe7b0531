import { BotArmyError } from "#src/errors.ts";
import type { ArtifactInfo, ArtifactVersion, ArtifactWrite } from "#src/ports/artifacts.ts";
import { parseMessage } from "./commit-message.ts";
import type { Commit } from "./git-format.ts";
import { metadataPath, parseMetadata, versionId, versionOf } from "./metadata.ts";
import { newestFirst, readFileAt, readHead, type Repository } from "./repository.ts";

/** The versions of a file, newest first; none for a file that never was. */
export async function listVersions(repo: Repository, path: string): Promise<readonly ArtifactVersion[]> {
  const versions: ArtifactVersion[] = [];
  for await (const { oid, at, message } of newestFirst(repo, await readHead(repo))) {
    const { title, agent, files } = parseMessage(message);
    const version = versionOf(files, path);
    if (version !== null) versions.push({ version, commit: oid, at, agent, title });
  }
  return versions;
}

/** The text of a version, or of the newest one. Throws BotArmyError `artifact-missing`. */
export async function readVersion(
  repo: Repository,
  path: string,
  version: number | undefined,
): Promise<string> {
  const head = await readHead(repo);
  const commit = version === undefined ? head : await findVersion(repo, head, versionId(path, version));
  const text = await readFileAt(repo, commit, path);
  if (text === null) throw missing(path, version);
  return text;
}

/** What is known of every file, sorted by path; nothing for a project without artifacts. */
export async function readInfos(repo: Repository, commit: Commit | null): Promise<readonly ArtifactInfo[]> {
  const text = await readFileAt(repo, commit, metadataPath);
  return text === null ? [] : parseMetadata(text);
}

/** The write that makes an old version the newest one: the same text, phase, step and dependencies, by whoever asked for it. */
export async function restoring(
  repo: Repository,
  old: { path: string; version: number },
  write: { effect: string; by: string; at: number },
): Promise<ArtifactWrite> {
  const { path, version } = old;
  const commit = await findVersion(repo, await readHead(repo), versionId(path, version));
  const info = (await readInfos(repo, commit)).find((entry) => entry.path === path);
  const text = await readFileAt(repo, commit, path);
  if (info === undefined || text === null) throw missing(path, version);
  return restoreWrite(info, text, write);
}

/** Pure part of a restore. */
export function restoreWrite(
  info: ArtifactInfo,
  text: string,
  write: { effect: string; by: string; at: number },
): ArtifactWrite {
  return {
    effect: write.effect,
    agent: { id: write.by, name: write.by },
    step: info.step,
    title: `Restore ${info.path} to version ${info.version}`,
    at: write.at,
    files: [{ path: info.path, phase: info.phase, text }],
    dependsOn: info.dependsOn,
  };
}

/** The error for a file or version that is not there. */
export function missing(path: string, version: number | undefined): BotArmyError {
  const what =
    version === undefined ? `no artifact ${path}` : `no version ${version} of the artifact ${path}`;
  return new BotArmyError(
    "artifact-missing",
    `there is ${what} in this project; look at its list of artifacts`,
  );
}

async function findVersion(repo: Repository, head: Commit | null, id: string): Promise<Commit | null> {
  for await (const commit of newestFirst(repo, head)) {
    if (parseMessage(commit.message).files.includes(id)) return commit;
  }
  return null;
}
