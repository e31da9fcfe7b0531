import { carriersOf, tasksOf } from "../project/carrying.ts";
import { interfacesOf } from "../project/interfaces.ts";
import type { Study } from "../project/study.ts";
import { clipped } from "../project/wording.ts";
import { knownOf } from "./known.ts";

/** The architecture as data. */
export const architectureOf = (study: Study) => {
  const carriers = carriersOf(study);
  const ids = new Map(carriers.map(({ id, component }) => [component.name, id]));
  const existing = (all: readonly string[]) => knownOf(study, "requirements", all);
  return {
    components: carriers.map(({ id, component, requirements }) => ({
      id,
      name: clipped(component.name, 100),
      purpose: clipped(component.job, 300),
      requirements: existing(requirements),
    })),
    interfaces: interfacesOf(study).map(({ id, name, component, input, output, error, requirement }) => ({
      id,
      kind: "call",
      name: clipped(name, 150),
      input: clipped(input, 200),
      output: clipped(output, 200),
      errors: [clipped(error, 200)],
      component: ids.get(component) ?? "",
      requirements: existing([requirement.id]),
    })),
    entities: study.facts.entities.map(({ name, fields }) => ({
      name: clipped(name, 100),
      fields: fields.slice(0, 40).map((field, at) => ({
        name: clipped(field.name, 100),
        type: field.type,
        required: at === 0 || field.type === "id",
      })),
    })),
    risks: study.risks.map(({ what, weight, answer }, at) => ({
      id: `R-${at + 1}`,
      text: clipped(what, 300),
      likelihood: weight === "high" ? "medium" : weight,
      impact: weight,
      mitigation: clipped(answer, 300),
    })),
    tasks: tasksOf(study).map(({ id, title, carrier, needs }) => ({
      id,
      title: clipped(title, 120),
      component: carrier.id,
      requirements: existing(carrier.requirements),
      needs,
    })),
  };
};
