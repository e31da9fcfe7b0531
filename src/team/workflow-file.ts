import { z } from "zod";
import { Phase, Slug } from "../project/words.ts";
import { BriefPath, Duration, FileName, lineOf, TokenLimit } from "./fields.ts";

const StepFile = z.strictObject({
  /** Relative to the phase's folder. */
  file: FileName,
  template: Slug,
  sections: z.array(lineOf(80)).max(30).default([]),
});

const StageFile = z.strictObject({
  id: Slug,
  title: lineOf(80),
  agent: Slug,
  phase: Phase,
  /** Left out: the stage before. */
  needs: z.array(Slug).max(20).optional(),
  plan: StepFile,
  produce: StepFile,
  gate: z
    .strictObject({
      approval: z.enum(["auto", "always"]).default("auto"),
      /** Left out: the stage itself. */
      rollbackTo: Slug.optional(),
    })
    .default({ approval: "auto" }),
  /** Left out: the role's own limits. */
  timeout: Duration.optional(),
  maxTokens: TokenLimit.optional(),
});
export type StageFile = z.infer<typeof StageFile>;

/** A workflow as people write it. Its name is also its file's name. */
export const WorkflowFile = z.strictObject({
  name: Slug,
  title: lineOf(80),
  brief: BriefPath,
  stages: z.array(StageFile).min(1).max(30),
});
export type WorkflowFile = z.infer<typeof WorkflowFile>;

/** The ids a stage waits for: what it says, else the stage before it in the file. */
export function needsOf(file: WorkflowFile, index: number): readonly string[] {
  const before = file.stages[index - 1];
  return file.stages[index]?.needs ?? (before ? [before.id] : []);
}
