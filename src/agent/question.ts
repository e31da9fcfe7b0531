import { z } from "zod";
import type { Question } from "../llm/ask.ts";
import { estimateTokens } from "../llm/tokens.ts";
import type { ModelRequest, ModelResponse } from "../ports.ts";
import { tokensOf } from "../project/budget.ts";
import type { Usage } from "../project/words.ts";
import { acceptOutput, type Draft } from "./accept.ts";
import type { Assignment } from "./assignment.ts";
import type { Context } from "./context.ts";
import { StepOutput } from "./output.ts";
import type { Render } from "./prompt.ts";

/** An answer shorter than this holds no document. */
const leastOutput = 300;

const schema = { name: "step_output", json: z.toJSONSchema(StepOutput) };

/** A prepared step: everything its model calls are made from. */
export interface Prepared {
  readonly assignment: Assignment;
  readonly context: Context;
  readonly render: Render;
  /** The effect's id: the call is recorded under it. */
  readonly key: string;
  readonly outputTokens: number;
  /** Dollars reserved for the step; 0 when nothing costs. */
  readonly maxUsd: number;
  /** Milliseconds that the step may take. */
  readonly timeoutMs: number;
  readonly onText: ModelRequest["onText"];
}

/** The question of a step to its model, with its one repair. */
export const questionFor = (prepared: Prepared): Question<Draft> => {
  const request = requestOf(prepared);
  return {
    request,
    read: (json) => acceptOutput(json, prepared.assignment),
    repair: (response, problem) => repairOf(prepared, request, { response, problem }),
    room: (spent) => roomFor(prepared, spent),
  };
};

const requestOf = (prepared: Prepared): ModelRequest => {
  const { assignment, context, key, outputTokens, maxUsd, timeoutMs, onText } = prepared;
  const { project, stage, step, attempt } = assignment;
  return {
    key,
    about: {
      project: project.id,
      agent: stage.agent,
      stage: stage.id,
      step,
      attempt,
      saving: project.settings.saving,
    },
    system: context.system,
    documents: context.documents,
    prompt: context.prompt,
    schema,
    maxTokens: outputTokens,
    timeoutMs,
    ...(maxUsd === 0 ? {} : { maxUsd }),
    ...(onText === undefined ? {} : { onText }),
  };
};

/** What is left of the step's tokens for the answer to the same prompt; 0 when it is too little. */
const roomFor = ({ assignment, context, outputTokens }: Prepared, spent: Usage): number => {
  const left = assignment.plan.maxTokens - tokensOf(spent) - context.tokens;
  return left < Math.min(leastOutput, outputTokens) ? 0 : left;
};

interface Fault {
  readonly response: ModelResponse;
  readonly problem: string;
}

/** Asks again with the faulty answer beside the same prompt, within what is left of the step's tokens; null when too little is left. */
const repairOf = (
  { assignment, context, render }: Prepared,
  request: ModelRequest,
  { response, problem }: Fault,
): ModelRequest | null => {
  const answer = { name: "your previous answer", text: response.text };
  const prompt = `${request.prompt}\n${render("repair", { problem, document: answer.name })}`;
  const input =
    context.tokens + estimateTokens(prompt.slice(request.prompt.length)) + estimateTokens(answer.text);
  const left = assignment.plan.maxTokens - tokensOf(response.usage) - input;
  if (left < Math.min(leastOutput, request.maxTokens)) return null;
  return {
    ...request,
    key: `${request.key}:repair`,
    documents: [...request.documents, answer],
    prompt,
    maxTokens: Math.min(request.maxTokens, left),
  };
};
