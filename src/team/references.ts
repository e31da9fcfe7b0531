import { didYouMean, list, quote } from "./names.ts";
import { ancestorsOf, findCycle, type Ordered } from "./order.ts";
import { needsOf, type WorkflowFile } from "./workflow-file.ts";

/** Something in a workflow that contradicts the rest of it. `path` leads to the value. */
export interface Problem {
  readonly path: readonly PropertyKey[];
  readonly text: string;
}

/** What a workflow may refer to. */
export interface Known {
  /** The file's name without extension. */
  readonly name: string;
  readonly agents: readonly string[];
  readonly templates: readonly string[];
}

/** Everything a workflow's values say of each other and of what is around them, and that is not so. */
export function* findProblems(file: WorkflowFile, known: Known): Generator<Problem> {
  if (file.name !== known.name) {
    yield {
      path: ["name"],
      text: `${quote(file.name)} is not the file's name; write ${quote(known.name)} or rename the file`,
    };
  }
  yield* stageIdProblems(file);
  yield* agentProblems(file, known.agents);
  yield* templateProblems(file, known.templates);
  yield* needsProblems(file);
  yield* rollbackProblems(file);
  yield* fileProblems(file);
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
    const text = `${quote(agent)} is not an agent; known agents: ${list(agents)}${didYouMean(agent, agents)}`;
    yield { path: ["stages", index, "agent"], text };
  }
}

function* templateProblems({ stages }: WorkflowFile, templates: readonly string[]): Generator<Problem> {
  for (const [index, stage] of stages.entries()) {
    for (const step of ["plan", "produce"] as const) {
      const { template } = stage[step];
      if (templates.includes(template)) continue;
      const text = `${quote(template)} is not a prompt template; known templates: ${list(templates)}${didYouMean(template, templates)}`;
      yield { path: ["stages", index, step, "template"], text };
    }
  }
}

function* needsProblems(file: WorkflowFile): Generator<Problem> {
  const ids = file.stages.map(({ id }) => id);
  for (const [index, { needs = [] }] of file.stages.entries()) {
    for (const [at, need] of needs.entries()) {
      if (ids.includes(need)) continue;
      const text = `${quote(need)} is not a stage; stages are ${list(ids)}${didYouMean(need, ids)}`;
      yield { path: ["stages", index, "needs", at], text };
    }
  }
  const cycle = findCycle(ordered(file));
  if (cycle) {
    const path = ["stages", ids.indexOf(cycle[0] ?? ""), "needs"];
    yield { path, text: `is part of a circle: ${cycle.join(" needs ")}; remove one of these needs` };
  }
}

function* rollbackProblems(file: WorkflowFile): Generator<Problem> {
  const stages = ordered(file);
  for (const [index, { id, gate }] of file.stages.entries()) {
    const { rollbackTo } = gate;
    const allowed = [id, ...ancestorsOf(id, stages)];
    if (rollbackTo === undefined || allowed.includes(rollbackTo)) continue;
    const hint = didYouMean(rollbackTo, allowed);
    const text = `${quote(rollbackTo)} is neither this stage nor one it depends on; possible: ${list(allowed)}${hint}`;
    yield { path: ["stages", index, "gate", "rollbackTo"], text };
  }
}

function* fileProblems({ brief, stages }: WorkflowFile): Generator<Problem> {
  // Without regard to case, because some disks have none.
  const writers = new Map([[brief.toLowerCase(), "the brief"]]);
  for (const [index, stage] of stages.entries()) {
    for (const step of ["plan", "produce"] as const) {
      const path = `${stage.phase}/${stage[step].file}`;
      const writer = writers.get(path.toLowerCase());
      if (writer !== undefined) {
        yield {
          path: ["stages", index, step, "file"],
          text: `${quote(path)} is already written by ${writer}; choose another name`,
        };
      }
      writers.set(path.toLowerCase(), `stages[${index}].${step}`);
    }
  }
}

function ordered(file: WorkflowFile): readonly Ordered[] {
  return file.stages.map(({ id }, index) => ({ id, needs: needsOf(file, index) }));
}
