import { hash } from "node:crypto";
import { checkCollisions, checkFiles, checkProject } from "#adapters/artifacts/artifact-path.ts";
import { commitMessage, parseMessage } from "#adapters/artifacts/commit-message.ts";
import {
  metadataPath,
  nextMetadata,
  renderMetadata,
  versionId,
  versionOf,
} from "#adapters/artifacts/metadata.ts";
import { unifiedDiff } from "#adapters/artifacts/text-diff.ts";
import { missing, restoreWrite } from "#adapters/artifacts/versions.ts";
import { zipFiles } from "#adapters/artifacts/zip-files.ts";
import type { ArtifactInfo, Artifacts, ArtifactWrite } from "#src/ports/artifacts.ts";

interface MemoryCommit {
  readonly id: string;
  readonly at: number;
  readonly message: string;
  readonly infos: readonly ArtifactInfo[];
  /** All files after this commit. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Artifacts in memory: a list of whole states, newest first. It shares the pure parts with the git adapter, not the storing. */
export function memoryArtifacts(): Artifacts {
  const projects = new Map<string, readonly MemoryCommit[]>();

  function commitsOf(project: string): readonly MemoryCommit[] {
    checkProject(project);
    return projects.get(project) ?? [];
  }

  function commitAt(project: string, path: string, version?: number): MemoryCommit {
    const commits = commitsOf(project);
    const made = ({ message }: MemoryCommit) =>
      parseMessage(message).files.includes(versionId(path, version ?? 0));
    const found = version === undefined ? commits[0] : commits.find(made);
    if (found?.texts.has(path) !== true) throw missing(path, version);
    return found;
  }

  function commit(project: string, write: ArtifactWrite): { commit: string } {
    const commits = commitsOf(project);
    checkFiles(write.files);
    const done = commits.find(({ message }) => parseMessage(message).effect === write.effect);
    if (done !== undefined) return { commit: done.id };
    const texts = new Map(commits[0]?.texts);
    checkCollisions(write.files, texts.keys());
    const infos = nextMetadata(commits[0]?.infos ?? [], write);
    for (const { path, text } of write.files) texts.set(path, text.toWellFormed());
    texts.set(metadataPath, renderMetadata(infos.all));
    const message = commitMessage(project, write, infos.written);
    const id = hash("sha1", `${commits[0]?.id ?? ""}\n${message}`);
    const at = Math.floor(write.at / 1000) * 1000;
    projects.set(project, [{ id, at, message, infos: infos.all, texts }, ...commits]);
    return { commit: id };
  }

  return {
    write: async (project, job) => commit(project, job),
    read: async (project, path, version) => commitAt(project, path, version).texts.get(path) ?? "",
    list: async (project) => commitsOf(project)[0]?.infos ?? [],
    history: async (project, path) =>
      commitsOf(project).flatMap(({ id, at, message }) => {
        const { agent, title, files } = parseMessage(message);
        const version = versionOf(files, path);
        return version === null ? [] : [{ version, commit: id, at, agent, title }];
      }),
    diff: async (project, { path, from, to }) => {
      const textAt = (version: number) => commitAt(project, path, version).texts.get(path) ?? "";
      const before = { name: versionId(path, from), text: from === 0 ? null : textAt(from) };
      return unifiedDiff(before, { name: versionId(path, to), text: textAt(to) });
    },
    restore: async (project, { path, version }, by) => {
      const { infos, texts } = commitAt(project, path, version);
      const info = infos.find((entry) => entry.path === path);
      if (info === undefined) throw missing(path, version);
      return commit(project, restoreWrite(info, texts.get(path) ?? "", by));
    },
    zip: async (project) =>
      zipFiles(
        [...(commitsOf(project)[0]?.texts ?? [])].map(([path, text]) => [path, Buffer.from(text)] as const),
      ),
    delete: async (project) => {
      checkProject(project);
      projects.delete(project);
    },
  };
}
