import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createFileLibrary } from "#adapters/library/files.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "library-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, content: string | Uint8Array): string {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

const library = () =>
  createFileLibrary({ root: path.join(folder, "product"), extra: [path.join(folder, "user")] });

test("finds agents, workflows and prompts by their folders and endings, in order of name", async () => {
  write("product/agents/b.md", "B");
  write("product/agents/a.md", "A");
  write("product/agents/prompts/plan.liquid", "P");
  write("product/workflows/x.yml", "X");
  write("product/workflows/y.yaml", "Y");
  for (const other of ["agents/notes.txt", "agents/.hidden.md", "agents/README.md", "workflows/x.json"]) {
    write(`product/${other}`, "no");
  }
  expect(await library().agents()).toEqual([
    { path: "agents/a.md", text: "A" },
    { path: "agents/b.md", text: "B" },
  ]);
  expect(await library().prompts()).toEqual([{ path: "agents/prompts/plan.liquid", text: "P" }]);
  expect((await library().workflows()).map((file) => file.path)).toEqual([
    "workflows/x.yml",
    "workflows/y.yaml",
  ]);
});

test("a user's file replaces the product's file of the same name and new ones are added", async () => {
  write("product/agents/a.md", "product");
  write("user/agents/a.md", "user");
  write("user/agents/z.md", "new");
  expect(await library().agents()).toEqual([
    { path: "agents/a.md", text: "user" },
    { path: "agents/z.md", text: "new" },
  ]);
});

test("reads afresh each time, and a missing folder is empty", async () => {
  const files = library();
  expect(await files.agents()).toEqual([]);
  write("product/agents/a.md", "A");
  expect(await files.agents()).toEqual([{ path: "agents/a.md", text: "A" }]);
});

test("a byte order mark is not part of the text", async () => {
  write("product/agents/a.md", "\uFEFFä");
  expect(await library().agents()).toEqual([{ path: "agents/a.md", text: "ä" }]);
});

test.each([
  {
    what: "latin-1 text",
    content: Uint8Array.of(0xe4, 0x20),
    code: "file-not-text",
    problem: "is not UTF-8 text; save it as UTF-8",
  },
  {
    what: "binary data",
    content: Uint8Array.of(0x41, 0, 0x42),
    code: "file-not-text",
    problem: "is not UTF-8 text; save it as UTF-8",
  },
  {
    what: "more than 256 kB",
    content: "x".repeat(262_145),
    code: "file-too-large",
    problem: "is larger than 256 kB; make it shorter",
  },
])("$what is refused by name", async ({ content, code, problem }) => {
  const file = write("product/agents/a.md", content);
  await expect(library().agents()).rejects.toMatchObject({ code, message: `${file} ${problem}` });
});

test("a folder that is called like a file is refused by name", async () => {
  mkdirSync(path.join(folder, "product/agents/a.md"), { recursive: true });
  await expect(library().agents()).rejects.toMatchObject({
    code: "file-unreadable",
    message: `${path.join(folder, "product/agents/a.md")} is not a plain file; move it elsewhere`,
  });
});

test("a file where a folder should be is refused by name", async () => {
  const file = write("product/agents", "not a folder");
  await expect(library().agents()).rejects.toMatchObject({
    code: "file-unreadable",
    message: `${file} cannot be read (ENOTDIR); check its permissions`,
  });
});
