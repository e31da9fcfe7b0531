import type { Conflict, Position } from "./conflict.ts";
import { redoneBy } from "./conflicts.ts";
import { redoCost } from "./costs.ts";
import { nameOf, planOf } from "./draft.ts";
import type { Escalation } from "./escalation.ts";
import type { Block } from "./message.ts";
import type { Project } from "./project.ts";

/** Both sides of a conflict with the words they rest on. */
export const sidesOf = (
  project: Project,
  positions: Escalation["positions"],
  conflict?: Conflict,
): readonly Block[] =>
  positions.map(({ agent, text }, side) => ({
    type: "quote",
    text: [text, ...cited(conflict?.positions[side])].join("\n"),
    source: nameOf(project, agent),
  }));

/** What each choice means for the work and may cost, and what was decided about the like before. */
export const stakesOf = (
  project: Project,
  conflict: Conflict,
  choices: Escalation["choices"],
): readonly Block[] => [
  {
    type: "table",
    columns: ["choice", "runs again", "cost"],
    rows: choices.map(({ id, label }) => {
      const stages = redoneBy(project, conflict, id);
      const titles = stages.map((stage) => planOf(project, stage).title).join(", ");
      return [label.replace(/…$/, ""), titles, redoCost(project, stages)];
    }),
  },
  ...conflict.precedents.map(({ title, outcome, project: where }) => ({
    type: "context" as const,
    text: `Decided before, in ${where}: ${title} → ${outcome}`.slice(0, 1_000),
  })),
];

const cited = (position: Position | undefined): readonly string[] =>
  (position?.evidence ?? []).map(({ source, quote }) => `“${quote}” (${source})`);
