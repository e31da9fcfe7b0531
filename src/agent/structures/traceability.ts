import type { Requirement } from "./requirements.ts";
import type { Structures } from "./structure.ts";

/** One requirement on its way through the stages. */
export interface Trace {
  readonly id: string;
  readonly title: string;
  readonly priority: Requirement["priority"];
  /** Components and interfaces. */
  readonly design: readonly string[];
  readonly tasks: readonly string[];
  /** Work items. */
  readonly items: readonly string[];
  readonly files: readonly string[];
  readonly cases: readonly string[];
  /** Stages that have a result in which it is not found. */
  readonly gaps: readonly Gap[];
}

export type Gap = "design" | "task" | "work" | "test";

/**
 * Follows every requirement through the structures there are: to components and interfaces, tasks, work items, files and test cases.
 * A requirement on the quality of the whole needs a test only: no single component, task or file is answerable for it.
 */
export const traceOf = (structures: Structures): readonly Trace[] =>
  (structures.requirements?.requirements ?? []).map((requirement) => traceOne(requirement, structures));

const traceOne = ({ id, title, priority, kind }: Requirement, structures: Structures): Trace => {
  const { architecture, implementation, "test-plan": testPlan } = structures;
  const names = ({ requirements }: { readonly requirements: readonly string[] }): boolean =>
    requirements.includes(id);
  const components = idsOf(architecture?.components.filter(names));
  const tasks = idsOf(
    architecture?.tasks.filter(
      (task) => names(task) || (task.requirements.length === 0 && components.includes(task.component)),
    ),
  );
  const items = idsOf(
    implementation?.items.filter((item) => names(item) || item.tasks.some((task) => tasks.includes(task))),
  );
  const found = {
    design: [...components, ...idsOf(architecture?.interfaces.filter(names))],
    tasks,
    items,
    files: (implementation?.files ?? [])
      .filter((file) => file.items.some((item) => items.includes(item)))
      .map(({ path }) => path),
    cases: idsOf(testPlan?.cases.filter(({ requirement }) => requirement === id)),
  };
  const whole = kind === "quality";
  const gaps: readonly (readonly [Gap, boolean])[] = [
    ["design", !whole && architecture !== undefined && found.design.length === 0],
    ["task", !whole && architecture !== undefined && found.tasks.length === 0],
    ["work", !whole && implementation !== undefined && found.items.length === 0],
    ["test", testPlan !== undefined && found.cases.length === 0],
  ];
  return { id, title, priority, ...found, gaps: gaps.flatMap(([gap, isGap]) => (isGap ? [gap] : [])) };
};

const idsOf = (all: readonly { readonly id: string }[] = []): readonly string[] => all.map(({ id }) => id);
