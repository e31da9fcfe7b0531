import { BotArmyError } from "../errors.ts";
import { ask, type AskParts } from "../llm/ask.ts";
import type { Bodies } from "../ports.ts";
import type { Project } from "../project/project.ts";
import type { StepFailure, StepResult } from "../project/result.ts";
import { parseBundle, type Bundle } from "../team/bundle.ts";
import type { Role } from "../team/role.ts";
import { assignmentOf, type Assignment, type RunStep } from "./assignment.ts";
import { buildContext } from "./context.ts";
import { currentDocuments, previousVersion } from "./documents.ts";
import { resolveEvidence } from "./evidence.ts";
import { invalidOutput, outage, timedOut } from "./failures.ts";
import { finishStep } from "./finish.ts";
import type { Material } from "./pieces.ts";
import { createRenderer } from "./prompt.ts";
import { questionFor, shareTokens } from "./question.ts";

/** What a step needs from outside. */
export interface AgentParts extends AskParts {
  readonly bodies: Bodies;
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
  const bundle = parseBundle(await parts.bodies.get(order.project.workflow.bundle));
  const render = createRenderer(bundle.prompts);
  const material = await gather(assignment, parts.bodies);
  const share = shareTokens(assignment.plan.maxTokens);
  const context = buildContext(material, {
    role: roleOf(bundle, assignment),
    render,
    limit: share.input,
    outputTokens: share.output,
  });
  const question = questionFor({
    assignment,
    context,
    render,
    key: order.effect.id,
    outputTokens: share.output,
  });
  const answer = await ask(parts, question, signal);
  switch (answer.type) {
    case "ok":
      return finishStep(
        { material, context, draft: answer.value, usage: answer.usage, model: answer.model },
        parts.bodies,
      );
    case "invalid":
      return { type: "failed", failure: invalidOutput(answer) };
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

const roleOf = ({ roles }: Bundle, { stage, project }: Assignment): Role => {
  const role = roles.find(({ id }) => id === stage.agent);
  if (role !== undefined) return role;
  throw new BotArmyError(
    "role-missing",
    `stage ${stage.id} belongs to ${stage.agent}, who is not in the team of ${project.id}; reassign it to ${roles.map(({ id }) => id).join(", ")}`,
  );
};
