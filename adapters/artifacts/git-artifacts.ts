import fs from "node:fs/promises";
import path from "node:path";
import type { Artifacts } from "#src/ports/artifacts.ts";
import { checkProject } from "./artifact-path.ts";
import { explained } from "./faults.ts";
import { createLanes } from "./lanes.ts";
import { versionId } from "./metadata.ts";
import { readContent, readFiles, readHead, type Repository, repositoryAt } from "./repository.ts";
import { unifiedDiff } from "./text-diff.ts";
import { listVersions, readInfos, readVersion, restoring } from "./versions.ts";
import { writeOnce } from "./write-once.ts";
import { zipFiles } from "./zip-files.ts";

/**
 * Artifacts in one git repository per project, `{folder}/{project}`, written without a git binary. One process may write
 * to a folder; within it, writes to one project wait for each other. Times are kept in whole seconds. Throws BotArmyError
 * `project-id`, `artifact-path`, `artifact-missing`, `artifact-disk` and `artifact-damaged`.
 */
export function createGitArtifacts({ folder }: { readonly folder: string }): Artifacts {
  const inLane = createLanes();
  return {
    write: (project, write) =>
      inLane(project, async () => at(project, (repo) => writeOnce(repo, project, write))),
    read: (project, file, version) => at(project, (repo) => readVersion(repo, file, version)),
    list: (project) => at(project, async (repo) => readInfos(repo, await readHead(repo))),
    history: (project, file) => at(project, (repo) => listVersions(repo, file)),
    diff: (project, { path: file, from, to }) =>
      at(project, async (repo) => {
        const [before, after] = [
          from === 0 ? null : await readVersion(repo, file, from),
          await readVersion(repo, file, to),
        ];
        return unifiedDiff(
          { name: versionId(file, from), text: before },
          { name: versionId(file, to), text: after },
        );
      }),
    restore: (project, old, write) =>
      inLane(project, async () =>
        at(project, async (repo) => writeOnce(repo, project, await restoring(repo, old, write))),
      ),
    zip: (project) => at(project, zipOf),
    delete: (project) =>
      inLane(project, async () => at(project, ({ dir }) => fs.rm(dir, { recursive: true, force: true }))),
  };

  async function at<T>(project: string, act: (repo: Repository) => Promise<T>): Promise<T> {
    checkProject(project);
    const dir = path.join(folder, project);
    return explained(dir, async () => act(await repositoryAt(dir)));
  }
}

/** All files of the newest commit; links and submodules, which only a person can have added, are left out. */
async function zipOf(repo: Repository): Promise<Uint8Array> {
  const files = await readFiles(repo, await readHead(repo));
  const plain = [...files].filter(([, { mode }]) => mode.startsWith("100"));
  return zipFiles(
    await Promise.all(plain.map(async ([file, { oid }]) => [file, await readContent(repo, oid)] as const)),
  );
}
