import { duration } from "./numbers.ts";
import type { Settings } from "./workflow.ts";

/** What is different between two settings, in words for people; empty when nothing is. */
export const settingsChanged = (before: Settings, after: Settings): string => {
  const differs = (name: keyof Settings): boolean =>
    JSON.stringify(before[name]) !== JSON.stringify(after[name]);
  const known = (Object.keys(after) as (keyof Settings)[]) // A parsed `Settings` has no other keys.
    .filter(differs)
    .map((name) => words[name]?.(after) ?? "the limits of the work");
  return [...new Set(known)].join(", ");
};

/** Ids of people mean nothing to readers, so that approvers are not listed. */
const words: Partial<Record<keyof Settings, (settings: Settings) => string>> = {
  approvals: ({ approvals }) => `people approve ${when[approvals]}`,
  approvers: () => "who may decide",
  decisionMs: ({ decisionMs }) => `${duration(decisionMs)} for a decision`,
  budgetTokens: () => "the budget",
  budgetUsd: () => "the budget",
  saving: ({ saving }) => (saving ? "cheaper models" : "the usual models"),
};

const when: Readonly<Record<Settings["approvals"], string>> = {
  gates: "after every stage",
  marks: "when the marks are low",
  none: "only when something is in doubt",
};
