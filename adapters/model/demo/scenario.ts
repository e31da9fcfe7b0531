import { z } from "zod";
import { Share, StepKind } from "#src/project/words.ts";
import { Settings } from "#src/project/workflow.ts";

/** What is different about a step. Texts may name `{id}`, `{title}`, `{quote}`, `{word}`, `{section}` and `{product}`; they are filled from the brief. */
const Action = z.strictObject({
  /** The agent's own confidence in its result, and why it is low. */
  confidence: Share.optional(),
  because: z.string().max(500).optional(),
  /** What a receiving agent thinks of what it was handed. */
  verdict: z
    .strictObject({ accept: z.boolean(), confidence: Share, reason: z.string().min(1).max(800) })
    .optional(),
  /** Questions to people, made from the brief: `choice` has options, `open` wants words. */
  ask: z
    .array(z.enum(["choice", "open"]))
    .max(5)
    .optional(),
  /** Defects that a tester finds in the documents, by their severity. */
  defects: z
    .array(z.enum(["critical", "high", "medium", "low"]))
    .max(10)
    .optional(),
  /** In a talk: what is said, what is proposed instead of what stands, and how far it agrees. */
  says: z.string().min(1).max(800).optional(),
  proposes: z.string().max(500).optional(),
  agreement: Share.optional(),
  /** Never answers; ends when it is aborted. */
  hang: z.literal(true).optional(),
  /** Fails like a provider. */
  fail: z
    .strictObject({
      message: z.string().min(1).max(300),
      retryable: z.boolean(),
      retryAfterMs: z.number().int().min(0).nullable(),
    })
    .optional(),
});
export type Action = z.infer<typeof Action>;

const Rule = z.strictObject({
  agent: z.string().optional(),
  stage: z.string().optional(),
  step: StepKind,
  /** Attempts it holds for, in a talk the turns; all when left out. */
  attempts: z.array(z.number().int().positive()).min(1).max(20).optional(),
  do: Action,
});

/** A rehearsal: everything goes well except at the named steps. */
export const ScenarioFile = z.strictObject({
  title: z.string().min(1).max(60),
  /** One line for `--help`. */
  about: z.string().min(1).max(120),
  /** Project settings it needs, over the defaults. */
  settings: Settings.partial().default({}),
  at: z.array(Rule).max(50).default([]),
});

export type Scenario = z.infer<typeof ScenarioFile> & { readonly name: string };

/** What the scenario does at a step: the first rule that fits, else nothing special. */
export const actionAt = (
  scenario: Scenario,
  about: { readonly agent: string; readonly stage: string; readonly step: string; readonly attempt: number },
): Action => {
  const rule = scenario.at.find(
    (candidate) =>
      (candidate.agent === undefined || candidate.agent === about.agent) &&
      (candidate.stage === undefined || candidate.stage === about.stage) &&
      candidate.step === about.step &&
      (candidate.attempts === undefined || candidate.attempts.includes(about.attempt)),
  );
  return rule?.do ?? {};
};
