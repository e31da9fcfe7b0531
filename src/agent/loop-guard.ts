import type { FileRef } from "../project/result.ts";
import type { Assignment } from "./assignment.ts";
import { previousFiles } from "./documents.ts";
import { changesAsked } from "./people.ts";

/**
 * True when a step was asked to change something and wrote exactly the same files again: asking once more would not help.
 * Objections are against a stage's result, so they ask nothing of its plan. After a rollback there is no result to repeat: to write
 * the same again may be right.
 */
export const repeatsItself = (assignment: Assignment, files: readonly FileRef[]): boolean => {
  const { attempt, stage, step, project } = assignment;
  const asked =
    changesAsked(project, stage.agent).length > 0 || (step === "produce" && stage.objections.length > 0);
  if (attempt === 1 || !asked || files.length === 0 || stage[step].result === null) return false;
  const before = new Map(previousFiles(assignment).map(({ path, body }) => [path, body.sha256]));
  return files.every(({ path, body }) => before.get(path) === body.sha256);
};
