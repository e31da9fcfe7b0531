import type { Gap } from "./gaps.ts";
import { leavesRoom, type Requirement } from "./requirement.ts";
import { clipped } from "./wording.ts";

/** Something only people can say. */
export interface OpenQuestion {
  readonly id: string;
  readonly text: string;
  /** Empty: free text. */
  readonly options: readonly string[];
  /** The requirement it is about, or the topic. */
  readonly about: string;
  readonly until: string;
}

const mostSoft = 4;
const mostGaps = 5;

/** Questions of a project: first the wordings that leave room, then what the brief does not say. */
export const questionsOf = (
  requirements: readonly Requirement[],
  gaps: readonly Gap[],
): readonly OpenQuestion[] => {
  const soft = requirements.filter(leavesRoom).slice(0, mostSoft).map(aboutSoft);
  const silent = gaps
    .slice(0, mostGaps)
    .map((gap) => ({ text: gap.question, options: [], about: gap.topic, until: gap.until }));
  return [...soft, ...silent].map((question, at) => ({ ...question, id: `Q-${at + 1}` }));
};

const aboutSoft = (requirement: Requirement): Omit<OpenQuestion, "id"> => ({
  text: `How binding is “${requirement.soft ?? ""}” in ${requirement.id} (${clipped(requirement.title, 90)})?`,
  options: [
    "Binding, without exception",
    "Do it where it can be done, and write down where not",
    "Leave it out of the first version",
  ],
  about: requirement.id,
  until: "Do it where it can be done, and write down where not.",
});
