import { readBy, type Reading } from "../../llm/reading.ts";
import type { StructureKind } from "../../project/workflow.ts";
import { Architecture } from "./architecture.ts";
import { Deployment } from "./deployment.ts";
import { Implementation } from "./implementation.ts";
import { Requirements } from "./requirements.ts";
import { TestPlan } from "./test-plan.ts";

/** The schema of each kind, in the dialect of StepOutput. */
export const schemas = {
  requirements: Requirements,
  architecture: Architecture,
  implementation: Implementation,
  "test-plan": TestPlan,
  deployment: Deployment,
} as const satisfies Record<StructureKind, unknown>;

/** A result as data, with its kind. */
export type Structure =
  | { readonly kind: "requirements"; readonly value: Requirements }
  | { readonly kind: "architecture"; readonly value: Architecture }
  | { readonly kind: "implementation"; readonly value: Implementation }
  | { readonly kind: "test-plan"; readonly value: TestPlan }
  | { readonly kind: "deployment"; readonly value: Deployment };

/** The latest structure of each kind, where there is one. */
export type Structures = {
  readonly [Kind in StructureKind]?: Extract<Structure, { kind: Kind }>["value"];
};

/** Reads a structure of a kind, or says what is wrong with it. */
export const readStructure = (kind: StructureKind, json: unknown): Reading<Structure> => {
  switch (kind) {
    case "requirements":
      return tagged(readBy(Requirements, json), (value) => ({ kind, value }));
    case "architecture":
      return tagged(readBy(Architecture, json), (value) => ({ kind, value }));
    case "implementation":
      return tagged(readBy(Implementation, json), (value) => ({ kind, value }));
    case "test-plan":
      return tagged(readBy(TestPlan, json), (value) => ({ kind, value }));
    case "deployment":
      return tagged(readBy(Deployment, json), (value) => ({ kind, value }));
  }
};

/** Puts a structure in place of the one of its kind. */
export const withStructure = (structures: Structures, { kind, value }: Structure): Structures => ({
  ...structures,
  [kind]: value,
});

/** The text that is kept: fields in the order of the schema, so that equal structures give equal bytes. */
export const canonical = ({ value }: Structure): string => JSON.stringify(value);

const tagged = <T>(reading: Reading<T>, tag: (value: T) => Structure): Reading<Structure> =>
  reading.ok ? { ok: true, value: tag(reading.value) } : reading;
