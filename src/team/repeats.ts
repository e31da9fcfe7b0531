import { didYouMean, list, quote } from "./names.ts";
import { ancestorsOf, type Ordered } from "./order.ts";
import type { Problem } from "./problem.ts";
import { orderedStages, type WorkflowFile } from "./workflow-file.ts";

/** What repeats ask for that cannot be: a beginning that is no earlier stage or may be skipped, or two that overlap. */
export function* repeatProblems(file: WorkflowFile): Generator<Problem> {
  const loops: Loop[] = [];
  for (const loop of loopsOf(file)) {
    const problem = beginning(loop, file) ?? overlap(loop, loops);
    if (problem !== undefined)
      yield {
        path: ["stages", loop.index, "repeat", ...(file.stages[loop.index]?.repeat?.from ? ["from"] : [])],
        text: problem,
      };
    loops.push(loop);
  }
}

interface Loop {
  readonly index: number;
  readonly id: string;
  readonly from: string;
  readonly stages: readonly Ordered[];
  /** The ids of all that is done again. */
  readonly body: ReadonlySet<string>;
}

function loopsOf(file: WorkflowFile): readonly Loop[] {
  const stages = orderedStages(file);
  return file.stages.flatMap(({ id, repeat }, index) => {
    if (repeat === undefined) return [];
    const from = repeat.from ?? id;
    const before = [id, ...ancestorsOf(id, stages)];
    const body = new Set(before.filter((one) => one === from || ancestorsOf(one, stages).has(from)));
    return [{ index, id, from, stages, body }];
  });
}

function beginning({ id, from, stages }: Loop, file: WorkflowFile): string | undefined {
  const allowed = [id, ...ancestorsOf(id, stages)];
  if (!allowed.includes(from)) {
    const hint = didYouMean(from, allowed);
    return `${quote(from)} is neither this stage nor one it depends on; choose one of ${list(allowed)}${hint}`;
  }
  const skippable = from !== id && file.stages.find((stage) => stage.id === from)?.when !== undefined;
  return skippable
    ? `${quote(from)} may be skipped by its "when"; choose a stage that always runs, or remove that "when"`
    : undefined;
}

function overlap(loop: Loop, others: readonly Loop[]): string | undefined {
  const clash = others.find(({ body }) => !isNested(body, loop.body));
  return clash === undefined
    ? undefined
    : `${quote(loop.from)} to ${quote(loop.id)} overlaps the repeat from ${quote(clash.from)} to ${quote(clash.id)}; put one wholly inside the other, or apart from it`;
}

/** Apart from each other, or one inside the other. */
function isNested(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  const shared = [...one].filter((id) => other.has(id)).length;
  return shared === 0 || shared === one.size || shared === other.size;
}
