import { readFileSync } from "node:fs";
import path from "node:path";
import { createGitArtifacts } from "#adapters/artifacts/git-artifacts.ts";
import { metadataPath } from "#adapters/artifacts/metadata.ts";
import type { Artifacts } from "#src/ports/artifacts.ts";
import type { Report } from "./finding.ts";
import { withFolder } from "./folders.ts";
import { commitByHand, hasGit, initByHand } from "./git-by-hand.ts";
import { ratios, spreadOf, timed } from "./spread.ts";

const repositories = 4;
/** As many as a ten-step project makes, the brief included; the first, which also makes the repository, is not counted. */
const commits = 11;
/** Source: the product's definition of done. */
const limit = 1.5;

/** One commit of an artifact against the same commit by the git binary, turn by turn in two growing repositories. */
export const artifactCommit = async (): Promise<Report> => {
  if (!hasGit())
    return { findings: [], notes: ["Artifact commit: skipped, there is no git to compare with."] };
  return await withFolder(async (folder) => {
    const artifacts = createGitArtifacts({ folder: path.join(folder, "ours") });
    const [ours, byHand]: [number[], number[]] = [[], []];
    for (let repository = 0; repository < repositories; repository++) {
      const project = `p-bench${String(repository).padStart(3, "0")}`;
      const dir = path.join(folder, "by-hand", project);
      await initByHand(dir);
      for (let n = 0; n < commits; n++) {
        const file = { path: `design/part_${n}.md`, text: textOf(n) };
        const mine = await timed(() => artifacts.write(project, writeOf(project, n, file)));
        const metadata = readFileSync(path.join(folder, "ours", project, metadataPath), "utf8");
        const files = { [file.path]: file.text, [metadataPath]: metadata };
        const theirs = await timed(() => commitByHand(dir, { message: `Part ${n}`, files }));
        if (n === 0) continue;
        ours.push(mine);
        byHand.push(theirs);
      }
    }
    return {
      findings: [
        {
          what: "artifact commit",
          measured: spreadOf(ours),
          unit: "ms",
          baseline: { what: "git by hand", is: spreadOf(byHand), ratio: ratios(ours, byHand) },
          limit,
        },
      ],
      notes: [
        "Artifact commit: one new file of 8 kB and the metadata file; by hand the same bytes are written, `git add -A` and `git commit -q` run without a shell. Neither side forces anything to the disk.",
      ],
    };
  });
};

const textOf = (n: number): string =>
  `# Part ${n}\n\n${`Line ${n} of a document that says what it has to say.\n`.repeat(150)}`;

const writeOf = (
  project: string,
  n: number,
  file: { readonly path: string; readonly text: string },
): Parameters<Artifacts["write"]>[1] => ({
  effect: `${project}:${n + 1}:1`,
  agent: { id: "architect", name: "Architect" },
  step: "design.produce",
  title: `Part ${n}`,
  at: Date.now(),
  files: [{ ...file, phase: "design" }],
  dependsOn: [],
});
