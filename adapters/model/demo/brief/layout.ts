import type { Brief, CodeBlock } from "./brief.ts";

/** A file or folder the brief shows in a directory tree. Folders end in `/`. */
export interface LayoutEntry {
  readonly path: string;
  readonly section: string;
}

interface TreeLine {
  readonly depth: number;
  readonly name: string;
  readonly drawn: boolean;
}

/** The directory trees of the brief's code blocks, merged, in the order shown. */
export const layoutOf = (brief: Brief): readonly LayoutEntry[] => {
  const entries = new Map<string, LayoutEntry>();
  for (const block of brief.code.filter(isTree))
    for (const path of pathsOf(block.text))
      if (!entries.has(path)) entries.set(path, { path, section: block.section.title });
  return [...entries.values()].slice(0, 80);
};

/** Files named in backticks, without those of the trees. */
export const namedFilesOf = (brief: Brief): readonly string[] => {
  const names = brief.statements.flatMap(
    (statement) => statement.text.match(/`[\w@./-]+\.[a-z]{1,6}`/g) ?? [],
  );
  return [...new Set(names.map((name) => name.slice(1, -1)))]
    .filter((name) => /\w\.(?:\w+)$/.test(name) && !name.startsWith("."))
    .slice(0, 20);
};

const nameOnly = /^[\w@.()[\]-]+\/?$/;

const isTree = (block: CodeBlock): boolean => {
  const lines = readTree(block.text);
  const files = lines.filter((line) => /\.\w+$|\/$/.test(line.name)).length;
  return lines.length >= 2 && lines.every((line) => nameOnly.test(line.name)) && files >= lines.length / 2;
};

const readTree = (text: string): readonly TreeLine[] =>
  text
    .split("\n")
    .slice(0, 200)
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const prefix = /^[\s│├└─|`+*-]*/.exec(line)?.[0] ?? "";
      const drawn = /[├└|`+]/.test(prefix);
      const name = line
        .slice(prefix.length)
        .replace(/\s+#.*$/, "")
        .trim();
      return { depth: drawn ? Math.ceil(prefix.trimEnd().length / 4) : prefix.length / 2, name, drawn };
    });

const pathsOf = (text: string): readonly string[] => {
  const stack: { depth: number; path: string }[] = [];
  return readTree(text).flatMap((line, at, lines) => {
    while ((stack.at(-1)?.depth ?? -1) >= line.depth) stack.pop();
    const folder = line.name.endsWith("/") || (lines[at + 1]?.depth ?? 0) > line.depth;
    const path = `${stack.at(-1)?.path ?? ""}${line.name.replace(/\/$/, "")}${folder ? "/" : ""}`;
    if (folder) stack.push({ depth: line.depth, path });
    return line.name === "." || line.name === "./" ? [] : [path];
  });
};
