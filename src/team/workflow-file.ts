import { z } from "zod";
import { Slug } from "../project/words.ts";
import { StructureKind } from "../project/workflow.ts";
import {
  BriefPath,
  Condition,
  Duration,
  FileName,
  lineOf,
  ModelName,
  PhaseFolder,
  SectionTitle,
  textOf,
  TokenLimit,
} from "./fields.ts";
import type { Ordered } from "./order.ts";

/** What one step writes; `template` is the prompt template when none is named. */
const stepFile = (template: string) =>
  z.strictObject({
    /** Relative to the phase's folder. */
    file: FileName,
    template: Slug.default(template),
    instructions: textOf(4_000).optional(),
    sections: z.array(SectionTitle).max(30).default([]),
    structure: StructureKind.optional(),
    checks: z
      .array(z.strictObject({ name: lineOf(60), that: Condition }))
      .max(20)
      .default([]),
  });

const DiscussFile = z.strictObject({
  topic: textOf(2_000),
  members: z.array(Slug).min(2).max(6),
  speakers: z.enum(["turns", "chosen"]).default("turns"),
  agreement: z.number().min(0).max(1).default(0.85),
  /** Left out: two turns for each member. */
  max: z.number().int().min(2).max(24).optional(),
});

const RepeatFile = z.strictObject({
  /** Left out: the stage itself. */
  from: Slug.optional(),
  until: Condition,
  max: z.number().int().min(2).max(10).default(3),
  otherwise: z.enum(["ask", "go-on"]).default("ask"),
});

const StageFile = z.strictObject({
  id: Slug,
  /** Left out: the id in words. */
  title: lineOf(80).optional(),
  agent: Slug,
  phase: PhaseFolder,
  /** Left out: the stage before. */
  needs: z.array(Slug).max(20).optional(),
  when: Condition.optional(),
  /** Left out: the result is written without a plan. */
  plan: stepFile("plan").optional(),
  discuss: DiscussFile.optional(),
  produce: stepFile("document"),
  repeat: RepeatFile.optional(),
  gate: z
    .strictObject({
      approval: z.enum(["auto", "always"]).default("auto"),
      /** Left out: the stage itself. */
      rollbackTo: Slug.optional(),
    })
    .default({ approval: "auto" }),
  /** Left out: the agent's own. */
  model: ModelName.optional(),
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
  /** Left out: one agent at a time. */
  parallel: z.number().int().min(1).max(8).optional(),
  stages: z.array(StageFile).min(1).max(30),
});
export type WorkflowFile = z.infer<typeof WorkflowFile>;

/** The ids a stage waits for: what it says, else the stage before it in the file. */
export function needsOf(file: WorkflowFile, index: number): readonly string[] {
  const before = file.stages[index - 1];
  return file.stages[index]?.needs ?? (before ? [before.id] : []);
}

/** The stages as a graph. */
export function orderedStages(file: WorkflowFile): readonly Ordered[] {
  return file.stages.map(({ id }, index) => ({ id, needs: needsOf(file, index) }));
}

/** A step of a stage in the file, and the way to it. */
interface WrittenStep {
  readonly path: readonly PropertyKey[];
  readonly stage: StageFile;
  readonly task: StageFile["produce"];
}

/** All steps of all stages, in the order of the file. */
export function stepsOf({ stages }: WorkflowFile): readonly WrittenStep[] {
  return stages.flatMap((stage, index) =>
    (["plan", "produce"] as const).flatMap((step) => {
      const task = stage[step];
      return task === undefined ? [] : [{ path: ["stages", index, step], stage, task }];
    }),
  );
}
