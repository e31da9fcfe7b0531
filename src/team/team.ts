import { BotArmyError } from "../errors.ts";
import type { AgentCard, Workflow } from "../project/workflow.ts";
import { type Bundle, canonicalJson } from "./bundle.ts";
import { didYouMean, list, quote } from "./names.ts";
import { isForSteps } from "./prompt-names.ts";
import { checkPrompts } from "./prompts.ts";
import { parseRole, type Role } from "./role.ts";
import { nameOf, type SourceText } from "./source.ts";
import { type LoadedWorkflow, parseWorkflow } from "./workflow.ts";

/** All files that describe agents, workflows and prompts. */
export interface TeamSources {
  readonly agents: readonly SourceText[];
  readonly workflows: readonly SourceText[];
  readonly prompts: readonly SourceText[];
}

/** What a project is started with. The caller stores the bundle as JSON and adds its reference to the workflow. */
export interface Team {
  readonly workflow: Omit<Workflow, "bundle">;
  readonly bundle: Bundle;
  readonly team: readonly AgentCard[];
}

/** One line of a list of workflows. */
export interface WorkflowSummary {
  readonly name: string;
  readonly title: string;
  readonly stages: number;
  /** Ids of its agents, in the order in which they first act. */
  readonly agents: readonly string[];
}

/**
 * Reads a workflow by name with the roles it uses. The hash changes with whatever those say, not with how it is laid out.
 * Throws BotArmyError `workflow-unknown`, `workflow-invalid`, `role-invalid` or `template-invalid`.
 */
export function loadTeam(sources: TeamSources, workflowName: string, sha256: (text: string) => string): Team {
  const file = findWorkflow(sources.workflows, workflowName);
  const roles = parseRoles(sources.agents);
  const workflow = parseWorkflow(file, roles, templateNames(sources.prompts));
  checkPrompts(sources.prompts);
  const used = usedRoles(workflow, roles);
  const prompts = Object.fromEntries(sources.prompts.map(({ path, text }) => [path, text]));
  const bundle = { roles: [...used], prompts };
  const hash = sha256(canonicalJson({ workflow, bundle }));
  return { workflow: { ...workflow, hash }, bundle, team: used.map(cardOf) };
}

/** Every workflow there is, by name. Throws the error of the first file that is not right. */
export function listWorkflows(sources: TeamSources): readonly WorkflowSummary[] {
  const roles = parseRoles(sources.agents);
  refuseTwins(sources.workflows, "workflow-invalid");
  checkPrompts(sources.prompts);
  return sources.workflows
    .map((file) => parseWorkflow(file, roles, templateNames(sources.prompts)))
    .map(({ name, title, stages }) => ({ name, title, stages: stages.length, agents: agentsOf(stages) }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function findWorkflow(files: readonly SourceText[], name: string): SourceText {
  refuseTwins(files, "workflow-invalid");
  const file = files.find((candidate) => nameOf(candidate) === name);
  if (file) return file;
  const names = files.map(nameOf).toSorted();
  throw new BotArmyError(
    "workflow-unknown",
    `there is no workflow ${quote(name)}; known workflows: ${list(names)}${didYouMean(name, names)}`,
  );
}

function parseRoles(files: readonly SourceText[]): readonly Role[] {
  refuseTwins(files, "role-invalid");
  return files.map(parseRole).toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

function refuseTwins(files: readonly SourceText[], code: string): void {
  const paths = new Map<string, string>();
  for (const file of files) {
    const other = paths.get(nameOf(file));
    if (other !== undefined)
      throw new BotArmyError(
        code,
        `${file.path}:1:1 has the same name as ${other}; rename or remove one of them`,
      );
    paths.set(nameOf(file), file.path);
  }
}

/** What a step may name: neither parts such as `_layout.liquid`, nor templates of a purpose of their own. */
function templateNames(prompts: readonly SourceText[]): readonly string[] {
  return prompts.map(nameOf).filter(isForSteps).toSorted();
}

function agentsOf(stages: LoadedWorkflow["stages"]): readonly string[] {
  return [...new Set(stages.flatMap(({ agent, discuss }) => [agent, ...(discuss?.members ?? [])]))];
}

function usedRoles(workflow: LoadedWorkflow, roles: readonly Role[]): readonly Role[] {
  return agentsOf(workflow.stages).flatMap((id) => roles.filter((role) => role.id === id));
}

function cardOf({ id, name, badge, description, capabilities }: Role): AgentCard {
  return { id, name, badge, description, capabilities };
}
