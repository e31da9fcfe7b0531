import { parseExpression } from "../project/expression-parser.ts";
import { type Askable, askableAfter, askableBefore, askableInCheck } from "./askable.ts";
import { unknownIn } from "./asking.ts";
import { meaninglessIn } from "./meaning.ts";
import { ancestorsOf } from "./order.ts";
import type { Problem } from "./problem.ts";
import { orderedStages, stepsOf, type WorkflowFile } from "./workflow-file.ts";

/** A condition in the file, what it may ask for, and the stage it belongs to. */
interface Written {
  readonly path: readonly PropertyKey[];
  readonly text: string;
  readonly askable: ReadonlyMap<string, Askable>;
  readonly own: string;
}

/** Conditions that cannot be read, or that ask for what is not there, or that can never hold. */
export function* conditionProblems(file: WorkflowFile): Generator<Problem> {
  const ids = file.stages.map(({ id }) => id);
  for (const { path, text, askable, own } of [...stageConditions(file), ...checkConditions(file)]) {
    const parsed = parseExpression(text);
    if (!parsed.ok) yield { path, text: `cannot be read: ${parsed.problem}`, at: parsed.offset };
    else {
      const around = { askable, ids, own };
      const wrong = unknownIn(parsed.expression, around) ?? meaninglessIn(parsed.expression, around);
      if (wrong !== undefined) yield { path, text: wrong.problem, at: wrong.offset };
    }
  }
}

function* stageConditions(file: WorkflowFile): Generator<Written> {
  const ordered = orderedStages(file);
  for (const [index, { id, when, repeat }] of file.stages.entries()) {
    const before = ancestorsOf(id, ordered);
    if (when !== undefined)
      yield { path: ["stages", index, "when"], text: when, askable: askableBefore(before), own: id };
    if (repeat !== undefined)
      yield {
        path: ["stages", index, "repeat", "until"],
        text: repeat.until,
        askable: askableAfter([...before, id]),
        own: id,
      };
  }
}

function* checkConditions(file: WorkflowFile): Generator<Written> {
  for (const { path, stage, task } of stepsOf(file)) {
    for (const [index, { that }] of task.checks.entries())
      yield {
        path: [...path, "checks", index, "that"],
        text: that,
        askable: askableInCheck,
        own: stage.id,
      };
  }
}
