import { agentOf, planOf, stageOf, type StepName } from "./draft.ts";
import type { Project, Stage } from "./project.ts";

/** How many agents are at work. */
export const workingAt = (project: Project): number =>
  project.outbox.filter((effect) => effect.type === "runStep").length;

/** What may start now: the first step, in the workflow's order, that waits for nothing and whose agent is free; null when there is none. */
export const nextStep = (project: Project): StepName | null => {
  if (workingAt(project) >= (project.workflow.parallel ?? 1)) return null;
  const open = project.stages.filter((stage) => stage.state === "active" || stage.state === "waiting");
  const due = open
    .filter((stage) => needsAreOver(project, stage))
    .map((stage) => ({ stage: stage.id, step: stepDue(project, stage) }));
  return due.find((at) => !isBusy(project, at)) ?? null;
};

/** A stage does one thing at a time, and an agent too. */
const isBusy = (project: Project, at: StepName): boolean => {
  const agent = dueAgent(project, at);
  return project.outbox.some(
    (effect) =>
      effect.type === "runStep" && (effect.stage === at.stage || agentOf(project, effect) === agent),
  );
};

/** Who would do it. A talk that is not open yet is opened by its first member. */
const dueAgent = (project: Project, at: StepName): string => {
  const rule = planOf(project, at.stage).discuss;
  const isNew = at.step === "talk" && stageOf(project, at.stage).discussion === undefined;
  return isNew ? (rule?.members[0] ?? "") : agentOf(project, at);
};

/** What a stage has to do next. */
const stepDue = (project: Project, { id, plan, talk, discussion }: Stage): StepName["step"] => {
  // A conflict that is being settled comes before the work that depends on it.
  if ((discussion?.conflict ?? null) !== null && talk?.state !== "done") return "talk";
  const rules = planOf(project, id);
  if (rules.plan !== null && plan.state !== "done") return "plan";
  const hasTalked = talk?.state === "done" && discussion?.conflict === null;
  return rules.discuss !== undefined && !hasTalked ? "talk" : "produce";
};

/** Everything that a stage needs is there, or will never be. */
export const needsAreOver = (project: Project, stage: Stage): boolean =>
  planOf(project, stage.id).needs.every((need) => isOver(stageOf(project, need)));

/** Has an agent something left to do, by itself or in a talk? Null asks for anybody. */
export const hasWork = (project: Project, agent: string | null): boolean =>
  project.stages.some(
    (stage) => !isOver(stage) && (agent === null || worksIn(project, stage).includes(agent)),
  );

/** The stage's agent, and whoever talks with it. */
const worksIn = (project: Project, { id, agent, discussion }: Stage): readonly string[] => [
  agent,
  ...(planOf(project, id).discuss?.members ?? []),
  ...(discussion?.members ?? []),
];

/** Nothing more comes of it. */
export const isOver = ({ state }: Stage): boolean => state === "done" || state === "skipped";
