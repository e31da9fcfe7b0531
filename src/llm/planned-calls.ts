import type { StagePlan } from "../project/workflow.ts";
import type { PlannedCall, PlannedStage } from "./estimate.ts";
import { shareTalkTokens, shareTokens } from "./share.ts";

/**
 * The calls of every stage of a workflow: a plan where it has one, its result, and the turns of its talk. A talk ends at the earliest
 * when each member has spoken once. A stage with a condition may be skipped, and one that is part of a repeat is done up to as often as
 * that says.
 */
export const plannedCalls = (stages: readonly StagePlan[]): readonly PlannedStage[] => {
  const often = roundsOf(stages);
  return stages.map((stage) => ({
    id: stage.id,
    calls: [...writing(stage), ...talking(stage)].map((call) => ({
      ...call,
      atLeast: stage.when === undefined ? call.atLeast : 0,
      atMost: call.atMost * often(stage.id),
    })),
  }));
};

const writing = ({ agent, plan, maxTokens }: StagePlan): readonly PlannedCall[] => {
  const call = { agent, limits: shareTokens(maxTokens), atLeast: 1, atMost: 1 };
  return plan === null ? [call] : [call, call];
};

/** One for each member, with the turns that fall to it when they speak one after the other. */
const talking = ({ discuss, maxTokens }: StagePlan): readonly PlannedCall[] => {
  if (discuss === undefined) return [];
  const { members, max } = discuss;
  return members.map((agent, index) => ({
    agent,
    limits: shareTalkTokens(maxTokens),
    atLeast: index < max ? 1 : 0,
    atMost: Math.max(0, Math.ceil((max - index) / members.length)),
  }));
};

/** How often all repeats together may have a stage done; those that lie in each other multiply. A repeat does its beginning again and all that builds on it, but nothing that comes after it. */
const roundsOf = (stages: readonly StagePlan[]): ((id: string) => number) => {
  const needs = allNeeds(stages);
  const isIn = (id: string, { from, to }: { readonly from: string; readonly to: string }): boolean =>
    (id === from || needs.get(id)?.has(from) === true) && needs.get(id)?.has(to) !== true;
  return (id) =>
    stages.reduce(
      (product, { id: to, repeat }) =>
        repeat !== undefined && isIn(id, { from: repeat.from, to }) ? product * repeat.max : product,
      1,
    );
};

/** Everything that each stage needs, directly or not. Stages come after what they need. */
const allNeeds = (stages: readonly StagePlan[]): ReadonlyMap<string, ReadonlySet<string>> => {
  const known = new Map<string, ReadonlySet<string>>();
  for (const { id, needs } of stages)
    known.set(id, new Set(needs.flatMap((need) => [need, ...(known.get(need) ?? [])])));
  return known;
};
