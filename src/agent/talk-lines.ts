import { standingOf, type Discussion, type Said } from "../project/discussion.ts";
import { nameOf } from "../project/draft.ts";
import { percent } from "../project/numbers.ts";
import type { Project, Stage } from "../project/project.ts";

/** What was said in a discussion, oldest first, one line for each turn. */
export const turnLines = (project: Project, { turns }: Discussion): readonly string[] =>
  turns.map((turn) => turnLine(project, turn));

/** The talk that a stage had before it writes, and how it ended; nothing for a stage without one. */
export const spokenBefore = (project: Project, { discussion }: Stage): readonly string[] =>
  discussion === undefined || discussion.conflict !== null || discussion.turns.length === 0
    ? []
    : [...turnLines(project, discussion), outcomeLine(discussion)];

const turnLine = (project: Project, { agent, text, proposal, agreement }: Said): string => {
  const proposes = proposal === "" ? "" : ` Proposes: “${proposal}”`;
  return `${nameOf(project, agent)}: ${text}${proposes} (agrees to what is proposed: ${percent(agreement)})`;
};

const outcomeLine = (discussion: Discussion): string => {
  const standing = standingOf(discussion);
  const about = `the protocol, about “${discussion.topic}”`;
  if (standing.type === "agreed")
    return `${about}: all agree (${percent(standing.agreement)} at least) to “${standing.proposal}”`;
  const last = standing.type === "open" ? standing.proposal : "";
  return last === ""
    ? `${about}: nobody proposed anything.`
    : `${about}: it stayed open; last proposed was “${last}”`;
};
