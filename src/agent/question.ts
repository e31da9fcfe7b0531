import { z } from "zod";
import type { Question } from "../llm/ask.ts";
import type { ModelRequest } from "../ports.ts";
import { acceptOutput, type Draft } from "./accept.ts";
import type { Assignment } from "./assignment.ts";
import { outputSchema } from "./output.ts";
import type { Context } from "./page.ts";
import type { Render } from "./prompt.ts";
import { repairOf, roomFor } from "./repair.ts";
import type { Structures } from "./structures/structure.ts";

/** By kind of structure; without one under `none`. */
const known = new Map<string, ModelRequest["schema"]>();

/** The schema of a step's answer; made once for each kind, since it is large. */
const schemaOf = ({ task: { structure } }: Assignment): ModelRequest["schema"] => {
  const made = known.get(structure ?? "none") ?? {
    name: structure === undefined ? "step_output" : `step_output_${structure.replaceAll("-", "_")}`,
    json: z.toJSONSchema(outputSchema(structure)),
  };
  known.set(structure ?? "none", made);
  return made;
};

/** A prepared step: everything its model calls are made from. */
export interface Prepared {
  readonly assignment: Assignment;
  readonly context: Context;
  /** Of the stages before. */
  readonly earlier: Structures;
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
  const limited = { ...prepared, maxTokens: prepared.assignment.plan.maxTokens };
  return {
    request,
    read: (json) =>
      acceptOutput(json, prepared.assignment, {
        earlier: prepared.earlier,
        directions: prepared.context.directions,
      }),
    repair: (response, problem) => repairOf(limited, request, { response, problem }),
    room: (spent) => roomFor(limited, spent),
  };
};

const requestOf = (prepared: Prepared): ModelRequest => {
  const { assignment, context, key, outputTokens, maxUsd, timeoutMs, onText } = prepared;
  const { project, plan, stage, step, attempt } = assignment;
  return {
    key,
    about: {
      project: project.id,
      agent: stage.agent,
      stage: stage.id,
      step,
      attempt,
      saving: project.settings.saving,
      ...(plan.model === undefined ? {} : { model: plan.model }),
    },
    system: context.system,
    documents: context.documents,
    prompt: context.prompt,
    schema: schemaOf(assignment),
    maxTokens: outputTokens,
    timeoutMs,
    ...(maxUsd === 0 ? {} : { maxUsd }),
    ...(onText === undefined ? {} : { onText }),
  };
};
