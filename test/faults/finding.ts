import { nameOf, type Case } from "./cases.ts";

/** What must not come of a fault, whatever it is. */
export const verdicts = ["lost", "doubled", "hung", "unrecorded", "unclear"] as const;

/** Something that must not be. */
export interface Finding {
  /**
   * `lost`: it did not come to its end, or something was never written or said. `doubled`: written, said or paid twice. `hung`: a call
   * outlived its deadline, or nothing happened any more. `unrecorded`: used, and not counted. `unclear`: people were not asked, or not
   * for the right reason.
   */
  readonly type: (typeof verdicts)[number];
  /** The name of the case. */
  readonly of: string;
  readonly detail: string;
}

/** Findings of one case. */
export const finder =
  (one: Case) =>
  (type: Finding["type"], details: readonly string[]): readonly Finding[] =>
    details.map((detail) => ({ type, of: nameOf(one), detail }));

/** The items that occur more than once. */
export const repeated = (items: readonly string[]): readonly string[] => [
  ...new Set(items.filter((item, i) => items.indexOf(item) !== i)),
];
