import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { explained } from "#adapters/artifacts/faults.ts";
import { createGitArtifacts } from "#adapters/artifacts/git-artifacts.ts";
import { designWrite, project } from "../../contracts/artifact-write.ts";
import { temporaryFolder } from "./real-git.ts";

async function withOneCommit() {
  const folder = temporaryFolder();
  const artifacts = createGitArtifacts({ folder });
  const { commit } = await artifacts.write(project, designWrite(1, "one"));
  const gitdir = path.join(folder, project, ".git");
  return {
    artifacts,
    gitdir,
    looseCommit: path.join(gitdir, "objects", commit.slice(0, 2), commit.slice(2)),
  };
}

const damaged = {
  code: "artifact-damaged",
  message: expect.stringMatching(/^the git repository .+ is damaged \(.+\); run "git fsck" .+$/),
};

describe("a repository that cannot be used", () => {
  test("is called damaged when an object is torn, changed or gone", async () => {
    for (const content of ["", "not compressed", null]) {
      const { artifacts, looseCommit } = await withOneCommit();
      rmSync(looseCommit);
      if (content !== null) writeFileSync(looseCommit, content);
      await expect(artifacts.write(project, designWrite(2, "two"))).rejects.toMatchObject(damaged);
      await expect(artifacts.list(project)).rejects.toMatchObject(damaged);
    }
  });

  test("is called damaged when its branch names nothing, and no new history is begun", async () => {
    const { artifacts, gitdir } = await withOneCommit();
    const branch = path.join(gitdir, "refs/heads/main");
    writeFileSync(branch, "");
    await expect(artifacts.write(project, designWrite(2, "two"))).rejects.toMatchObject(damaged);
    expect(readdirSync(gitdir)).not.toContain("botarmy");
  });

  test("says what is in the way when a file lies in the folder's place", async () => {
    const folder = path.join(temporaryFolder(), "file");
    writeFileSync(folder, "");
    const write = createGitArtifacts({ folder }).write(project, designWrite(1, "one"));
    await expect(write).rejects.toMatchObject({
      code: "artifact-disk",
      message: expect.stringContaining("each other's place"),
    });
  });

  test("is finished by the next try once the fault is mended", async () => {
    const { artifacts, gitdir } = await withOneCommit();
    const inTheWay = path.join(gitdir, "../testing");
    const write = designWrite(2, "", {
      files: [{ path: "testing/plan.md", phase: "testing", text: "plan" }],
    });
    writeFileSync(inTheWay, "a file of mine");
    await expect(artifacts.write(project, write)).rejects.toMatchObject({ code: "artifact-disk" });
    rmSync(inTheWay);
    await artifacts.write(project, write);
    expect(readFileSync(path.join(inTheWay, "plan.md"), "utf8")).toBe("plan");
    expect(await artifacts.history(project, "testing/plan.md")).toHaveLength(1);
  });

  test.each([
    ["ENOSPC", "the disk is full"],
    ["EROFS", "the disk is read-only"],
    ["EACCES", "no permission"],
    ["EIO", "does not answer"],
  ])("explains %s in one line", async (code, words) => {
    const fault = Object.assign(new Error(`${code}: from the system\nwith more lines`), { code });
    const failing = explained("data/artifacts/p-1", () => Promise.reject(fault));
    await expect(failing).rejects.toMatchObject({
      code: "artifact-disk",
      message: expect.stringContaining(words),
      cause: fault,
    });
    await expect(failing).rejects.toThrow(/^cannot use the git repository data\/artifacts\/p-1: .+$/);
  });

  test("does not dress up a mistake in the program as a fault of the disk", async () => {
    const mistake = new TypeError("x is undefined");
    await expect(explained("data", () => Promise.reject(mistake))).rejects.toBe(mistake);
  });
});
