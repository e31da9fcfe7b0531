import { withdrawConflicts } from "./conflicts.ts";
import type { Draft } from "./draft.ts";
import { withdraw } from "./escalations.ts";
import { reset } from "./resetting.ts";

/** Sets stages back to their beginning, with every question and conflict about them. */
export const takeBack = (draft: Draft, stages: readonly string[]): Draft => {
  const silent = withdraw(draft, ({ stage }) => stages.includes(stage));
  return reset(withdrawConflicts(silent, stages), stages);
};
