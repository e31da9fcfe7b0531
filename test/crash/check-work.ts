import { addUsage, noUsage } from "#src/project/budget.ts";
import type { Effect } from "#src/project/effect.ts";
import type { Project } from "#src/project/project.ts";
import type { Usage } from "#src/project/words.ts";
import type { Asked } from "./asked.ts";
import type { ProjectEvidence } from "./evidence.ts";
import { finding, repeated, type Finding } from "./finding.ts";

/** The repository against what was ordered: one commit for every write, and the files of the row in it. */
export const checkCommits = (
  { row, commits, files }: Pick<ProjectEvidence, "row" | "commits" | "files">,
  ordered: readonly Effect[],
): readonly Finding[] => {
  const project = row.id;
  const expected = ordered.filter((effect) => effect.type === "writeArtifact").map((effect) => effect.id);
  const wrong = row.artifacts.filter((artifact) => {
    const file = files.get(artifact.path);
    return (
      artifact.commit === null || file?.version !== artifact.version || file.sha256 !== artifact.body.sha256
    );
  });
  return [
    ...expected
      .filter((key) => !commits.includes(key))
      .map((key) => finding("lost", { project, key }, "the files were never committed")),
    ...[...repeated(commits)].map(([key, count]) =>
      finding("doubled", { project, key }, `was committed ${count} times`),
    ),
    ...commits
      .filter((key) => !expected.includes(key))
      .map((key) => finding("wrong", { project, key }, "was committed and never ordered")),
    ...wrong.map(({ path, version }) =>
      finding(
        "wrong",
        { project, key: `${path}@${version}` },
        "is not what the repository has as its newest version",
      ),
    ),
  ];
};

/** What was paid: no recorded call was made again, every used call is recorded, and the row counts exactly the used ones. */
export const checkPaid = (
  { row, log, calls }: Pick<ProjectEvidence, "row" | "log" | "calls">,
  asked: readonly Asked[],
): readonly Finding[] => {
  const project = row.id;
  const again = asked.filter(({ key, recorded }) => recorded && key.startsWith(`${project}:`));
  const unasked = [...calls.keys()].filter((key) => !asked.some((one) => one.key === key));
  const used = usedCalls(row, log, calls);
  const sum = used.reduce<Usage>((total, { usage }) => addUsage(total, usage), noUsage);
  const fields = ["calls", "tokensIn", "tokensOut", "usd"] as const;
  const differs = fields.filter((field) => sum[field] !== row.usage[field]);
  return [
    ...again.map(({ key }) =>
      finding("doubled", { project, key }, "the model was called although its answer was recorded"),
    ),
    ...unasked.map((key) =>
      finding("wrong", { project, key }, "is recorded, but the model was never called for it"),
    ),
    ...(differs.length === 0
      ? []
      : [
          finding(
            "wrong",
            { project, key: "usage" },
            `the row says ${JSON.stringify(row.usage)}, its recorded calls say ${JSON.stringify(sum)}`,
          ),
        ]),
  ];
};

/** How often the model was called again for a call that had no record: it was under way when the process died. */
export const askedAgain = (asked: readonly Asked[]): number => {
  const unrecorded = asked.filter(({ recorded }) => !recorded).map(({ key }) => key);
  return [...repeated(unrecorded).values()].reduce((sum, count) => sum + count - 1, 0);
};

/** The recorded calls of the steps whose end moved the project. A report's id is its effect's id with its outcome. */
const usedCalls = (row: Project, log: ProjectEvidence["log"], calls: ProjectEvidence["calls"]) =>
  log
    .filter(
      ({ version, command }) =>
        version <= row.version && (command.type === "stepDone" || command.type === "stepFailed"),
    )
    .map(({ command }) => command.id.replace(/:(done|failed)$/, ""))
    .flatMap((effect) => [...calls].filter(([key]) => key === effect || key === `${effect}:repair`))
    .map(([key, usage]) => ({ key, usage }));
