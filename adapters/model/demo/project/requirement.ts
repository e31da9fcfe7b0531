import type { Statement } from "../brief/brief.ts";
import type { Strength } from "../brief/modality.ts";

/** Something the result must do (`FR-3`) or be (`NFR-2`). */
export interface Requirement {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  /** Exact words, and the document they come from. Null for an assumption. */
  readonly source: { readonly document: string; readonly quote: string } | null;
  readonly strength: Exclude<Strength, "none">;
  /** Words in it that leave room, or null. */
  readonly soft: string | null;
  /** The feature, or for a quality requirement its category. */
  readonly group: string;
  /** An example the brief adds, or null. */
  readonly example: string | null;
  readonly origin: "brief" | "assumption" | "person";
}

/** Requirements that belong together: a headed part of the brief. */
export interface Feature {
  readonly name: string;
  readonly requirements: readonly Requirement[];
}

/** Something the brief says will not be done. */
export interface Exclusion {
  readonly text: string;
  readonly quote: string;
}

/** What the brief demands, in order. */
export interface Demands {
  readonly functional: readonly Requirement[];
  readonly quality: readonly Requirement[];
  readonly exclusions: readonly Exclusion[];
  /** Demands that found no room in the lists above. */
  readonly left: number;
}

/** How a requirement's strength is written. */
export const priorityOf = (requirement: Requirement): string =>
  requirement.strength === "not"
    ? "must not"
    : requirement.origin === "assumption"
      ? "assumed"
      : requirement.strength;

/** Does its wording leave something to decide that changes the result? */
export const leavesRoom = (requirement: Requirement): boolean =>
  requirement.soft !== null && requirement.group !== wayOfWorking;

/** The category of statements about how people work together: nothing is built or tested for them. */
export const wayOfWorking = "Way of working";

/** Groups requirements by feature, in order of appearance. */
export const featuresOf = (requirements: readonly Requirement[]): readonly Feature[] => {
  const groups = new Map<string, Requirement[]>();
  for (const requirement of requirements)
    groups.set(requirement.group, [...(groups.get(requirement.group) ?? []), requirement]);
  return [...groups].map(([name, own]) => ({ name, requirements: own }));
};

/** A statement of the brief together with its place in the order of the brief. */
export interface Candidate {
  readonly statement: Statement;
  readonly strength: Strength;
  readonly example: string | null;
}
