import type { StagePlan, StepPlan, Workflow } from "../project/workflow.ts";
import { inOrder } from "./order.ts";
import { findProblems } from "./references.ts";
import type { Role } from "./role.ts";
import { pathText, readAs } from "./schema.ts";
import { nameOf, plainText, type SourceText } from "./source.ts";
import { needsOf, type StageFile, WorkflowFile } from "./workflow-file.ts";
import { readYaml } from "./yaml.ts";

/** A workflow that fits its agents and templates, before it is pinned in a project. */
export type LoadedWorkflow = Omit<Workflow, "hash" | "bundle">;

/**
 * Reads a workflow file. Every agent it names must be among `roles`, every template among `templates` (names without
 * extension). What is left out and has no default is absent, so that it changes no hash. Throws BotArmyError
 * `workflow-invalid` of one line with file, line and column.
 */
export function parseWorkflow(
  file: SourceText,
  roles: readonly Role[],
  templates: readonly string[],
): LoadedWorkflow {
  const yaml = readYaml({ path: file.path, text: plainText(file), firstLine: 1, code: "workflow-invalid" });
  const written = readAs(WorkflowFile, yaml);
  const known = { name: nameOf(file), agents: roles.map(({ id }) => id), templates };
  const [problem] = findProblems(written, known);
  if (problem) {
    const offset =
      problem.at === undefined ? yaml.offsetOf(problem.path) : yaml.offsetIn(problem.path, problem.at);
    throw yaml.errorAt(offset, `${pathText(problem.path)} ${problem.text}`);
  }
  const byId = new Map(roles.map((role) => [role.id, role]));
  const stages = written.stages.flatMap((stage, index) => {
    const role = byId.get(stage.agent);
    return role ? [stagePlan(stage, needsOf(written, index), role)] : [];
  });
  const { name, title, brief, parallel = 1 } = written;
  return {
    name,
    title,
    briefFile: brief,
    stages: [...inOrder(stages)],
    ...(parallel === 1 ? {} : { parallel }),
  };
}

function stagePlan(stage: StageFile, needs: readonly string[], role: Role): StagePlan {
  const { id, agent, phase, gate, plan, when, model } = stage;
  return {
    id,
    title: stage.title ?? titleOf(id),
    agent,
    phase,
    needs: [...new Set(needs)],
    plan: plan === undefined ? null : stepPlan(plan, phase),
    produce: stepPlan(stage.produce, phase),
    gate: { approval: gate.approval, rollbackTo: gate.rollbackTo ?? id },
    ...(when === undefined ? {} : { when: when.trim() }),
    ...repeatOf(stage),
    ...discussOf(stage),
    ...(model === undefined ? {} : { model }),
    timeoutMs: stage.timeout ?? role.timeoutMs,
    maxTokens: stage.maxTokens ?? role.maxTokens,
  };
}

/** `go-to-market` is `Go to market`. */
function titleOf(id: string): string {
  const words = id.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function stepPlan(step: StageFile["produce"], phase: string): StepPlan {
  const { file, template, sections, instructions, structure, checks } = step;
  return {
    file: `${phase}/${file}`,
    template,
    sections,
    ...(instructions === undefined ? {} : { instructions }),
    ...(structure === undefined ? {} : { structure }),
    ...(checks.length === 0 ? {} : { checks: checks.map(({ name, that }) => ({ name, that: that.trim() })) }),
  };
}

function repeatOf({ id, repeat }: StageFile): Pick<StagePlan, "repeat"> {
  return repeat === undefined
    ? {}
    : { repeat: { ...repeat, from: repeat.from ?? id, until: repeat.until.trim() } };
}

function discussOf({ discuss }: StageFile): Pick<StagePlan, "discuss"> {
  return discuss === undefined
    ? {}
    : { discuss: { ...discuss, max: discuss.max ?? discuss.members.length * 2 } };
}
