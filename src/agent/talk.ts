import { z } from "zod";
import { ask, type Question } from "../llm/ask.ts";
import { shareTalkTokens } from "../llm/share.ts";
import type { ModelRequest } from "../ports.ts";
import type { Project } from "../project/project.ts";
import type { StepResult } from "../project/result.ts";
import type { RunStep } from "./assignment.ts";
import { createDesk } from "./desk.ts";
import { failureOf } from "./failures.ts";
import { groundClaims } from "./grounding.ts";
import type { AgentParts, StepOutcome } from "./outcome.ts";
import type { Context } from "./page.ts";
import type { Render } from "./prompt.ts";
import { repairOf, roomFor } from "./repair.ts";
import { roleOf } from "./role-of.ts";
import { switchesOf } from "./switches.ts";
import { buildTalkContext } from "./talk-context.ts";
import { gatherTalk, type TalkMaterial } from "./talk-material.ts";
import { acceptTurn, TalkOutput, type SpokenTurn } from "./talk-output.ts";
import { clip } from "./words.ts";

const schema = { name: "talk_output", json: z.toJSONSchema(TalkOutput) };

/** An order to say something. */
interface Order {
  readonly project: Project;
  readonly effect: RunStep;
}

/** One turn of an agent in a talk: what it says, what it proposes and how far it agrees. It writes nothing. Ends as `runStep` does. */
export const talk = async (parts: AgentParts, order: Order, signal: AbortSignal): Promise<StepOutcome> => {
  const { project, effect } = order;
  const { bodies, desk = createDesk() } = parts;
  const { roles, render } = desk.open(await bodies.get(project.workflow.bundle));
  const material = await gatherTalk(project, effect, bodies);
  const share = shareTalkTokens(material.assignment.plan.maxTokens);
  const context = buildTalkContext(material, {
    role: roleOf(roles, material.speaker, material.assignment),
    render,
    desk,
    limit: share.input,
    outputTokens: share.output,
  });
  const question = questionFor(
    order,
    { material, context, render, outputTokens: share.output },
    parts.onText,
  );
  const answer = await ask(parts, question, signal);
  if (answer.type !== "ok") return { type: "failed", failure: failureOf(answer, effect.timeoutMs) };
  return { type: "done", result: resultOf(material, answer) };
};

interface Prepared {
  readonly material: TalkMaterial;
  readonly context: Context;
  readonly render: Render;
  readonly outputTokens: number;
}

const questionFor = (
  order: Order,
  prepared: Prepared,
  onText: ModelRequest["onText"],
): Question<SpokenTurn> => {
  const { material, context, outputTokens } = prepared;
  const { discussion, speaker, assignment } = material;
  const { effect } = order;
  const { project, plan, stage } = assignment;
  const request: ModelRequest = {
    key: effect.id,
    about: {
      project: project.id,
      agent: speaker,
      stage: effect.stage,
      step: "talk",
      attempt: effect.attempt,
      saving: project.settings.saving,
      // A stage's own model is its agent's; the others in the talk have theirs.
      ...(plan.model === undefined || speaker !== stage.agent ? {} : { model: plan.model }),
    },
    system: context.system,
    documents: context.documents,
    prompt: context.prompt,
    schema,
    maxTokens: outputTokens,
    timeoutMs: effect.timeoutMs,
    ...(effect.maxUsd === 0 ? {} : { maxUsd: effect.maxUsd }),
    ...(onText === undefined ? {} : { onText }),
  };
  const limited = { ...prepared, maxTokens: assignment.plan.maxTokens };
  return {
    request,
    read: (json) => acceptTurn(json, discussion, speaker),
    repair: (response, problem) => repairOf(limited, request, { response, problem }),
    room: (spent) => roomFor(limited, spent),
  };
};

type Answered = Extract<Awaited<ReturnType<typeof ask<SpokenTurn>>>, { type: "ok" }>;

const resultOf = ({ documents }: TalkMaterial, answer: Answered): StepResult => {
  const { text, turn, claims } = answer.value;
  const grounded = groundClaims(claims, { documents, evidence: [] });
  return {
    summary: text,
    confidence: turn.agreement,
    verdict: null,
    files: [],
    specPatch: [],
    questions: [],
    evidence: [],
    checks: [],
    quality: 1,
    claims: { total: grounded.length, grounded: grounded.filter((one) => one.grounded).length },
    turn,
    dependsOn: [],
    model: clip(answer.model, 120),
    switches: switchesOf(answer),
    usage: answer.usage,
  };
};
