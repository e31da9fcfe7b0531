import { environmentsOf, healthChecksOf, pipelineOf, settingsOf } from "../project/places.ts";
import type { Study } from "../project/study.ts";
import { watchedOf } from "../project/watched.ts";
import { clipped } from "../project/wording.ts";
import { directionsOf, rollbackSteps, rolloutSteps } from "../roles/release.ts";

/** The deployment plan as data. No document names an address, so none is given. */
export const deploymentOf = (study: Study) => ({
  environments: environmentsOf(study).map(({ name, purpose, place }) => ({
    name,
    purpose: clipped(`${purpose}, on ${place}`, 300),
    url: null,
    configuration: settingsOf(study).map((setting) => clipped(setting, 150)),
  })),
  pipeline: pipelineOf(study).map(({ name, command, stopsWhen }) => ({
    name,
    command: clipped(command.replaceAll("`", ""), 200),
    stopsWhen: clipped(stopsWhen, 200),
  })),
  healthChecks: healthChecksOf(study).map((one) => ({ ...one, check: one.check.replaceAll("`", "") })),
  rollout: [...directionsOf(study).map(({ words }) => words), ...rolloutSteps(study)].map((step) =>
    clipped(step, 400),
  ),
  rollback: rollbackSteps(study).map((step) => clipped(step, 400)),
  monitoring: watchedOf(study).map(({ part, healthy, signal }) =>
    clipped(`${part}: ${healthy}; told when ${signal}`, 300),
  ),
});
