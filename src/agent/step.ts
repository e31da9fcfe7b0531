import { ask } from "../llm/ask.ts";
import { shareTokens } from "../llm/share.ts";
import type { Bodies } from "../ports.ts";
import type { Project } from "../project/project.ts";
import { assignmentOf, type Assignment, type RunStep } from "./assignment.ts";
import { buildContext } from "./context.ts";
import { createDesk } from "./desk.ts";
import { currentDocuments, previousVersion } from "./documents.ts";
import { readEarlier } from "./earlier.ts";
import { resolveEvidence } from "./evidence.ts";
import { failureOf } from "./failures.ts";
import { finishStep } from "./finish.ts";
import type { AgentParts, StepOutcome } from "./outcome.ts";
import type { Material } from "./pieces.ts";
import { questionFor } from "./question.ts";
import { roleOf } from "./role-of.ts";
import { talk } from "./talk.ts";

/**
 * One step of one agent: context, prompt, model, checks. It changes nothing but the bodies and the record of calls, and the same
 * order with the same recorded calls gives the same result. Aborted with a `StepTimeout` it fails as `timeout`; aborted
 * with anything else it throws that reason. A broken template or an impossible limit throws BotArmyError.
 */
export const runStep = async (
  parts: AgentParts,
  order: { readonly project: Project; readonly effect: RunStep },
  signal: AbortSignal,
): Promise<StepOutcome> => {
  if (order.effect.step === "talk") return await talk(parts, order, signal);
  const assignment = assignmentOf(order.project, order.effect);
  const { bodies, desk = createDesk() } = parts;
  const { roles, render } = desk.open(await bodies.get(order.project.workflow.bundle));
  const material = await gather(assignment, bodies);
  const share = shareTokens(assignment.plan.maxTokens);
  const context = buildContext(material, {
    role: roleOf(roles, assignment.stage.agent, assignment),
    render,
    desk,
    limit: share.input,
    outputTokens: share.output,
  });
  const question = questionFor({
    assignment,
    context,
    earlier: material.earlier.structures,
    render,
    key: order.effect.id,
    outputTokens: share.output,
    maxUsd: order.effect.maxUsd,
    timeoutMs: order.effect.timeoutMs,
    onText: parts.onText,
  });
  const answer = await ask(parts, question, signal);
  if (answer.type !== "ok") return { type: "failed", failure: failureOf(answer, order.effect.timeoutMs) };
  return await finishStep(
    { material, context, draft: answer.value, usage: answer.usage, answeredBy: answer },
    bodies,
  );
};

const gather = async (assignment: Assignment, bodies: Bodies): Promise<Material> => {
  const documents = await currentDocuments(assignment, bodies);
  const previous = await previousVersion(assignment, bodies);
  const planned = assignment.step === "produce" ? (assignment.stage.plan.result?.evidence ?? []) : [];
  const { found, notes } = resolveEvidence(planned, { documents, spec: assignment.project.spec.document });
  const earlier = await readEarlier(assignment, bodies);
  return { assignment, documents, previous, evidence: found, notes, earlier };
};
