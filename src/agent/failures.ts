import type { ProviderError } from "../errors.ts";
import type { Answer } from "../llm/ask.ts";
import { duration } from "../project/numbers.ts";
import type { StepFailure } from "../project/result.ts";
import type { Usage } from "../project/words.ts";
import { clip } from "./words.ts";

/** The reason with which a step is aborted when its time is up. Any other reason is not the step's own end. */
export class StepTimeout extends Error {
  constructor() {
    super("the step's time is up");
    this.name = "StepTimeout";
  }
}

/** Why a question brought nothing that can be used. Throws the reason of an abort that is not the step's own end. */
export const failureOf = (
  answer: Exclude<Answer<unknown>, { type: "ok" }>,
  timeoutMs: number,
): StepFailure => {
  switch (answer.type) {
    case "invalid":
      return invalidOutput(answer);
    case "refused":
      return refused(answer);
    case "outage":
      return outage(answer);
    case "aborted":
      return timedOut(answer, timeoutMs);
  }
};

/** The provider cannot be reached or refuses; it knows itself whether trying again helps. */
const outage = ({ error, usage }: { readonly error: ProviderError; readonly usage: Usage }): StepFailure => ({
  kind: "outage",
  message: clip(error.message, 1_000),
  retryable: error.retryable,
  retryAfterMs: error.retryAfterMs === null ? null : Math.max(0, Math.ceil(error.retryAfterMs)),
  usage,
});

/** The step's own time was up; any other abort is not an outcome of the step and is thrown on. */
const timedOut = (
  { reason, usage }: { readonly reason: unknown; readonly usage: Usage },
  timeoutMs: number,
): StepFailure => {
  if (!(reason instanceof StepTimeout)) throw reason;
  return {
    kind: "timeout",
    message: `There was no answer within ${duration(timeoutMs)}.`,
    retryable: true,
    retryAfterMs: null,
    usage,
  };
};

/** Neither the answer nor its repair could be used. */
const invalidOutput = ({
  problem,
  usage,
}: {
  readonly problem: string;
  readonly usage: Usage;
}): StepFailure => ({
  kind: "invalid-output",
  message: clip(problem, 1_000),
  retryable: true,
  retryAfterMs: null,
  usage,
});

/** The model will not do it. Asking it again would not help, so people decide. */
const refused = ({
  reason,
  model,
  usage,
}: {
  readonly reason: string;
  readonly model: string;
  readonly usage: Usage;
}): StepFailure => ({
  kind: "invalid-output",
  message: clip(`The model ${model} refused: ${reason === "" ? "it gave no reason." : reason}`, 1_000),
  retryable: false,
  retryAfterMs: null,
  usage,
});

/** The same files again after a change was asked for. */
export const looped = (usage: Usage): StepFailure => ({
  kind: "loop",
  message: "The new version is the same as the one before, although a change was asked for.",
  retryable: false,
  retryAfterMs: null,
  usage,
});
