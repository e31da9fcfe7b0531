import type { Deployment } from "./deployment.ts";
import { enough, shareOf, type Part } from "./part.ts";

/** Fewest steps that somebody else could follow. */
const fewestSteps = 2;

/** How complete a deployment plan is. */
export const deploymentParts = (structure: Deployment): readonly Part[] => {
  const { environments, pipeline, healthChecks, rollout, rollback, monitoring } = structure;
  return [
    enough("environments", {
      found: environments.length,
      wanted: 2,
      weight: 1,
      detail: environments.map(({ name }) => name).join(", ") || "there is none",
    }),
    shareOf({
      name: "health checks",
      weight: 2,
      of: environments,
      good: ({ name }) => healthChecks.some(({ environment }) => environment === name),
      called: ({ name }) => name,
      wanting: "environments without a health check",
      none: [0, "there is no environment"],
    }),
    shareOf({
      name: "pipeline",
      weight: 1,
      of: pipeline,
      good: ({ stopsWhen }) => stopsWhen.trim() !== "",
      called: ({ name }) => name,
      wanting: "what stops it is not said",
      none: [0, "there is no step"],
    }),
    steps("rollout", rollout),
    steps("rollback", rollback),
    enough("monitoring", {
      found: monitoring.length,
      wanted: 1,
      weight: 1,
      detail: monitoring.length === 0 ? "nothing is watched" : `${monitoring.length} signals`,
    }),
  ];
};

const steps = (name: string, found: readonly string[]): Part =>
  enough(name, {
    found: found.length,
    wanted: fewestSteps,
    weight: 1,
    detail: `${found.length} steps, at least ${fewestSteps}`,
  });
