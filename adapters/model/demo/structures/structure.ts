import type { Study } from "../project/study.ts";
import { architectureOf } from "./architecture.ts";
import { deploymentOf } from "./deployment.ts";
import { implementationOf } from "./implementation.ts";
import { requirementsOf } from "./requirements.ts";
import { testPlanOf } from "./test-plan.ts";

const writers: Readonly<Record<string, (study: Study) => object>> = {
  requirements: requirementsOf,
  architecture: architectureOf,
  implementation: implementationOf,
  "test-plan": testPlanOf,
  deployment: deploymentOf,
};

/** The result of a step as data, from the same rules as its document; null when the prompt asks for none, or for a kind that is not known. */
export const structureFor = (study: Study): object | null => writers[study.turn.structure]?.(study) ?? null;
