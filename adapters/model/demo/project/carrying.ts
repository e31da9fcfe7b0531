import type { Component } from "./components.ts";
import type { Study } from "./study.ts";

/** A component with its id and all requirements it answers for. */
export interface Carrier {
  readonly id: string;
  readonly component: Component;
  readonly requirements: readonly string[];
}

/** A piece of work along one component. */
export interface Task {
  readonly id: string;
  readonly title: string;
  readonly carrier: Carrier;
  readonly needs: readonly string[];
}

/** Every component with what it carries. What belongs to no part of its own, such as what people do across all parts, is carried by the main view. */
export const carriersOf = (study: Study): readonly Carrier[] => {
  const { components, demands } = study;
  const carried = new Set(components.flatMap(({ requirements }) => requirements.map(({ id }) => id)));
  const rest = demands.functional.map(({ id }) => id).filter((id) => !carried.has(id));
  const main = components.find(({ role }) => role === "view") ?? components[0];
  return components.map((component, at) => ({
    id: `C-${at + 1}`,
    component,
    requirements: [...component.requirements.map(({ id }) => id), ...(component === main ? rest : [])],
  }));
};

/** One task for each component, waiting for those of the components it uses. */
export const tasksOf = (study: Study): readonly Task[] => {
  const carriers = carriersOf(study);
  const ids = new Map(carriers.map(({ component }, at) => [component.name, `TASK-${at + 1}`]));
  return carriers.map((carrier) => ({
    id: ids.get(carrier.component.name) ?? "",
    title: `Build ${carrier.component.name}: ${carrier.component.requirements[0]?.title ?? carrier.component.job}`,
    carrier,
    needs: carrier.component.uses.flatMap((name) => ids.get(name) ?? []),
  }));
};
