import assert from "node:assert/strict";
import { tokensOf } from "#src/project/budget.ts";
import { agentOf, emptyStep, type StepName } from "#src/project/draft.ts";
import { isOver } from "#src/project/next-step.ts";
import type { Project, Step } from "#src/project/project.ts";
import type { Turn } from "./memory.ts";

/** Throws when a move broke one of the rules about steps: what may run, what it waits for, and what it may use. */
export const checkWork = (turn: Turn, project: Project): void => {
  stepsRun(turn, project);
  somethingGoesOn(project);
  skippedIsUntouched(project);
  roundsEnd(project);
  talksEnd(project);
  attemptsNeverShrink(turn.before, project);
  tokensAreReserved(turn, project);
  blockedStepsAreAsked(project);
};

interface NamedStep extends StepName {
  readonly now: Step;
}

const stepsOf = (project: Project): readonly NamedStep[] =>
  project.stages.flatMap(({ id: stage, plan, talk, produce }) => [
    { stage, step: "plan" as const, now: plan },
    { stage, step: "talk" as const, now: talk ?? emptyStep },
    { stage, step: "produce" as const, now: produce },
  ]);

const runsOf = ({ outbox }: Project) => outbox.filter((effect) => effect.type === "runStep");

const stepsRun = ({ before }: Turn, project: Project): void => {
  const orders = runsOf(project);
  const steps = stepsOf(project).filter(({ now }) => now.state === "running");
  assert.ok(orders.length <= (project.workflow.parallel ?? 1), "no more agents work than may");
  assert.deepEqual(
    steps.map(({ stage, step, now }) => `${stage}.${step}.${now.attempt}`).toSorted(),
    orders.map(({ stage, step, attempt }) => `${stage}.${step}.${attempt}`).toSorted(),
    "a step runs exactly when its attempt is ordered",
  );
  assert.equal(
    new Set(orders.map(({ stage }) => stage)).size,
    orders.length,
    "a stage does one thing at a time",
  );
  for (const order of orders) {
    const { needs = [], plan } = project.workflow.stages.find(({ id }) => id === order.stage) ?? {};
    const undone = project.stages.filter((one) => needs.includes(one.id) && !isOver(one));
    assert.deepEqual(undone, [], `what ${order.stage} needs is over`);
    assert.ok(plan !== null || order.step !== "plan", `${order.stage} has no plan`);
    if (isNewRun(before, order)) agentIsFree(project, order);
  }
};

/** A try of the same attempt is no new run: its agent had it all the time. */
const isNewRun = (
  before: Project | undefined,
  { stage, step, attempt }: StepName & { attempt: number },
): boolean =>
  !(
    before !== undefined &&
    runsOf(before).some((one) => one.stage === stage && one.step === step && one.attempt === attempt)
  );

const agentIsFree = (project: Project, order: StepName): void => {
  const agents = runsOf(project).map((one) => agentOf(project, one));
  const mine = agents.filter((agent) => agent === agentOf(project, order));
  assert.equal(mine.length, 1, `the agent of ${order.stage}.${order.step} does one thing at a time`);
};

const somethingGoesOn = (project: Project): void => {
  if (project.status !== "running") return;
  const isAsked = project.escalations.some((one) => one.state === "open");
  assert.ok(isAsked || runsOf(project).length > 0, "a running project has a step that runs or a question");
};

const skippedIsUntouched = (project: Project): void => {
  for (const { id, state, discussion } of project.stages) {
    if (state !== "skipped") continue;
    const begun = stepsOf(project).filter(({ stage, now }) => stage === id && now.state !== "waiting");
    assert.deepEqual([begun, discussion], [[], undefined], `nothing is done in ${id}, which is skipped`);
    assert.ok(!project.artifacts.some((one) => one.stage === id && !one.superseded), `${id} has no word`);
  }
};

const roundsEnd = (project: Project): void => {
  for (const { id, rounds } of project.stages) {
    const max = project.workflow.stages.find((plan) => plan.id === id)?.repeat?.max ?? 0;
    assert.ok((rounds ?? 0) <= max, `${id} has at most ${max} rounds`);
  }
};

const talksEnd = (project: Project): void => {
  for (const { id, discussion } of project.stages) {
    if (discussion === undefined) continue;
    const speakers = discussion.turns.map(({ agent }) => agent);
    assert.ok(speakers.length <= discussion.max, `the talk in ${id} ends`);
    assert.ok(
      speakers.every((agent) => discussion.members.includes(agent)),
      "only members speak",
    );
    assert.ok(
      speakers.every((agent, i) => i === 0 || agent !== speakers[i - 1]),
      "nobody answers themselves",
    );
  }
};

const attemptsNeverShrink = (before: Project | undefined, project: Project): void => {
  const old = before === undefined ? [] : stepsOf(before);
  for (const [i, { stage, now }] of stepsOf(project).entries()) {
    assert.ok(now.attempt >= (old[i]?.now.attempt ?? 0), `the attempts of ${stage} never shrink`);
  }
};

const tokensAreReserved = ({ before }: Turn, project: Project): void => {
  const orders = runsOf(project);
  const limits = orders.map(
    ({ stage }) => project.workflow.stages.find((plan) => plan.id === stage)?.maxTokens ?? 0,
  );
  const sum = limits.reduce((all, limit) => all + limit, 0);
  assert.equal(project.reservedTokens, sum, "reserved is what the running steps may use");
  const { budgetTokens } = project.settings;
  if (budgetTokens === null || orders.every(({ id }) => before?.outbox.some((one) => one.id === id))) return;
  assert.ok(tokensOf(project.usage) + sum <= budgetTokens, "a run is ordered only when the budget covers it");
};

const blockedStepsAreAsked = (project: Project): void => {
  const blocked = stepsOf(project).filter(({ now }) => now.state === "blocked");
  const asked = project.escalations
    .filter((one) => one.state === "open")
    .map((one) => `${one.stage}.${one.step}`);
  assert.deepEqual(
    asked.toSorted(),
    blocked.map(({ stage, step }) => `${stage}.${step}`).toSorted(),
    "each blocked step has exactly one open escalation",
  );
  for (const stage of project.stages) {
    const isBlocked = blocked.some((one) => one.stage === stage.id);
    assert.equal(stage.state === "blocked", isBlocked, `${stage.id} is blocked like its steps`);
  }
};
