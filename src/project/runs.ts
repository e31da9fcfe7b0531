import { needOf, overBudget, type Need } from "./budget.ts";
import { cheaper } from "./choices.ts";
import { change, order, planOf, stepOf, type Draft, type StepName } from "./draft.ts";
import { raise } from "./escalations.ts";
import type { Project } from "./project.ts";
import { spend } from "./spending.ts";

/** Asks people when the budget does not cover one more run of a step; null when it does. */
export const askForBudget = (draft: Draft, at: StepName): Draft | null => {
  const { title } = planOf(draft.project, at.stage);
  const over = overBudget(draft.project, needOf(draft.project, at.stage));
  if (over === null) return null;
  return raise(draft, {
    kind: "budget",
    at,
    title: `The budget does not cover ${title}`,
    context: `${over}.`,
    also: canSave(draft.project, at.stage) ? [cheaper] : [],
  });
};

/** Are dollars the limit, and would cheaper models fit under it? */
const canSave = (project: Project, stage: string): boolean => {
  const saving = { ...project, settings: { ...project.settings, saving: true } };
  return !project.settings.saving && overBudget(saving, needOf(saving, stage)) === null;
};

/** Orders the run of a step that is marked as running, and reserves its tokens. `notBefore` delays it after a technical fault. */
export const orderRun = (draft: Draft, at: StepName, notBefore = 0): Draft => {
  const { project } = draft;
  // The work lane keeps its order, so that the newest write is the last one to be done.
  const write = project.outbox.findLast((effect) => effect.type === "writeArtifact");
  const { attempt } = stepOf(project, at);
  const plan = planOf(project, at.stage);
  const timeoutMs = project.settings.stepTimeoutMs ?? plan.timeoutMs;
  const need = needOf(project, at.stage);
  const reserved = reserve(draft, need);
  return order(
    reserved,
    { type: "runStep", ...at, attempt, timeoutMs, maxUsd: need.usd },
    { after: write === undefined ? [] : [write.id], notBefore },
  );
};

/** Ends the run of a step without judging its outcome: the order is withdrawn and its reservation given back. */
export const stopRun = (draft: Draft, at: StepName): Draft => {
  const { project } = draft;
  const running = project.outbox.find((effect) => effect.type === "runStep" && isAt(effect, at));
  if (running?.type !== "runStep") return draft;
  const outbox = project.outbox.filter((effect) => effect.type !== "runStep" || !isAt(effect, at));
  const tokens = planOf(project, at.stage).maxTokens;
  return reserve(change(draft, { outbox }), { tokens: -tokens, usd: -running.maxUsd });
};

/** Takes back a run that may be under way. Its call may have been charged, and nobody will tell: the most it may have used counts. */
export const abandonRun = (draft: Draft, at: StepName): Draft => {
  const running = draft.project.outbox.find((effect) => effect.type === "runStep" && isAt(effect, at));
  if (running?.type !== "runStep") return draft;
  const stopped = stopRun(draft, at);
  // Scripted agents cost nothing, and a run that waits for its next try asks nobody.
  if (draft.project.quote === null || running.notBefore > draft.at) return stopped;
  const { maxTokens } = planOf(draft.project, at.stage);
  return spend(stopped, at.stage, { calls: 1, tokensIn: maxTokens, tokensOut: 0, usd: running.maxUsd });
};

const reserve = (draft: Draft, { tokens, usd }: Need): Draft =>
  change(draft, {
    reservedTokens: Math.max(0, draft.project.reservedTokens + tokens),
    reservedUsd: Math.max(0, microDollars(draft.project.reservedUsd + usd)),
  });

/** Sums of fractions drift; a millionth of a dollar is finer than any price. */
const microDollars = (usd: number): number => Math.round(usd * 1_000_000) / 1_000_000;

const isAt = (effect: StepName, at: StepName): boolean =>
  effect.stage === at.stage && effect.step === at.step;
