import { BotArmyError } from "../errors.ts";
import { ask, type AskParts } from "../llm/ask.ts";
import { shareTokens } from "../llm/share.ts";
import type { Bodies } from "../ports.ts";
import type { Project } from "../project/project.ts";
import type { StepFailure, StepResult } from "../project/result.ts";
import type { Role } from "../team/role.ts";
import { assignmentOf, type Assignment, type RunStep } from "./assignment.ts";
import { buildContext } from "./context.ts";
import { createDesk, type Desk } from "./desk.ts";
import { currentDocuments, previousVersion } from "./documents.ts";
import { resolveEvidence } from "./evidence.ts";
import { invalidOutput, outage, refused, timedOut } from "./failures.ts";
import { finishStep } from "./finish.ts";
import type { Material } from "./pieces.ts";
import { questionFor } from "./question.ts";

/** What a step needs from outside. */
export interface AgentParts extends AskParts {
  readonly bodies: Bodies;
  /** Told the answer so far, by models that stream. */
  readonly onText?: (textSoFar: string) => void;
  /** Kept from step to step. */
  readonly desk?: Desk;
}

/** How a step ended. Both count the tokens that were used. */
export type StepOutcome =
  | { readonly type: "done"; readonly result: StepResult }
  | { readonly type: "failed"; readonly failure: StepFailure };

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
  const assignment = assignmentOf(order.project, order.effect);
  const { bodies, desk = createDesk() } = parts;
  const { roles, render } = desk.open(await bodies.get(order.project.workflow.bundle));
  const material = await gather(assignment, bodies);
  const share = shareTokens(assignment.plan.maxTokens);
  const context = buildContext(material, {
    role: roleOf(roles, assignment),
    render,
    desk,
    limit: share.input,
    outputTokens: share.output,
  });
  const question = questionFor({
    assignment,
    context,
    render,
    key: order.effect.id,
    outputTokens: share.output,
    maxUsd: order.effect.maxUsd,
    timeoutMs: order.effect.timeoutMs,
    onText: parts.onText,
  });
  const answer = await ask(parts, question, signal);
  switch (answer.type) {
    case "ok":
      return finishStep(
        { material, context, draft: answer.value, usage: answer.usage, answeredBy: answer },
        bodies,
      );
    case "invalid":
      return { type: "failed", failure: invalidOutput(answer) };
    case "refused":
      return { type: "failed", failure: refused(answer) };
    case "outage":
      return { type: "failed", failure: outage(answer) };
    case "aborted":
      return { type: "failed", failure: timedOut(answer, order.effect.timeoutMs) };
  }
};

const gather = async (assignment: Assignment, bodies: Bodies): Promise<Material> => {
  const documents = await currentDocuments(assignment, bodies);
  const previous = await previousVersion(assignment, bodies);
  const planned = assignment.step === "produce" ? (assignment.stage.plan.result?.evidence ?? []) : [];
  const { found, notes } = resolveEvidence(planned, { documents, spec: assignment.project.spec.document });
  return { assignment, documents, previous, evidence: found, notes };
};

const roleOf = (roles: readonly Role[], { stage, project }: Assignment): Role => {
  const role = roles.find(({ id }) => id === stage.agent);
  if (role !== undefined) return role;
  throw new BotArmyError(
    "role-missing",
    `stage ${stage.id} belongs to ${stage.agent}, who is not in the team of ${project.id}; reassign it to ${roles.map(({ id }) => id).join(", ")}`,
  );
};
