import type { Model, ModelRequest, ModelResponse } from "#src/ports.ts";

/** What the model does when it is called: answers (an object is sent as JSON), fails, or does what a function says. */
export type ScriptedStep =
  | string
  | Error
  | { readonly json: unknown }
  | ((request: ModelRequest, signal: AbortSignal) => string | Promise<string>);

/** A model that follows a script and remembers what it was asked. A call beyond the script is a mistake of the code under test. */
export const scriptedModel = (
  steps: readonly ScriptedStep[],
): Model & { readonly requests: readonly ModelRequest[] } => {
  const requests: ModelRequest[] = [];
  return {
    name: "scripted",
    requests,
    complete: async (request, signal) => {
      const step = steps[requests.length];
      requests.push(request);
      if (step === undefined) throw new Error(`unexpected model call ${requests.length}: ${request.key}`);
      return responseWith(await textOf(step, request, signal));
    },
  };
};

/** A paid answer: 100 tokens in, 10 out, one cent. */
export const responseWith = (text: string): ModelResponse => ({
  text,
  model: "scripted-1",
  usage: { calls: 1, tokensIn: 100, tokensOut: 10, usd: 0.01 },
});

const textOf = async (step: ScriptedStep, request: ModelRequest, signal: AbortSignal): Promise<string> => {
  if (step instanceof Error) throw step;
  if (typeof step === "string") return step;
  return typeof step === "function" ? step(request, signal) : JSON.stringify(step.json);
};
