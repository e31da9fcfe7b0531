import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";

/** The product needs no git; these tests use it, where it is installed, to judge what the adapter wrote. */
export const hasGit = spawnSync("git", ["--version"]).status === 0;

const env = {
  ...process.env,
  GIT_CONFIG_GLOBAL: path.join(tmpdir(), "no-such-gitconfig"),
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "Ada",
  GIT_AUTHOR_EMAIL: "ada@example.org",
  GIT_COMMITTER_NAME: "Ada",
  GIT_COMMITTER_EMAIL: "ada@example.org",
};

/** What git prints, without the final newline. Throws when it fails. */
export function git(dir: string, ...args: string[]): string {
  return execFileSync("git", args, { cwd: dir, env, encoding: "utf8", stdio: "pipe" }).trimEnd();
}

/** What is wrong with a repository in git's eyes: nothing, when all is well. */
export function complaints(dir: string): string {
  const fsck = spawnSync("git", ["fsck", "--strict", "--no-dangling"], { cwd: dir, env, encoding: "utf8" });
  return `${git(dir, "status", "--porcelain")}${fsck.stdout}${fsck.status === 0 ? "" : fsck.stderr}`;
}

/** A new folder that goes away with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "botarmy-artifacts-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
