import { execFile, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";

/** Is there a git to compare with? The product itself needs none. */
export const hasGit = (): boolean => spawnSync("git", ["--version"]).status === 0;

const run = promisify(execFile);

/** As git behaves without anybody's configuration. */
const env = {
  ...process.env,
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "Ada",
  GIT_AUTHOR_EMAIL: "ada@example.org",
  GIT_COMMITTER_NAME: "Ada",
  GIT_COMMITTER_EMAIL: "ada@example.org",
};

/** An empty repository. */
export const initByHand = async (dir: string): Promise<void> => {
  mkdirSync(dir, { recursive: true });
  await run("git", ["init", "-q", "-b", "main"], { cwd: dir, env });
};

/** Writes the files, adds and commits everything: what a person would type, without a shell. */
export const commitByHand = async (
  dir: string,
  commit: { readonly message: string; readonly files: Readonly<Record<string, string>> },
): Promise<void> => {
  for (const [file, text] of Object.entries(commit.files)) {
    mkdirSync(path.dirname(path.join(dir, file)), { recursive: true });
    writeFileSync(path.join(dir, file), text);
  }
  await run("git", ["add", "-A"], { cwd: dir, env });
  await run("git", ["commit", "-q", "-m", commit.message], { cwd: dir, env });
};
