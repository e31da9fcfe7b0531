import { Slug } from "../project/words.ts";
import { conditionProblems } from "./conditions.ts";
import { discussionProblems } from "./discussions.ts";
import { didYouMean, list, quote } from "./names.ts";
import { ancestorsOf, findCycle } from "./order.ts";
import type { Problem } from "./problem.ts";
import { repeatProblems } from "./repeats.ts";
import { pathText } from "./schema.ts";
import { orderedStages, stepsOf, type WorkflowFile } from "./workflow-file.ts";

/** What a workflow may refer to. */
export interface Known {
  /** The file's name without extension. */
  readonly name: string;
  readonly agents: readonly string[];
  readonly templates: readonly string[];
}

/** Everything a workflow's values say of each other and of what is around them, and that is not so. */
export function* findProblems(file: WorkflowFile, known: Known): Generator<Problem> {
  yield* nameProblems(file.name, known.name);
  yield* stageIdProblems(file);
  yield* agentProblems(file, known.agents);
  yield* templateProblems(file, known.templates);
  yield* needsProblems(file);
  yield* rollbackProblems(file);
  yield* fileProblems(file);
  yield* stepProblems(file);
  yield* discussionProblems(file, known.agents);
  yield* repeatProblems(file);
  yield* conditionProblems(file);
}

function* nameProblems(written: string, called: string): Generator<Problem> {
  if (written === called) return;
  const advice = Slug.safeParse(called).success
    ? `write ${quote(called)} or rename the file`
    : `rename the file to ${written}.yml`;
  yield { path: ["name"], text: `${quote(written)} is not the file's name; ${advice}` };
}

function* stageIdProblems({ stages }: WorkflowFile): Generator<Problem> {
  for (const [index, { id }] of stages.entries()) {
    const path = ["stages", index, "id"];
    if (id === "brief") yield { path, text: `"brief" is what the brief itself is called; choose another id` };
    const first = stages.findIndex((stage) => stage.id === id);
    if (first < index)
      yield { path, text: `${quote(id)} is also the id of stages[${first}]; give each stage its own` };
  }
}

function* agentProblems({ stages }: WorkflowFile, agents: readonly string[]): Generator<Problem> {
  for (const [index, { agent }] of stages.entries()) {
    if (agents.includes(agent)) continue;
    const text = `${quote(agent)} is not an agent; choose one of ${list(agents)}${didYouMean(agent, agents)}`;
    yield { path: ["stages", index, "agent"], text };
  }
}

function* templateProblems(file: WorkflowFile, templates: readonly string[]): Generator<Problem> {
  for (const { path, task } of stepsOf(file)) {
    const { template } = task;
    if (templates.includes(template)) continue;
    const text = `${quote(template)} is not a prompt template; choose one of ${list(templates)}${didYouMean(template, templates)}`;
    yield { path: [...path, "template"], text };
  }
}

function* needsProblems(file: WorkflowFile): Generator<Problem> {
  const ids = file.stages.map(({ id }) => id);
  for (const [index, { needs = [] }] of file.stages.entries()) {
    for (const [at, need] of needs.entries()) {
      if (ids.includes(need)) continue;
      const text = `${quote(need)} is not a stage; choose one of ${list(ids)}${didYouMean(need, ids)}`;
      yield { path: ["stages", index, "needs", at], text };
    }
  }
  const cycle = findCycle(orderedStages(file));
  if (cycle) {
    const path = ["stages", ids.indexOf(cycle[0] ?? ""), "needs"];
    yield { path, text: `is part of a circle: ${cycle.join(" needs ")}; remove one of these needs` };
  }
}

function* rollbackProblems(file: WorkflowFile): Generator<Problem> {
  const stages = orderedStages(file);
  for (const [index, { id, gate }] of file.stages.entries()) {
    const { rollbackTo } = gate;
    const allowed = [id, ...ancestorsOf(id, stages)];
    if (rollbackTo === undefined || allowed.includes(rollbackTo)) continue;
    const hint = didYouMean(rollbackTo, allowed);
    const text = `${quote(rollbackTo)} is neither this stage nor one it depends on; choose one of ${list(allowed)}${hint}`;
    yield { path: ["stages", index, "gate", "rollbackTo"], text };
  }
}

function* fileProblems(file: WorkflowFile): Generator<Problem> {
  // Without regard to case, because some disks have none.
  const writers = new Map([[file.brief.toLowerCase(), "the brief"]]);
  for (const { path, stage, task } of stepsOf(file)) {
    const written = `${stage.phase}/${task.file}`;
    const writer = writers.get(written.toLowerCase());
    if (writer !== undefined) {
      const text = `${quote(written)} is already written by ${writer}; choose another name`;
      yield { path: [...path, "file"], text };
    }
    writers.set(written.toLowerCase(), pathText(path));
  }
}

function* stepProblems(file: WorkflowFile): Generator<Problem> {
  for (const { path, stage, task } of stepsOf(file)) {
    if (task === stage.plan && task.structure !== undefined)
      yield { path: [...path, "structure"], text: "belongs to what the stage produces; move it to produce" };
    const names = task.checks.map(({ name }) => name.toLowerCase());
    const twice = names.findIndex((name, index) => names.indexOf(name) < index);
    if (twice >= 0) {
      const text = `${quote(task.checks[twice]?.name ?? "")} is also the name of checks[${names.indexOf(names[twice] ?? "")}]; give each check its own`;
      yield { path: [...path, "checks", twice, "name"], text };
    }
  }
}
