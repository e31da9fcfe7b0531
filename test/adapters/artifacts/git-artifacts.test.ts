import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { createGitArtifacts } from "#adapters/artifacts/git-artifacts.ts";
import { designWrite, project } from "../../contracts/artifact-write.ts";
import { complaints, git, hasGit, temporaryFolder } from "./real-git.ts";

function setUp() {
  const folder = temporaryFolder();
  return { artifacts: createGitArtifacts({ folder }), folder, dir: path.join(folder, project) };
}

const otherFile = { files: [{ path: "testing/plan.md", phase: "testing", text: "plan" }] } as const;

describe.skipIf(!hasGit)(
  "a project's repository, judged by the git binary (skipped where there is none)",
  () => {
    test("has one commit per write, with the agent as author and the step in trailers", async () => {
      const { artifacts, dir } = setUp();
      await artifacts.write(project, designWrite(1, "one"));
      const { commit } = await artifacts.write(
        project,
        designWrite(2, "two", { agent: { id: "architect", name: "The <Architect>\n" } }),
      );
      expect(git(dir, "rev-parse", "main")).toBe(commit);
      expect(git(dir, "rev-list", "--count", "main")).toBe("2");
      expect(git(dir, "log", "-1", "--format=%an|%ae|%cn|%at|%ct|%s")).toBe(
        "The Architect|architect@botarmy.invalid|BotArmy|1700000002|1700000002|Design, round 2",
      );
      expect(git(dir, "log", "-1", "--format=%(trailers)")).toBe(
        `Project: ${project}\nStep: design.produce\nAgent: architect\nEffect: ${project}:2:1\nFile: design/architecture.md@2`,
      );
      expect(git(dir, "show", "HEAD:design/architecture.md")).toBe("two");
    });

    test("is clean and sound, with the files in their folders", async () => {
      const { artifacts, dir } = setUp();
      const names = ["a.md", "a/b.md", "a-b.md", "z/é/deep.ts", ".gitignore", "a.d/x", "long".repeat(40)];
      const files = names.map((name) => ({
        path: `development/${name}`,
        phase: "development" as const,
        text: `* ${name}\r\n`,
      }));
      await artifacts.write(project, designWrite(1, "x", { files }));
      await artifacts.write(project, designWrite(2, "x"));
      expect(complaints(dir)).toBe("");
      expect(git(dir, "diff", "HEAD")).toBe("");
      expect(readFileSync(path.join(dir, "development/z/é/deep.ts"), "utf8")).toBe("* z/é/deep.ts\r\n");
      expect(readdirSync(path.join(dir, ".git"))).not.toContain("botarmy");
    });

    test("gets the same commits from the same writes", async () => {
      const heads = [setUp(), setUp()].map(async ({ artifacts, dir }) => {
        await artifacts.write(project, designWrite(1, "one", otherFile));
        await artifacts.write(project, designWrite(2, "two"));
        return git(dir, "rev-parse", "main", "main^{tree}");
      });
      const [one, two] = await Promise.all(heads);
      expect(one).toBe(two);
    });

    test("goes on after a person committed, packed and changed things", async () => {
      const { artifacts, dir } = setUp();
      await artifacts.write(project, designWrite(1, "one"));
      writeFileSync(path.join(dir, "notes.txt"), "mine");
      git(dir, "add", "-A");
      git(dir, "commit", "-qm", "My notes\n\nEffect: not one of ours");
      git(dir, "gc", "-q");
      writeFileSync(path.join(dir, "notes.txt"), "not yet committed");
      await artifacts.write(project, designWrite(2, "two"));
      expect(git(dir, "status", "--porcelain")).toBe(" M notes.txt");
      expect(git(dir, "show", "main:notes.txt")).toBe("mine");
      expect(git(dir, "rev-list", "--count", "main")).toBe("3");
      const versions = await artifacts.history(project, "design/architecture.md");
      expect(versions.map((entry) => entry.version)).toEqual([2, 1]);
      expect(await artifacts.read(project, "design/architecture.md", 1)).toBe("one");
    });

    test("leaves a branch that a person looks at alone", async () => {
      const { artifacts, dir } = setUp();
      const { commit: first } = await artifacts.write(project, designWrite(1, "one"));
      git(dir, "checkout", "-q", "-b", "look");
      await artifacts.write(project, designWrite(2, "two"));
      expect(git(dir, "rev-parse", "look")).toBe(first);
      expect(complaints(dir)).toBe("");
      git(dir, "checkout", "-q", "main");
      expect(readFileSync(path.join(dir, "design/architecture.md"), "utf8")).toBe("two");
      expect(complaints(dir)).toBe("");
    });

    test("makes many projects' commits at once and one project's in order", async () => {
      const { artifacts, folder } = setUp();
      const ids = Array.from({ length: 8 }, (_, n) => `p-many0${n}`);
      const writes = ids.flatMap((id) =>
        [1, 2, 3, 4].map((n) => artifacts.write(id, designWrite(n, `text ${n}`, { effect: `${id}:${n}:1` }))),
      );
      await Promise.all(writes);
      for (const id of ids) {
        const dir = path.join(folder, id);
        expect(git(dir, "log", "--reverse", "--format=%s")).toBe(
          [1, 2, 3, 4].map((n) => `Design, round ${n}`).join("\n"),
        );
        expect(complaints(dir)).toBe("");
      }
    });

    describe("after a kill", () => {
      test("between the commit and the files, shows the files with the next write", async () => {
        const { artifacts, dir } = setUp();
        await artifacts.write(project, designWrite(1, "one"));
        const { commit } = await artifacts.write(project, designWrite(2, "two"));
        writeFileSync(path.join(dir, "design/architecture.md"), "one");
        git(dir, "read-tree", "HEAD^");
        mkdirSync(path.join(dir, ".git/botarmy"));
        writeFileSync(path.join(dir, ".git/botarmy/0"), "half a dra");
        expect(await artifacts.write(project, designWrite(2, "two"))).toEqual({ commit });
        expect(readFileSync(path.join(dir, "design/architecture.md"), "utf8")).toBe("two");
        expect(complaints(dir)).toBe("");
        expect(readdirSync(path.join(dir, ".git"))).not.toContain("botarmy");
      });

      test("before any file was there, shows them also with a write of something else", async () => {
        const { artifacts, dir } = setUp();
        await artifacts.write(project, designWrite(1, "one"));
        for (const name of ["design", "metadata", ".git/index"])
          rmSync(path.join(dir, name), { recursive: true });
        mkdirSync(path.join(dir, ".git/botarmy"));
        await artifacts.write(project, designWrite(2, "", otherFile));
        expect(readFileSync(path.join(dir, "design/architecture.md"), "utf8")).toBe("one");
        expect(complaints(dir)).toBe("");
      });

      test("in the middle of making the repository, makes the rest of it", async () => {
        const { artifacts, dir } = setUp();
        mkdirSync(path.join(dir, ".git/botarmy"), { recursive: true });
        await artifacts.write(project, designWrite(1, "one"));
        rmSync(path.join(dir, ".git/HEAD"));
        await artifacts.write(project, designWrite(2, "two"));
        expect(git(dir, "symbolic-ref", "HEAD")).toBe("refs/heads/main");
        expect(complaints(dir)).toBe("");
      });
    });
  },
);
