import type { StepResult } from "../../project/result.ts";
import { testsOf } from "./implementation.ts";
import type { Structure, Structures } from "./structure.ts";
import { severities, type TestPlan } from "./test-plan.ts";
import { traceOf } from "./traceability.ts";

/** Numbers that conditions of a workflow may ask for. */
export type StructureFacts = NonNullable<StepResult["facts"]>;

/** What can be counted in a structure. `untraced` are requirements that do not lead all the way, as far as the work has come. */
export const factsOfStructure = (structure: Structure, structures: Structures): StructureFacts => {
  const untraced = traceOf(structures).filter(({ gaps }) => gaps.length > 0).length;
  switch (structure.kind) {
    case "requirements": {
      const { goals, personas, requirements, assumptions, questions } = structure.value;
      return {
        goals: goals.length,
        personas: personas.length,
        requirements: requirements.length,
        must: requirements.filter(({ priority }) => priority === "must").length,
        criteria: requirements.reduce((sum, { acceptance }) => sum + acceptance.length, 0),
        assumptions: assumptions.length,
        openQuestions: questions.length,
      };
    }
    case "architecture": {
      const { components, interfaces, entities, risks, tasks } = structure.value;
      return {
        components: components.length,
        interfaces: interfaces.length,
        entities: entities.length,
        risks: risks.length,
        highRisks: risks.filter(({ likelihood, impact }) => likelihood === "high" && impact === "high")
          .length,
        tasks: tasks.length,
        untraced,
      };
    }
    case "implementation": {
      const { items, files } = structure.value;
      const tests = new Set(files.flatMap(testsOf));
      return { workItems: items.length, sourceFiles: files.length, testFiles: tests.size, untraced };
    }
    case "test-plan":
      return { ...factsOfTests(structure.value), untraced };
    case "deployment": {
      const { environments, pipeline, healthChecks, rollout, rollback } = structure.value;
      return {
        environments: environments.length,
        pipelineSteps: pipeline.length,
        healthChecks: healthChecks.length,
        rolloutSteps: rollout.length,
        rollbackSteps: rollback.length,
      };
    }
  }
};

/** Defects count while they are open. */
const factsOfTests = ({ cases, defects }: TestPlan): StructureFacts => {
  const open = defects.filter(({ state }) => state === "open");
  const bySeverity = severities.map(
    (severity) =>
      [`${severity}Defects`, open.filter((defect) => defect.severity === severity).length] as const,
  );
  return {
    cases: cases.length,
    edgeCases: cases.filter(({ kind }) => kind === "edge").length,
    failureCases: cases.filter(({ kind }) => kind === "failure").length,
    defects: open.length,
    ...Object.fromEntries(bySeverity),
  };
};
