import { isUtf8 } from "node:buffer";
import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { BotArmyError } from "#src/errors.ts";
import type { Library, SourceFile } from "#src/ports/library.ts";

/** Where agents, workflows and prompts are read from. */
export interface FileLibraryOptions {
  /** The folder that has `agents/`, `agents/prompts/` and `workflows/` in it. */
  readonly root: string;
  /** More such folders; a file replaces the one with the same path in a folder before it. Missing ones are empty. */
  readonly extra?: readonly string[];
}

const maxBytes = 256 * 1024;

/** A library of plain files. Throws BotArmyError `file-unreadable`, `file-too-large` or `file-not-text`, naming the file. */
export function createFileLibrary({ root, extra = [] }: FileLibraryOptions): Library {
  const roots = [root, ...extra];
  return {
    agents: () => readAll(roots, "agents", [".md"]),
    workflows: () => readAll(roots, "workflows", [".yml", ".yaml"]),
    prompts: () => readAll(roots, "agents/prompts", [".liquid"]),
  };
}

async function readAll(
  roots: readonly string[],
  folder: string,
  endings: readonly string[],
): Promise<readonly SourceFile[]> {
  const fullPaths = new Map<string, string>();
  for (const root of roots) {
    for (const name of await namesIn(path.join(root, folder), endings)) {
      fullPaths.set(`${folder}/${name}`, path.join(root, folder, name));
    }
  }
  const sorted = [...fullPaths].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Promise.all(sorted.map(async ([name, file]) => ({ path: name, text: await readText(file) })));
}

/** Names with one of the endings. Hidden files and readmes describe the folder, not an agent. */
async function namesIn(folder: string, endings: readonly string[]): Promise<readonly string[]> {
  const names = await readdir(folder).catch((cause: unknown) => {
    if (codeOf(cause) === "ENOENT") return [];
    throw unreadable(folder, cause);
  });
  return names.filter(
    (name) => endings.includes(path.extname(name)) && !name.startsWith(".") && !/^readme\./i.test(name),
  );
}

async function readText(file: string): Promise<string> {
  const refuse = (cause: unknown): never => {
    throw unreadable(file, cause);
  };
  const facts = await stat(file).catch(refuse);
  // A pipe or a device could block for ever.
  if (!facts.isFile())
    throw new BotArmyError("file-unreadable", `${file} is not a plain file; move it elsewhere`);
  if (facts.size > maxBytes)
    throw new BotArmyError("file-too-large", `${file} is larger than 256 kB; make it shorter`);
  const bytes = await readFile(file).catch(refuse);
  if (isUtf8(bytes) && !bytes.includes(0)) return new TextDecoder().decode(bytes);
  throw new BotArmyError("file-not-text", `${file} is not UTF-8 text; save it as UTF-8`);
}

function unreadable(file: string, cause: unknown): BotArmyError {
  const reason = codeOf(cause) ?? String(cause);
  return new BotArmyError("file-unreadable", `${file} cannot be read (${reason}); check its permissions`, {
    cause,
  });
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}
