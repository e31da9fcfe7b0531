import { EvidenceStep } from "../project/result.ts";
import { orderSteps } from "./evidence.ts";
import type { StepOutput } from "./output.ts";

/** The evidence steps of an answer that can be run, in a runnable order, and what was dropped and why. `#E1` is read as `E1`. */
export const readEvidence = (
  given: StepOutput["evidence"],
): { readonly evidence: readonly EvidenceStep[]; readonly notes: readonly string[] } => {
  const parsed = given.map((step) => ({
    id: step.id,
    reading: EvidenceStep.safeParse({
      ...step,
      id: bare(step.id),
      argument: step.argument.trim(),
      needs: [...new Set(step.needs.map(bare))],
    }),
  }));
  const malformed = parsed.filter(({ reading }) => !reading.success);
  const { runnable, notes } = orderSteps(
    parsed.flatMap(({ reading }) => (reading.success ? [reading.data] : [])),
  );
  return {
    evidence: runnable,
    notes: [
      ...malformed.map(
        ({ id }) => `“${id.slice(0, 20)}” was dropped: its id, argument or needs are not well formed`,
      ),
      ...notes,
    ],
  };
};

const bare = (id: string): string => id.trim().replace(/^#/, "");
