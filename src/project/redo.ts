import { changeStage, changeStep, dependentsOf, type Draft, type StepName } from "./draft.ts";
import { withdraw } from "./escalations.ts";
import { reopen, reset } from "./stages.ts";

/**
 * Has the author's result made again, as the receiver asked; the receiver waits for it. Whatever else was begun on the old
 * result is taken back with its questions, so that nothing is built on something that is being changed.
 */
export const redo = (draft: Draft, author: string, receiver: StepName): Draft => {
  const others = dependentsOf(draft.project, author).filter((stage) => stage !== receiver.stage);
  const alone = reset(
    withdraw(draft, (escalation) => others.includes(escalation.stage)),
    others,
  );
  const waiting = changeStage(changeStep(alone, receiver, { state: "waiting" }), receiver.stage, {
    state: "waiting",
  });
  return reopen(waiting, { stage: author, step: "produce" });
};
