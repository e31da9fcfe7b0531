import { conflictsOf, isOpen } from "./conflicts.ts";
import { changeStage, changeStep, dependentsOf, stageOf, type Draft, type StepName } from "./draft.ts";
import { withdraw } from "./escalations.ts";
import { needsAreOver } from "./next-step.ts";
import { reopen } from "./resetting.ts";
import { abandonRun } from "./runs.ts";
import { takeBack } from "./taking-back.ts";

/**
 * Has the author's result made again, as the receiver asked; the receiver waits for it when it needs it. Whatever else was begun on
 * the old result is taken back with its questions, so that nothing is built on something that is being changed.
 */
export const redo = (draft: Draft, author: string, receiver: StepName): Draft => {
  const others = dependentsOf(draft.project, author).filter((stage) => stage !== receiver.stage);
  const again = produceAgain(takeBack(draft, others), author);
  const state = needsAreOver(again.project, stageOf(again.project, receiver.stage)) ? "active" : "waiting";
  return changeStage(changeStep(again, receiver, { state: "waiting" }), receiver.stage, { state });
};

/** What the author has still to write, or must write anew for reasons of its own, will be made with the words it is told. */
const produceAgain = (draft: Draft, author: string): Draft => {
  const at: StepName = { stage: author, step: "produce" };
  const isDisputing = conflictsOf(draft.project).some((one) => isOpen(one) && one.stage === author);
  if (stageOf(draft.project, author).produce.state === "waiting" || isDisputing) return draft;
  return reopen(
    withdraw(abandonRun(draft, at), ({ stage }) => stage === author),
    at,
  );
};
