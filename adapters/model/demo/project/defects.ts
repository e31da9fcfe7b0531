import type { Study } from "./study.ts";
import { clipped } from "./wording.ts";

/** Something that is wrong in the documents. */
export interface Defect {
  readonly id: string;
  readonly severity: "critical" | "high" | "medium" | "low";
  /** The id of the requirement it is in; empty when the brief has none. */
  readonly requirement: string;
  readonly text: string;
}

/** The defects that the scenario wants to be found, each at another requirement. Nothing is run, so no others are. */
export const defectsOf = ({ defects, demands, product }: Study): readonly Defect[] =>
  defects.map((severity, at) => {
    const requirement = demands.functional[at % Math.max(1, demands.functional.length)];
    return {
      id: `BUG-${at + 1}`,
      severity,
      requirement: requirement?.id ?? "",
      text: `“${clipped(requirement?.title ?? product, 80)}” cannot be tested as it is written`,
    };
  });
