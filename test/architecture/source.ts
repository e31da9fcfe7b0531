import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseAst } from "vitest/node";

/** A source file and what it imports: project paths (`src/errors.ts`), package names (`zod`) and built-ins (`node:fs`). */
export interface Source {
  readonly path: string;
  readonly imports: readonly string[];
}

/** Every TypeScript file below `src/` and `adapters/`. */
export function readSources(): readonly Source[] {
  return globSync("{src,adapters}/**/*.ts")
    .toSorted()
    .map((file) => sourceOf(file.replaceAll(path.sep, "/"), readFileSync(file, "utf8")));
}

/** Finds static, dynamic, re-exporting and type-only imports alike. */
export function sourceOf(file: string, text: string): Source {
  const specifiers = specifiersIn(parseAst(text, { lang: "ts" }));
  return { path: file, imports: specifiers.map((specifier) => resolve(file, specifier)) };
}

/** In the syntax tree, a literal `source` is what every kind of import has, and nothing else does. */
function specifiersIn(node: unknown): readonly string[] {
  if (typeof node !== "object" || node === null) return [];
  const below = Object.values(node).flatMap(specifiersIn);
  if (!("source" in node)) return below;
  const specifier = literal(node.source);
  return specifier === undefined ? below : [specifier, ...below];
}

function literal(node: unknown): string | undefined {
  if (typeof node !== "object" || node === null || !("value" in node)) return undefined;
  return typeof node.value === "string" ? node.value : undefined;
}

function resolve(file: string, specifier: string): string {
  if (specifier.startsWith("#")) return specifier.slice(1);
  if (specifier.startsWith(".")) return path.posix.join(path.posix.dirname(file), specifier);
  if (specifier.startsWith("node:")) return specifier;
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}
