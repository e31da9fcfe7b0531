import type { ComponentRole } from "./components.ts";
import type { Study } from "./study.ts";
import { bare, clipped, lowerFirst } from "./wording.ts";

/** A part of the system that is watched. */
export interface Watched {
  readonly part: string;
  readonly healthy: string;
  /** When somebody is told. */
  readonly signal: string;
  readonly requirement: string;
}

/** One signal for each part. */
export const watchedOf = (study: Study): readonly Watched[] =>
  study.components
    .filter((component) => component.feature !== "")
    .slice(0, 9)
    .map((component, at) => {
      const requirement = component.requirements[0];
      return {
        part: component.name,
        healthy: clipped(lowerFirst(bare(requirement?.text ?? component.job)), 100),
        signal: signals[component.role][at % 3] ?? "",
        requirement: requirement?.id ?? "",
      };
    });

const signals: Readonly<Record<ComponentRole, readonly [string, string, string]>> = {
  view: [
    "three errors in a browser within an hour",
    "two people say that it does not",
    "the walk-through after a release stops here",
  ],
  state: [
    "a change is refused that the rules allow",
    "two readers see different records",
    "a record breaks a rule of the data model",
  ],
  storage: ["a write fails", "what was saved cannot be read again", "the last copy is older than a day"],
  navigation: [
    "an address of the brief shows the default view",
    "“back” leads somewhere else",
    "an address is asked for that nobody defined",
  ],
  messages: ["a message waits longer than an hour", "a message goes out twice", "one in ten is sent back"],
  access: ["ten refusals within a minute", "somebody is in with an old key", "nobody came in for a day"],
};
