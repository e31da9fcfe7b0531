import { nameOf, order, type Draft } from "./draft.ts";
import { hasWork } from "./next-step.ts";
import { notice } from "./notices.ts";
import type { Direction } from "./project.ts";

/** Most characters of a direction that are repeated. */
const mostShown = 200;

/** Words of people to this agent, or with null to whoever works next, that came after the last turn: nobody will read them unless something is done again, and people are told so. */
export const tellUnheard = (draft: Draft, agent: string | null, stage: string): Draft => {
  const { project } = draft;
  const unheard = project.directions.filter(
    ({ to, by }) => to === agent && by !== "system" && by !== "agents",
  );
  if (unheard.length === 0 || hasWork(project, agent)) return draft;
  const who = agent === null ? "nobody has a turn" : `${nameOf(project, agent)} has no turn`;
  const text = [
    `This came too late: ${who} left in which it could be worked in. \`/botarmy rollback ${stage}\` has the work done again with it.`,
    ...unheard.map((one) => `- ${shortened(one)}`),
  ].join("\n");
  const mentions = [...new Set(unheard.map(({ by }) => by))].slice(0, 10);
  return order(draft, { type: "post", message: notice(text, { tone: "warning", mentions }) });
};

const shortened = ({ text }: Direction): string => {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= mostShown ? line : `${line.slice(0, mostShown - 1)}…`;
};
