import type { StepName } from "./draft.ts";
import type { Decision } from "./escalation.ts";
import type { Project } from "./project.ts";
import type { SpecOperation } from "./result.ts";
import { patchSpec } from "./spec.ts";

/** Whose work a decision in the spec is: the stage's that it was about. Words for the whole project are no stage's, so that no rollback takes them out. */
export const keptFor = (decision: Decision, stage: string): readonly string[] => [
  decision.binding === true ? "@people" : stage,
];

/** The patch that writes a decision of people into the spec's `decisions`. Empty when the spec has no room for one or uses the name for something else. */
export const recordDecision = (
  project: Project,
  at: StepName,
  decision: Decision,
): readonly SpecOperation[] => {
  const { decisions } = project.spec.document;
  if (decisions !== undefined && !Array.isArray(decisions)) return [];
  const entry = {
    stage: at.stage,
    choice: decision.choice,
    note: decision.note.slice(0, 500),
    answers: decision.answers,
    by: decision.by.name,
  };
  const patch: readonly SpecOperation[] =
    decisions === undefined
      ? [{ op: "add", path: "/decisions", value: [entry] }]
      : [{ op: "add", path: "/decisions/-", value: entry }];
  return "problem" in patchSpec(project.spec, patch) ? [] : patch;
};
