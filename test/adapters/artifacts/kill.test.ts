import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { createGitArtifacts } from "#adapters/artifacts/git-artifacts.ts";
import { designWrite, project } from "../../contracts/artifact-write.ts";
import { complaints, git, hasGit, temporaryFolder } from "./real-git.ts";

const kills = 12;

/** Lets a writer begin three commits, then kills it at some moment of that or the next one. Returns the effect it was at. */
async function writeUntilKilled(folder: string, from: number): Promise<number> {
  const script = fileURLToPath(new URL("./kill-writer.ts", import.meta.url));
  const writer = spawn(process.execPath, [script, folder, String(from)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(writer, "close");
  const begunThree = Promise.withResolvers<void>();
  let begun: string[] = [];
  let output = "";
  writer.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
    begun = output.trimEnd().split("\n");
    if (begun.length >= 3) begunThree.resolve();
  });
  await Promise.race([begunThree.promise, ended]);
  // The moment is what this test is about: a commit takes about 10 ms, so the kill falls anywhere in one or two of them.
  await wait(Math.random() * 20);
  writer.kill("SIGKILL");
  await ended;
  return Number(begun.at(-1));
}

test.skipIf(!hasGit)(
  `loses and doubles no commit when the writer is killed ${kills} times (skipped where there is no git)`,
  async () => {
    const folder = temporaryFolder();
    const dir = path.join(folder, project);
    let next = 1;
    for (let kill = 0; kill < kills; kill += 1) {
      const doubtful = await writeUntilKilled(folder, next);
      await createGitArtifacts({ folder }).write(
        project,
        designWrite(doubtful, `round ${doubtful}\n`.repeat(500)),
      );
      expect(complaints(dir)).toBe("");
      next = doubtful + 1;
    }
    const effects = git(
      dir,
      "log",
      "--reverse",
      "--format=%(trailers:key=Effect,valueonly,separator=)",
    ).split("\n");
    expect(effects).toEqual(Array.from({ length: next - 1 }, (_, n) => designWrite(n + 1, "").effect));
    expect(await createGitArtifacts({ folder }).list(project)).toMatchObject([{ version: next - 1 }]);
  },
);
