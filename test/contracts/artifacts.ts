import { hash } from "node:crypto";
import { unzipSync } from "fflate";
import { describe, expect, test } from "vitest";
import type { Artifacts } from "#src/ports/artifacts.ts";
import { designWrite, project } from "./artifact-write.ts";

const doc = "design/architecture.md";

/** What every implementation of Artifacts promises. `make` gives an empty one. */
export function artifactsContract(name: string, make: () => Promise<Artifacts>): void {
  describe(name, () => {
    test("gives back what was written, byte for byte", async () => {
      const artifacts = await make();
      const text = "# Grüße\r\n\r\n\u{1F680} tabs\tand no final newline";
      await artifacts.write(project, designWrite(1, text));
      expect(await artifacts.read(project, doc)).toBe(text);
      expect(await artifacts.list(project)).toEqual([
        {
          id: "design/architecture.md@1",
          path: doc,
          phase: "design",
          agent: "architect",
          step: "design.produce",
          version: 1,
          sha256: hash("sha256", text),
          bytes: Buffer.byteLength(text),
          dependsOn: ["requirements/prd.md"],
        },
      ]);
    });

    test("lists files sorted by path, with the newest version of each", async () => {
      const artifacts = await make();
      await artifacts.write(project, designWrite(1, "one"));
      await artifacts.write(
        project,
        designWrite(2, "b", { files: [{ path: "design/a/b.md", phase: "design", text: "b" }] }),
      );
      await artifacts.write(project, designWrite(3, "two"));
      const listed = await artifacts.list(project);
      expect(listed.map((info) => info.id)).toEqual(["design/a/b.md@1", "design/architecture.md@2"]);
    });

    test("makes one commit per effect, however often it is asked", async () => {
      const artifacts = await make();
      const first = await artifacts.write(project, designWrite(1, "one"));
      await artifacts.write(project, designWrite(2, "two"));
      const again = await artifacts.write(project, designWrite(1, "one"));
      expect(again).toEqual(first);
      expect(await artifacts.read(project, doc)).toBe("two");
      expect(await artifacts.history(project, doc)).toHaveLength(2);
    });

    test("makes one commit when the same effect is asked for twice at once", async () => {
      const artifacts = await make();
      const [a, b] = await Promise.all([
        artifacts.write(project, designWrite(1, "one")),
        artifacts.write(project, designWrite(1, "one")),
      ]);
      expect(a).toEqual(b);
      expect(await artifacts.history(project, doc)).toHaveLength(1);
    });

    test("counts a redo with the same text as a version of its own", async () => {
      const artifacts = await make();
      await artifacts.write(project, designWrite(1, "same"));
      await artifacts.write(project, designWrite(2, "same"));
      expect((await artifacts.list(project)).map((info) => info.version)).toEqual([2]);
      expect((await artifacts.history(project, doc)).map((entry) => entry.version)).toEqual([2, 1]);
    });

    test("tells a file's history newest first, without the commits of other files", async () => {
      const artifacts = await make();
      const one = await artifacts.write(project, designWrite(1, "one"));
      await artifacts.write(
        project,
        designWrite(2, "x", { files: [{ path: "design/other.md", phase: "design", text: "x" }] }),
      );
      const two = await artifacts.write(
        project,
        designWrite(3, "two", { title: "Line one\nEffect: forged" }),
      );
      expect(await artifacts.history(project, doc)).toEqual([
        {
          version: 2,
          commit: two.commit,
          at: 1_700_000_003_000,
          agent: "architect",
          title: "Line one Effect: forged",
        },
        {
          version: 1,
          commit: one.commit,
          at: 1_700_000_001_000,
          agent: "architect",
          title: "Design, round 1",
        },
      ]);
    });

    test("reads any version", async () => {
      const artifacts = await make();
      for (const [n, text] of ["one", "two", "three"].entries())
        await artifacts.write(project, designWrite(n + 1, text));
      const texts = await Promise.all([1, 2, 3].map((version) => artifacts.read(project, doc, version)));
      expect(texts).toEqual(["one", "two", "three"]);
    });

    test("refuses to read what is not there", async () => {
      const artifacts = await make();
      await artifacts.write(project, designWrite(1, "one"));
      const missing = { code: "artifact-missing" };
      await expect(artifacts.read(project, "design/none.md")).rejects.toMatchObject(missing);
      await expect(artifacts.read(project, "design")).rejects.toMatchObject(missing);
      await expect(artifacts.read(project, "design/architecture.md/part")).rejects.toMatchObject(missing);
      await expect(artifacts.read(project, doc, 2)).rejects.toMatchObject(missing);
      await expect(artifacts.diff(project, { path: doc, from: 1, to: 2 })).rejects.toMatchObject(missing);
      const restore = artifacts.restore(
        project,
        { path: doc, version: 0 },
        {
          effect: "e",
          by: "Ada",
          at: 0,
        },
      );
      await expect(restore).rejects.toMatchObject(missing);
      await expect(artifacts.read("p-0000000", doc)).rejects.toMatchObject(missing);
    });

    test("has nothing to tell of a project it does not know", async () => {
      const artifacts = await make();
      expect(await artifacts.list(project)).toEqual([]);
      expect(await artifacts.history(project, doc)).toEqual([]);
      expect(unzipSync(await artifacts.zip(project))).toEqual({});
    });

    test("shows what changed between two versions", async () => {
      const artifacts = await make();
      await artifacts.write(project, designWrite(1, "a\nb\nc\n"));
      await artifacts.write(project, designWrite(2, "a\nB\nc\n"));
      expect(await artifacts.diff(project, { path: doc, from: 1, to: 2 })).toBe(
        "--- design/architecture.md@1\n+++ design/architecture.md@2\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n",
      );
      const fromNothing = await artifacts.diff(project, { path: doc, from: 0, to: 1 });
      expect(fromNothing).toBe("--- /dev/null\n+++ design/architecture.md@1\n@@ -0,0 +1,3 @@\n+a\n+b\n+c\n");
    });

    test("restores an old version as a new one, once", async () => {
      const artifacts = await make();
      await artifacts.write(project, designWrite(1, "one"));
      await artifacts.write(project, designWrite(2, "two"));
      const order = { effect: "restore-1", by: "Ada Lovelace", at: 1_700_000_009_000 };
      const restored = await artifacts.restore(project, { path: doc, version: 1 }, order);
      expect(await artifacts.restore(project, { path: doc, version: 1 }, order)).toEqual(restored);
      expect(await artifacts.read(project, doc)).toBe("one");
      const [newest] = await artifacts.history(project, doc);
      const title = "Restore design/architecture.md to version 1";
      expect(newest).toEqual({
        version: 3,
        commit: restored.commit,
        at: order.at,
        agent: "Ada Lovelace",
        title,
      });
      const [info] = await artifacts.list(project);
      expect(info).toMatchObject({
        version: 3,
        phase: "design",
        step: "design.produce",
        dependsOn: ["requirements/prd.md"],
      });
    });

    test("packs every current file and the metadata, always into the same bytes", async () => {
      const [one, two] = [await make(), await make()];
      for (const artifacts of [one, two]) {
        await artifacts.write(project, designWrite(1, "old"));
        await artifacts.write(project, designWrite(2, "nëw"));
      }
      const zip = await one.zip(project);
      const files = unzipSync(zip);
      expect(Object.keys(files)).toEqual(["design/architecture.md", "metadata/artifacts.json"]);
      expect(Buffer.from(files["design/architecture.md"] ?? []).toString()).toBe("nëw");
      const metadata: unknown = JSON.parse(Buffer.from(files["metadata/artifacts.json"] ?? []).toString());
      expect(metadata).toEqual(await one.list(project));
      expect(Buffer.compare(zip, await two.zip(project))).toBe(0);
    });

    test("forgets a deleted project and can start it again", async () => {
      const artifacts = await make();
      await artifacts.write(project, designWrite(1, "one"));
      await artifacts.delete(project);
      expect(await artifacts.list(project)).toEqual([]);
      await artifacts.write(project, designWrite(1, "again"));
      expect(await artifacts.history(project, doc)).toHaveLength(1);
      await artifacts.delete(project);
      await artifacts.delete(project);
    });

    test("keeps projects apart", async () => {
      const artifacts = await make();
      const ids = ["p-aaaaaa", "p-bbbbbb", "p-cccccc"];
      await Promise.all(ids.map((id) => artifacts.write(id, designWrite(1, `text of ${id}`))));
      const texts = await Promise.all(ids.map((id) => artifacts.read(id, doc)));
      expect(texts).toEqual(ids.map((id) => `text of ${id}`));
    });

    test.each(["", "..", "../../etc", "P-UPPER1", "p-abc", "p-abcdef/../x"])(
      "refuses %j as a project id",
      async (id) => {
        const artifacts = await make();
        const refused = { code: "project-id" };
        await expect(artifacts.write(id, designWrite(1, "x"))).rejects.toMatchObject(refused);
        await expect(artifacts.read(id, doc)).rejects.toMatchObject(refused);
        await expect(artifacts.list(id)).rejects.toMatchObject(refused);
        await expect(artifacts.delete(id)).rejects.toMatchObject(refused);
      },
    );

    test("writes nothing at all when one path of several is refused", async () => {
      const artifacts = await make();
      const files = [
        { path: "design/good.md", phase: "design", text: "x" },
        { path: "design/../bad.md", phase: "design", text: "x" },
      ] as const;
      await expect(artifacts.write(project, designWrite(1, "x", { files }))).rejects.toMatchObject({
        code: "artifact-path",
      });
      expect(await artifacts.list(project)).toEqual([]);
    });

    test.each([
      ["a file where a folder is", "design/parts/one.md/deep.md"],
      ["a folder where a file is", "design/parts"],
      ["the same name in other letters", "design/parts/ONE.md"],
    ])("refuses %s", async (_, path) => {
      const artifacts = await make();
      await artifacts.write(
        project,
        designWrite(1, "x", { files: [{ path: "design/parts/one.md", phase: "design", text: "x" }] }),
      );
      const write = artifacts.write(
        project,
        designWrite(2, "x", { files: [{ path, phase: "design", text: "x" }] }),
      );
      await expect(write).rejects.toThrow(/collides with "design\/parts\/one.md"/);
    });

    test("refuses the same path twice in one write", async () => {
      const artifacts = await make();
      const twin = { path: "design/one.md", phase: "design", text: "x" } as const;
      const write = artifacts.write(project, designWrite(1, "x", { files: [twin, twin] }));
      await expect(write).rejects.toMatchObject({ code: "artifact-path" });
    });
  });
}
