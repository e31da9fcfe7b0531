import type { Decision, Escalation } from "../project/escalation.ts";
import type { Direction, Project } from "../project/project.ts";

/** What people said to this agent, or to whoever works next, oldest first. */
export const directionsFor = (project: Project, agent: string): readonly Direction[] =>
  project.directions.filter(({ to }) => to === agent || to === null);

/** Directions that ask for another result. An answer to a question, or a decision to keep the work as it is, does not. */
export const changesAsked = (project: Project, agent: string): readonly Direction[] => {
  const quiet = decided(project).filter(
    ({ kind, decision }) => kind === "question" || (kind === "conflict" && decision.choice === "author"),
  );
  return directionsFor(project, agent).filter(
    (direction) => !quiet.some(({ decision }) => isFrom(direction, decision)),
  );
};

/** What people decided about one of these stages, in words. */
export const decisionsAbout = (project: Project, stages: readonly string[]): readonly string[] =>
  settledElsewhere(project)
    .filter((one) => stages.includes(one.stage) && isAboutWork(one))
    .map(({ title, choices, decision }) => {
      const choice = choices.find(({ id }) => id === decision.choice)?.label ?? decision.choice;
      return decision.note === "" ? `${title}: ${choice}` : `${title}: ${choice} “${decision.note}”`;
    });

/** Answers to questions stand elsewhere, and a wordless answer to a technical fault says nothing about the work. */
const isAboutWork = ({ kind, decision }: Decided): boolean => {
  if (kind === "question") return false;
  return !technical.includes(kind) || decision.note !== "";
};

const technical: readonly Escalation["kind"][] = ["outage", "timeout", "budget", "invalid-output"];

/** Every question that people answered in this project, with the answer. */
export const answersSoFar = (project: Project): readonly string[] =>
  settledElsewhere(project).flatMap(({ questions, decision }) =>
    questions.flatMap(({ id, text }) => {
      const answer = decision.answers[id];
      return answer === undefined ? [] : [`${text} ${answer}`];
    }),
  );

type Decided = Escalation & { readonly decision: Decision };

const decided = (project: Project): readonly Decided[] =>
  project.escalations.flatMap((escalation) =>
    escalation.state === "decided" && escalation.decision !== null
      ? [{ ...escalation, decision: escalation.decision }]
      : [],
  );

/** Decisions that do not stand in the prompt already as a direction. */
const settledElsewhere = (project: Project): readonly Decided[] =>
  decided(project).filter(
    ({ decision }) => !project.directions.some((direction) => isFrom(direction, decision)),
  );

/** A decision that became a direction did so in the same command: same moment, same person. */
const isFrom = (direction: Direction, decision: Decision): boolean =>
  direction.at === decision.at && direction.by === decision.by.id;
