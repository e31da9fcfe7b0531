import type { Architecture } from "./architecture.ts";
import { shareOf, type Part } from "./part.ts";
import type { Structures } from "./structure.ts";
import { traceOf } from "./traceability.ts";

/** How complete an architecture is. */
export const architectureParts = (structure: Architecture, earlier: Structures): readonly Part[] => {
  const { components, entities, risks, tasks } = structure;
  const traces = traceOf({ ...earlier, architecture: structure });
  return [
    shareOf({
      name: "traceability",
      weight: 2,
      of: traces.filter(({ priority }) => priority === "must"),
      good: ({ gaps }) => gaps.length === 0,
      called: ({ id, gaps }) => `${id} (${gaps.join(", ")})`,
      wanting: "musts without a component or a task",
      none: [1, "there are no requirements to follow"],
    }),
    interfacesPart(structure),
    shareOf({
      name: "data model",
      weight: 1,
      of: entities,
      good: ({ fields }) => fields.length > 0,
      called: ({ name }) => name,
      wanting: "entities without a field",
      none: [0.5, "there is no entity"],
    }),
    shareOf({
      name: "risks answered",
      weight: 1,
      of: risks,
      good: ({ mitigation }) => mitigation.trim() !== "",
      called: ({ id }) => id,
      wanting: "nothing is done about them",
      none: [0, "there is no risk"],
    }),
    shareOf({
      name: "task breakdown",
      weight: 2,
      of: components,
      good: ({ id }) => tasks.some(({ component }) => component === id),
      called: ({ id }) => id,
      wanting: "components without a task",
      none: [0, "there is no component"],
    }),
  ];
};

const interfacesPart = ({ interfaces }: Architecture): Part =>
  shareOf({
    name: "interfaces described",
    weight: 1,
    of: interfaces,
    good: ({ input, output, errors }) =>
      (Number(input !== "") + Number(output !== "") + Number(errors.length > 0)) / 3,
    called: ({ id }) => id,
    wanting: "input, output or errors are not said",
    none: [0, "there is no interface"],
  });
