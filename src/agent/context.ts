import { BotArmyError } from "../errors.ts";
import type { Role } from "../team/role.ts";
import type { Assignment } from "./assignment.ts";
import type { Desk } from "./desk.ts";
import { fit } from "./fit.ts";
import { openPage, type Context } from "./page.ts";
import { piecesFor, type Material } from "./pieces.ts";
import type { Render } from "./prompt.ts";

/** Who writes, with which templates, in how much room. */
export interface Writing {
  readonly role: Role;
  readonly render: Render;
  readonly desk: Desk;
  /** Tokens the whole prompt may have. */
  readonly limit: number;
  /** Tokens the answer may have: told, so that it is not cut off. */
  readonly outputTokens: number;
}

/**
 * Puts a step's prompt together within a token limit. What does not fit is left out by priority and the prompt says so; the
 * brief is always there, and cut only when everything else is gone already, which is said too.
 * Throws BotArmyError `context-too-small` when not even the step's own instructions fit.
 */
export const buildContext = (material: Material, writing: Writing): Context => {
  const { assignment } = material;
  const { role, render } = writing;
  const system = render("system", { role, marks: marksOf(assignment) });
  const write = openPage(
    { system, template: assignment.task.template, values: facts(assignment, role) },
    writing,
  );
  const selection = fit(
    piecesFor(material, writing.desk),
    writing.limit,
    (candidate) => write(candidate).tokens,
  );
  if (selection !== undefined) return write(selection);
  throw tooSmall(assignment, writing.limit, write({ kept: [], leftOut: [] }).tokens);
};

/** What every template may name. */
const facts = (assignment: Assignment, role: Role): Readonly<Record<string, unknown>> => {
  const { project, plan, stage, step, task, attempt, judges } = assignment;
  const after = project.workflow.stages.filter(({ needs }) => needs.includes(plan.id));
  return {
    role,
    marks: marksOf(assignment),
    project: { title: project.title },
    workflow: { title: project.workflow.title },
    stage: {
      id: stage.id,
      title: plan.title,
      phase: plan.phase,
      result_file: plan.produce.file,
      result_sections: plan.produce.sections,
    },
    step: {
      kind: step,
      file: task.file,
      sections: task.sections,
      instructions: task.instructions ?? "",
      structure: task.structure ?? "",
      attempt,
      judges,
    },
    handed: plan.needs.map((need) => handedBy(assignment, need)),
    next: after.map((next) => ({ title: next.title, agent: agentName(assignment, next.agent) })),
  };
};

/** The numbers that decide what people are asked, so that an agent knows what its own numbers do. */
export const marksOf = ({ project: { settings } }: Assignment): Readonly<Record<string, number>> => ({
  escalate_below: settings.escalateBelow,
  approve_below: settings.approveBelow,
  agree_from: settings.agreeFrom,
});

const handedBy = (assignment: Assignment, need: string): Readonly<Record<string, unknown>> => {
  const { project } = assignment;
  const plan = project.workflow.stages.find(({ id }) => id === need);
  const stage = project.stages.find(({ id }) => id === need);
  return {
    title: plan?.title ?? need,
    file: plan?.produce.file ?? "",
    agent: agentName(assignment, stage?.agent ?? need),
    settled: stage?.settled ?? false,
  };
};

const agentName = ({ project }: Assignment, id: string): string =>
  project.team.find((member) => member.id === id)?.name ?? id;

const tooSmall = ({ project, plan, step }: Assignment, limit: number, needed: number): BotArmyError =>
  new BotArmyError(
    "context-too-small",
    `step ${plan.id}.${step} of workflow ${project.workflow.name} has ${limit} tokens for its prompt, but its instructions alone need about ${needed}; raise maxTokens of that stage`,
  );
