import { acts, nameOf, spots, type Death, type Spot } from "./deaths.ts";
import type { Random } from "./random.ts";
import type { Action, Plan, Round } from "./round.ts";
import type { Trial } from "./stage.ts";

/** The scenarios in the order in which rounds take them. */
const scenarios = ["objection", "question", "conflict", "mediation", "low-confidence", "clean"] as const;

/** Projects that share one data folder. */
const projectsPerRound = 3;
/** A folder whose processes die more often than this has little left to do. */
const mostKillsPerRound = 12;
/** One more death at a random time after every so many boundaries. */
const randomEvery = 3;
/** A process opens its folder and gets to work in about 150 ms; the work of a round takes one to two seconds. */
const latestMs = 600;

/** Plans as many rounds as `kills` deaths need; every boundary is dealt before one is dealt again. */
export const planTrials = (kills: number, random: Random): readonly Trial<Round>[] => {
  const count = Math.max(
    1,
    Math.ceil(kills / mostKillsPerRound),
    Math.min(scenarios.length, Math.floor(kills / 3)),
  );
  const deal = createDeck(random);
  return Array.from({ length: count }, (_, n) => {
    const share = Math.floor(((n + 1) * kills) / count) - Math.floor((n * kills) / count);
    return { round: planRound(n, random), deaths: early(Array.from({ length: share }, deal)) };
  });
};

/** A further round for deaths whose moment never came: each at its first chance. */
export const planAgain = (deaths: readonly Death[], n: number, random: Random): Trial<Round> => ({
  round: planRound(n, random),
  deaths: early(
    deaths.map((death) =>
      death.type === "spot" ? { ...death, nth: 1 } : { ...death, ms: random.whole(0, latestMs / 2) },
    ),
  ),
});

/** Deals every kind of boundary first, then the acts that were left out of that. */
const createDeck = (random: Random) => {
  let deck: (Spot | "random")[] = [];
  return (): Death => {
    if (deck.length === 0) deck = shuffledDeck(random);
    const card = deck.shift() ?? "random";
    if (card === "random") return { type: "time", ms: random.whole(0, latestMs) };
    return { type: "spot", spot: card, nth: random.whole(1, latest(card)) };
  };
};

const shuffledDeck = (random: Random): (Spot | "random")[] => {
  const [before, after] = [random.pick(acts), random.pick(acts)];
  const isEarly = (spot: Spot): boolean =>
    !spot.includes("act ") || spot === `before-act ${before}` || spot === `after-act ${after}`;
  const withRandom = (some: readonly Spot[]): (Spot | "random")[] => {
    const times = Array.from({ length: Math.floor(some.length / randomEvery) }, () => "random" as const);
    return random.shuffled([...some, ...times]);
  };
  return [...withRandom(spots.filter(isEarly)), ...withRandom(spots.filter((spot) => !isEarly(spot)))];
};

/** How often a boundary is surely passed while a round still has most of its work before it. */
const latest = (spot: Spot): number => {
  if (spot.endsWith("-log") || spot.endsWith("-save")) return 14;
  if (isOnlyEarly(spot)) return projectsPerRound;
  return 5;
};

/** Threads are opened and starts taken once, at the beginning: these deaths come first. */
const early = (deaths: readonly Death[]): readonly Death[] =>
  deaths.toSorted((a, b) => Number(isLate(a)) - Number(isLate(b)));

const isLate = (death: Death): boolean => !isOnlyEarly(nameOf(death));

const isOnlyEarly = (spot: string): boolean => spot.endsWith(" openThread") || spot.endsWith(" start");

const planRound = (n: number, random: Random): Round => ({
  scenario: scenarios[n % scenarios.length] ?? "clean",
  seed: random.whole(0, 1_000),
  msPerCall: random.whole(0, 20),
  projects: Array.from({ length: projectsPerRound }, (_, i) => planProject(`${n + 1}-${i + 1}`, random)),
});

const planProject = (person: string, random: Random): Plan => ({
  person,
  brief: random.pick(briefs),
  workflow: random.pick(["sdlc", "crowd"]),
  decide: random.pick(["approve", "approve", "modify-once", "reject-once"]),
  actions: random.pick([pauses, speaks, goesBack])(person, random),
});

const pauses = (person: string, random: Random): Action[] => [
  action(`${person}:pause`, "pause", random.whole(4, 30)),
  { id: `${person}:resume`, text: "resume", when: { type: "after", id: `${person}:pause` } },
];

/** Also races the scripted decider for the first approval: the first decision wins. */
const speaks = (person: string, random: Random): Action[] => [
  action(`${person}:say`, "developer: Keep it small, and say what you leave out.", random.whole(4, 20)),
  { id: `${person}:approve`, text: "approve", when: { type: "asked" } },
];

const goesBack = (person: string, random: Random): Action[] => [
  action(
    `${person}:rollback`,
    "rollback design because the team is smaller than we thought",
    random.whole(18, 40),
  ),
  action(`${person}:say`, "all: Mind the costs.", random.whole(4, 30)),
];

const action = (id: string, text: string, version: number): Action => ({
  id,
  text,
  when: { type: "version", version },
});

const briefs: readonly [string, ...string[]] = [
  "# Library desk\n\nReaders borrow and return books at a desk with a scanner. A librarian must see every overdue loan each morning. The system should send a reminder three days before a loan ends. Readers' data must stay in the country. It must work on the two old computers of the branch.",
  "# Bicycle rental\n\nTourists rent bicycles by the hour with their phone. Each bicycle has a lock with a code. The owner must know where each bicycle is and which one needs repair. Payment should be taken before the lock opens. There are 60 bicycles and one mechanic.",
  "# Allotment water\n\nA club of 120 gardeners shares three wells. Members must book watering times so that the pressure holds. Nobody may book more than two hours a day in July. The treasurer needs the consumption of each member at the end of the year as a table.",
];
