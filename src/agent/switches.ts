import type { ModelResponse } from "../ports.ts";
import type { StepResult } from "../project/result.ts";
import { clip } from "./words.ts";

/** Another provider answered than the one first asked: the thread is told. */
export const switchesOf = ({
  switched,
  model,
}: Pick<ModelResponse, "model" | "switched">): StepResult["switches"] =>
  switched === undefined
    ? []
    : [{ from: clip(switched.from, 120), to: clip(model, 120), reason: clip(switched.reason, 300) }];
