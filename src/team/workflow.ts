import type { StagePlan, Workflow } from "../project/workflow.ts";
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
 * extension). Throws BotArmyError `workflow-invalid` of one line with file, line and column.
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
  if (problem) throw yaml.errorAt(yaml.offsetOf(problem.path), `${pathText(problem.path)} ${problem.text}`);
  const byId = new Map(roles.map((role) => [role.id, role]));
  const stages = written.stages.flatMap((stage, index) => {
    const role = byId.get(stage.agent);
    return role ? [stagePlan(stage, needsOf(written, index), role)] : [];
  });
  return { name: written.name, title: written.title, briefFile: written.brief, stages: [...inOrder(stages)] };
}

function stagePlan(stage: StageFile, needs: readonly string[], role: Role): StagePlan {
  const { id, title, agent, phase, gate } = stage;
  const inPhase = (step: StageFile["plan"]) => ({ ...step, file: `${phase}/${step.file}` });
  return {
    id,
    title,
    agent,
    phase,
    needs: [...new Set(needs)],
    plan: inPhase(stage.plan),
    produce: inPhase(stage.produce),
    gate: { approval: gate.approval, rollbackTo: gate.rollbackTo ?? id },
    timeoutMs: stage.timeout ?? role.timeoutMs,
    maxTokens: stage.maxTokens ?? role.maxTokens,
  };
}
