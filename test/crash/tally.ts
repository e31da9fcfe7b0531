import type { Asked } from "./asked.ts";
import { askedAgain } from "./check-work.ts";
import { nameOf, type Death } from "./deaths.ts";
import type { ProjectEvidence } from "./evidence.ts";
import type { Finding } from "./finding.ts";
import type { Kill } from "./kills.ts";

/** What one round brought. */
export interface RoundResult {
  readonly folder: string;
  readonly scenario: string;
  readonly projects: readonly ProjectEvidence[];
  /** How much there was to lose, by what it is, e.g. `posts and files`. */
  readonly counts: Counts;
  readonly kills: readonly Kill[];
  readonly findings: readonly Finding[];
  /** Deaths whose moment never came. */
  readonly left: readonly Death[];
}

export type Counts = Readonly<Record<string, number>>;

/** What all rounds brought so far. */
export interface Tally {
  /** Deaths by boundary, in the order in which they were first met. */
  readonly deaths: ReadonlyMap<string, number>;
  readonly kills: number;
  readonly rounds: number;
  /** Projects that came to their end. */
  readonly projects: number;
  /** Rounds by scenario. */
  readonly scenarios: ReadonlyMap<string, number>;
  readonly counts: Counts;
  readonly findings: readonly Finding[];
}

export const emptyTally: Tally = {
  deaths: new Map(),
  kills: 0,
  rounds: 0,
  projects: 0,
  scenarios: new Map(),
  counts: {},
  findings: [],
};

export const addDeath = (tally: Tally, death: Death): Tally => ({
  ...tally,
  kills: tally.kills + 1,
  deaths: oneMore(tally.deaths, nameOf(death)),
});

export const addRound = (tally: Tally, { scenario, projects, counts, findings }: RoundResult): Tally => ({
  ...tally,
  rounds: tally.rounds + 1,
  projects: tally.projects + projects.filter(({ row }) => row.status === "completed").length,
  scenarios: oneMore(tally.scenarios, scenario),
  counts: sumOf(tally.counts, counts),
  findings: [...tally.findings, ...findings],
});

const oneMore = (counts: ReadonlyMap<string, number>, name: string): ReadonlyMap<string, number> =>
  new Map(counts).set(name, (counts.get(name) ?? 0) + 1);

/** What can be lost on disk. */
export const countKept = (projects: readonly ProjectEvidence[], asked: readonly Asked[]): Counts => ({
  commits: total(projects, ({ commits }) => commits.length),
  commands: total(projects, ({ log }) => log.length),
  envelopes: total(projects, ({ envelopes }) => envelopes.length),
  "model calls": total(projects, ({ calls }) => calls.size),
  decisions: total(projects, ({ row }) => row.escalations.filter(({ state }) => state === "decided").length),
  "model calls made again because the process died before their answer was recorded": askedAgain(asked),
});

const total = <T>(items: readonly T[], count: (item: T) => number): number =>
  items.reduce((sum, item) => sum + count(item), 0);

const sumOf = (a: Counts, b: Counts): Counts =>
  Object.fromEntries(
    [...new Set([...Object.keys(a), ...Object.keys(b)])].map((name) => [
      name,
      (a[name] ?? 0) + (b[name] ?? 0),
    ]),
  );
