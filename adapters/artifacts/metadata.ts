import { hash } from "node:crypto";
import { z } from "zod";
import type { ArtifactInfo, ArtifactWrite } from "#src/ports/artifacts.ts";
import { Phase } from "#src/project/words.ts";

/** The committed file that says what is known of every artifact. It has no time in it, so the same inputs give the same bytes. */
export const metadataPath = "metadata/artifacts.json";

const Infos: z.ZodType<readonly ArtifactInfo[]> = z.array(
  z.strictObject({
    id: z.string(),
    path: z.string(),
    phase: Phase,
    agent: z.string(),
    step: z.string(),
    version: z.number().int().positive(),
    sha256: z.string(),
    bytes: z.number().int().nonnegative(),
    dependsOn: z.array(z.string()),
  }),
);

/** Reads the metadata file. Throws a ZodError or SyntaxError when it is not what `renderMetadata` writes. */
export function parseMetadata(text: string): readonly ArtifactInfo[] {
  return Infos.parse(JSON.parse(text));
}

/** The metadata file: sorted by path, fixed order of keys, one final newline. */
export function renderMetadata(infos: readonly ArtifactInfo[]): string {
  return `${JSON.stringify(infos, null, 2)}\n`;
}

/** What is known after a write: the entries of the files written (`written`) and of all files, sorted by path (`all`). Every written file gets the next version, also when its text is the old one: a redo is part of the history. */
export function nextMetadata(
  known: readonly ArtifactInfo[],
  write: ArtifactWrite,
): { all: readonly ArtifactInfo[]; written: readonly ArtifactInfo[] } {
  const byPath = new Map(known.map((info) => [info.path, info]));
  const written = write.files.map(({ path, phase, text }): ArtifactInfo => {
    const version = (byPath.get(path)?.version ?? 0) + 1;
    return {
      id: versionId(path, version),
      path,
      phase,
      agent: write.agent.id,
      step: write.step,
      version,
      sha256: hash("sha256", text),
      bytes: Buffer.byteLength(text),
      dependsOn: write.dependsOn,
    };
  });
  for (const info of written) byPath.set(info.path, info);
  return { all: [...byPath.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1)), written };
}

/** The id of one version of a file. */
export function versionId(path: string, version: number): string {
  return `${path}@${version}`;
}

/** The path in a version's id. */
export function pathOf(id: string): string {
  return id.slice(0, id.lastIndexOf("@"));
}

/** The version of a file among ids, or null when none is of that file. */
export function versionOf(ids: readonly string[], path: string): number | null {
  const id = ids.find((candidate) => pathOf(candidate) === path);
  return id === undefined ? null : Number(id.slice(path.length + 1));
}
