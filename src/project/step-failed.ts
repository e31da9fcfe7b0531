import type { CommandOf } from "./command.ts";
import { agentOf, changeStep, nameOf, say, stepOf, taskOf, type Draft, type StepName } from "./draft.ts";
import { raise } from "./escalations.ts";
import type { StepFailure } from "./result.ts";
import { askForBudget, orderRun, stopRun } from "./runs.ts";
import { spend } from "./spending.ts";
import { startNext } from "./stages.ts";

/** A step brought no result: it is tried again after a while when that can help, else people are asked. */
export const stepFailed = (draft: Draft, command: CommandOf<"stepFailed">): Draft => {
  const { failure } = command;
  const at: StepName = { stage: command.stage, step: command.step };
  const agent = agentOf(draft.project, at);
  const tries = stepOf(draft.project, at).tries + 1;
  const told = say(spend(draft, at.stage, failure.usage), {
    from: agent,
    to: null,
    type: "error",
    attempt: command.attempt,
    content: { text: failure.message, data: { kind: failure.kind, tries } },
  });
  const counted = changeStep(told, at, { tries });
  const mayTryAgain = failure.retryable && (failure.kind === "outage" || failure.kind === "invalid-output");
  if (mayTryAgain && tries < draft.project.settings.maxTries) return runAgain(counted, at, failure);
  return startNext(
    raise(stopRun(counted, at), { kind: failure.kind, at, ...words(draft, at, { failure, tries }) }),
  );
};

/** The same attempt once more, if the budget covers what it may use on top of what it has used. */
const runAgain = (draft: Draft, at: StepName, failure: StepFailure): Draft => {
  const ended = stopRun(draft, at);
  const asked = askForBudget(ended, at);
  if (asked !== null) return startNext(asked);
  const { tries } = stepOf(draft.project, at);
  const wait = Math.max(failure.retryAfterMs ?? 0, draft.project.settings.retryDelayMs * 2 ** (tries - 1));
  return orderRun(ended, at, draft.at + wait);
};

const sentence = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`);

const words = (draft: Draft, at: StepName, fault: { failure: StepFailure; tries: number }) => {
  const agent = nameOf(draft.project, agentOf(draft.project, at));
  const { file } = taskOf(draft.project, at);
  const titles = {
    outage: `${agent} cannot reach its model`,
    timeout: `${agent} ran out of time`,
    "invalid-output": `${agent} gave no usable result`,
    loop: `${agent} repeats itself`,
  } as const;
  const what = at.step === "talk" ? "The talk was about" : "The step was to write";
  const tried = fault.tries === 1 ? "" : ` Tried ${fault.tries} times.`;
  return {
    title: titles[fault.failure.kind],
    context: `${sentence(fault.failure.message)}${tried} ${what} \`${file}\`.`,
  };
};
