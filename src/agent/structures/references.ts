import type { Architecture } from "./architecture.ts";
import type { Deployment } from "./deployment.ts";
import type { Implementation } from "./implementation.ts";
import type { Requirements } from "./requirements.ts";
import type { Structure, Structures } from "./structure.ts";
import type { TestPlan } from "./test-plan.ts";

/** Most problems told at once; more of them repeat the same mistake. */
const mostTold = 8;
/** Most ids that are named as those that exist. */
const mostNamed = 60;

/** What in a structure refers to nothing, is there twice or waits for itself, in words for the model; null when all is well. */
export const referenceProblem = (structure: Structure, earlier: Structures): string | null => {
  const problems = problemsOf(structure, earlier);
  if (problems.length === 0) return null;
  const more = problems.length > mostTold ? [`and ${problems.length - mostTold} more`] : [];
  return `"structure": ${[...problems.slice(0, mostTold), ...more].join("; ")}.`;
};

const problemsOf = (structure: Structure, earlier: Structures): readonly string[] => {
  switch (structure.kind) {
    case "requirements":
      return inRequirements(structure.value);
    case "architecture":
      return inArchitecture(structure.value, earlier);
    case "implementation":
      return inImplementation(structure.value, earlier);
    case "test-plan":
      return inTestPlan(structure.value, earlier);
    case "deployment":
      return inDeployment(structure.value);
  }
};

const inRequirements = ({ goals, requirements }: Requirements): readonly string[] =>
  twice(
    "id",
    [...goals, ...requirements].map(({ id }) => id),
  );

const inArchitecture = (
  { components, interfaces, entities, risks, tasks }: Architecture,
  earlier: Structures,
): readonly string[] => [
  ...twice(
    "id",
    [...components, ...interfaces, ...risks, ...tasks].map(({ id }) => id),
  ),
  ...twice(
    "entity",
    entities.map(({ name }) => name),
  ),
  ...unknown(
    "requirement",
    [...components, ...interfaces, ...tasks].map(({ id, requirements }) => [id, requirements]),
    requirementIds(earlier),
  ),
  ...unknown(
    "component",
    [...interfaces, ...tasks].map(({ id, component }) => [id, [component]]),
    idsOf(components),
  ),
  ...inOrder(tasks),
];

const inImplementation = ({ items, files }: Implementation, earlier: Structures): readonly string[] => [
  ...twice(
    "id",
    items.map(({ id }) => id),
  ),
  ...twice(
    "path",
    files.map(({ path }) => path),
  ),
  ...unknown(
    "requirement",
    items.map(({ id, requirements }) => [id, requirements]),
    requirementIds(earlier),
  ),
  ...unknown(
    "task",
    items.map(({ id, tasks }) => [id, tasks]),
    earlier.architecture === undefined ? null : idsOf(earlier.architecture.tasks),
  ),
  ...unknown(
    "item",
    files.map(({ path, items: own }) => [path, own]),
    idsOf(items),
  ),
  ...inOrder(items),
];

const inTestPlan = ({ cases, defects }: TestPlan, earlier: Structures): readonly string[] => [
  ...twice(
    "id",
    [...cases, ...defects].map(({ id }) => id),
  ),
  ...unknown(
    "requirement",
    [...cases, ...defects].map(({ id, requirement }) => [id, requirement === "" ? [] : [requirement]]),
    requirementIds(earlier),
  ),
];

const inDeployment = ({ environments, healthChecks }: Deployment): readonly string[] => [
  ...twice(
    "environment",
    environments.map(({ name }) => name),
  ),
  ...twice(
    "id",
    healthChecks.map(({ id }) => id),
  ),
  ...unknown(
    "environment",
    healthChecks.map(({ id, environment }) => [id, [environment]]),
    environments.map(({ name }) => name),
  ),
];

const idsOf = (all: readonly { readonly id: string }[]): readonly string[] => all.map(({ id }) => id);

const requirementIds = ({ requirements }: Structures): readonly string[] | null =>
  requirements === undefined ? null : idsOf(requirements.requirements);

const twice = (what: string, names: readonly string[]): readonly string[] =>
  [...new Set(names.filter((name, index) => names.indexOf(name) !== index))].map(
    (name) => `the ${what} ${name} is there twice`,
  );

/** Who refers to what is not there; `known` is null where nobody can tell. */
const unknown = (
  what: string,
  references: readonly (readonly [from: string, to: readonly string[]])[],
  known: readonly string[] | null,
): readonly string[] => {
  if (known === null) return [];
  const lost = references.flatMap(([from, to]) =>
    to
      .filter((id) => !known.includes(id))
      .map((id) => `${from} names the ${what} ${id}, which does not exist`),
  );
  if (lost.length === 0) return [];
  const named =
    known.length === 0 ? `there is no ${what}` : `there are ${known.slice(0, mostNamed).join(", ")}`;
  return [...lost.slice(0, mostTold - 1), named];
};

/** What waits for something unknown, or in a circle for itself. */
const inOrder = (
  steps: readonly { readonly id: string; readonly needs: readonly string[] }[],
): readonly string[] => {
  const lost = unknown(
    "needed",
    steps.map(({ id, needs }) => [id, needs]),
    idsOf(steps),
  );
  if (lost.length > 0) return lost;
  let left = steps;
  let before = -1;
  while (left.length !== before) {
    before = left.length;
    const waiting = new Set(idsOf(left));
    left = left.filter(({ needs }) => needs.some((need) => waiting.has(need)));
  }
  return left.length === 0 ? [] : [`${idsOf(left).join(", ")} wait for each other in a circle`];
};
