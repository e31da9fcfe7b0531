import { estimateTokens } from "../llm/tokens.ts";
import type { ModelRequest, ModelResponse } from "../ports.ts";
import { tokensOf } from "../project/budget.ts";
import type { Usage } from "../project/words.ts";
import type { Context } from "./page.ts";
import type { Render } from "./prompt.ts";

/** An answer shorter than this holds nothing of use. */
const leastOutput = 300;

/** A prompt, and what a step may use for it. */
interface Limited {
  readonly context: Context;
  readonly render: Render;
  /** Tokens of the first answer at most. */
  readonly outputTokens: number;
  /** Tokens of the whole step, in and out. */
  readonly maxTokens: number;
}

/** What is left of the step's tokens for the answer to the same prompt; 0 when it is too little. */
export const roomFor = ({ context, outputTokens, maxTokens }: Limited, spent: Usage): number => {
  const left = maxTokens - tokensOf(spent) - context.tokens;
  return left < Math.min(leastOutput, outputTokens) ? 0 : left;
};

interface Fault {
  readonly response: ModelResponse;
  readonly problem: string;
}

/** Asks again with the faulty answer beside the same prompt, within what is left of the step's tokens; null when too little is left. */
export const repairOf = (
  { context, render, maxTokens }: Limited,
  request: ModelRequest,
  { response, problem }: Fault,
): ModelRequest | null => {
  const answer = { name: "your previous answer", text: response.text };
  const prompt = `${request.prompt}\n${render("repair", { problem, document: answer.name })}`;
  const input =
    context.tokens + estimateTokens(prompt.slice(request.prompt.length)) + estimateTokens(answer.text);
  const left = maxTokens - tokensOf(response.usage) - input;
  if (left < Math.min(leastOutput, request.maxTokens)) return null;
  return {
    ...request,
    key: `${request.key}:repair`,
    documents: [...request.documents, answer],
    prompt,
    maxTokens: Math.min(request.maxTokens, left),
  };
};
