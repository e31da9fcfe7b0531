import type { Artifact, Project } from "./project.ts";

/** The documents that an artifact was made from and that were written anew since: it may not fit them any more. Artifacts are kept in the order in which they were written last. */
export const newerSources = (
  { artifacts }: Pick<Project, "artifacts">,
  artifact: Artifact,
): readonly string[] => {
  const written = (path: string): number => artifacts.findIndex((one) => one.path === path);
  const own = written(artifact.path);
  return artifact.dependsOn.filter((source) => written(source) > own);
};

/** The documents that were made from an artifact, and stand. */
export const madeFrom = ({ artifacts }: Pick<Project, "artifacts">, path: string): readonly string[] =>
  artifacts.filter((one) => !one.superseded && one.dependsOn.includes(path)).map((one) => one.path);
