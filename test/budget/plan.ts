import type { Random } from "../crash/random.ts";
import type { Death } from "./deaths.ts";
import type { Plan, Round } from "./round.ts";

/** A round and the deaths it is to go through, in order. */
export interface Trial {
  readonly round: Round;
  readonly deaths: readonly Death[];
}

export const projectsPerRound = 50;
/** More deaths than this and the budgets are gone before the work has begun. */
export const killsPerRound = 5;
/** One of so many processes is asked to stop instead of being killed. */
const stopEvery = 6;

/** Budgets in cents that last for a whole run with some lost calls, and those that hardly last for two steps. */
const wide = [25, 150] as const;
const tight = { openai: [10, 30], anthropic: [20, 60], mixed: [20, 60] } as const;

const vendors = ["anthropic", "openai", "mixed"] as const;
const vendorsOf = (n: number): Round["vendors"] => vendors[n % vendors.length] ?? "mixed";

/** The `n`th round. Deaths that did not come about before are tried again at their first chance. */
export const planTrial = (
  n: number,
  {
    kills,
    left,
    random,
  }: { readonly kills: number; readonly left: readonly Death[]; readonly random: Random },
): Trial => ({
  round: planRound(n, { random, cents: n % 2 === 0 ? wide : tight[vendorsOf(n)] }),
  deaths: [
    ...left.map((death) => ({ ...death, nth: random.whole(1, 5) })),
    ...Array.from({ length: kills - left.length }, () => planDeath(random)),
  ],
});

/** Budgets lie between two amounts. */
export interface Limits {
  readonly random: Random;
  readonly cents: readonly [number, number];
}

export const planRound = (n: number, limits: Limits): Round => {
  const answering = vendorsOf(n);
  const persons = Array.from({ length: projectsPerRound }, (_, i) => `b-${n + 1}-${i + 1}`);
  return { vendors: answering, projects: persons.map((person) => planProject(person, answering, limits)) };
};

/** Most of a life's calls are made in waves of all projects: a death in any place of a wave finds calls in every state. */
const planDeath = (random: Random): Death => {
  const nth = random.whole(1, projectsPerRound);
  const moment = random.pick<Death["moment"]>(["asked", "streaming", "answered", "recording"]);
  const how = moment !== "recording" && random.whole(1, stopEvery) === 1 ? "stop" : "kill";
  return { how, moment, nth, ms: random.pick([0, 0, random.whole(1, 60)]) };
};

const planProject = (person: string, answering: Round["vendors"], { random, cents }: Limits): Plan => ({
  person,
  budgetUsd: random.whole(...cents) / 100,
  // OpenAI's cheap model has no published price among ours, so the provider could not charge for it.
  slices: random.pick([
    [],
    [],
    ["raise"],
    ["raise", "raise"],
    [answering === "anthropic" ? "cheaper" : "raise"],
  ]),
  rollbackAt: random.pick([null, null, null, null, random.whole(8, 40)]),
});
