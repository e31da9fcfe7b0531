import type { Bodies } from "../ports.ts";
import { dependentsOf, planOf } from "../project/draft.ts";
import type { Project } from "../project/project.ts";
import type { StepResult } from "../project/result.ts";
import type { Assignment } from "./assignment.ts";
import { readStatements, type Statement } from "./statements.ts";
import { readStructure, withStructure, type Structures } from "./structures/structure.ts";

/** What a finished stage states. */
export interface Stated {
  readonly stage: string;
  readonly statements: readonly Statement[];
}

/** Results of other stages as data. */
export interface Earlier {
  /** Of the stages that this one builds on; the latest of each kind. */
  readonly structures: Structures;
  /** Of every stage whose result stands and does not build on this one, in the order of the workflow. */
  readonly stated: readonly Stated[];
}

/** Reads what the stages before a step brought as data. */
export const readEarlier = async ({ project, plan }: Assignment, bodies: Bodies): Promise<Earlier> => {
  const standing = standingResults(project).filter(
    ({ stage }) => stage !== plan.id && !dependentsOf(project, plan.id).includes(stage),
  );
  const before = standing.filter(({ stage }) => dependentsOf(project, stage).includes(plan.id));
  return {
    structures: await readStructures(project, before, bodies),
    stated: await Promise.all(
      standing.map(async ({ stage, result: { statements } }) => ({
        stage,
        statements: statements === undefined ? [] : readStatements(await bodies.get(statements)),
      })),
    ),
  };
};

interface Standing {
  readonly stage: string;
  readonly result: StepResult;
}

const standingResults = ({ stages }: Project): readonly Standing[] =>
  stages.flatMap(({ id, state, produce }) =>
    state === "done" && produce.result !== null ? [{ stage: id, result: produce.result }] : [],
  );

/** One that another version kept in another form counts as not there. */
const readStructures = async (
  project: Project,
  standing: readonly Standing[],
  bodies: Bodies,
): Promise<Structures> => {
  let structures: Structures = {};
  for (const { stage, result } of standing) {
    const kind = planOf(project, stage).produce.structure;
    if (kind === undefined || result.structure === undefined) continue;
    const read = readStructure(kind, JSON.parse(await bodies.get(result.structure)));
    if (read.ok) structures = withStructure(structures, read.value);
  }
  return structures;
};
