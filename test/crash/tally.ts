import { askedAgain } from "./check-work.ts";
import { nameOf, type Death } from "./deaths.ts";
import type { Evidence } from "./evidence.ts";
import type { Finding } from "./finding.ts";

/** What one round brought. */
export interface RoundResult {
  readonly folder: string;
  readonly scenario: string;
  readonly evidence: Evidence;
  readonly findings: readonly Finding[];
}

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

/** How much there was to lose. */
interface Counts {
  readonly said: number;
  readonly edits: number;
  readonly commits: number;
  readonly commands: number;
  readonly envelopes: number;
  readonly decisions: number;
  readonly calls: number;
  /** Calls made again because the process died between the answer and its record. */
  readonly askedAgain: number;
  /** Events of people that were delivered again. */
  readonly redelivered: number;
}

const nothing: Counts = {
  said: 0,
  edits: 0,
  commits: 0,
  commands: 0,
  envelopes: 0,
  decisions: 0,
  calls: 0,
  askedAgain: 0,
  redelivered: 0,
};

export const emptyTally: Tally = {
  deaths: new Map(),
  kills: 0,
  rounds: 0,
  projects: 0,
  scenarios: new Map(),
  counts: nothing,
  findings: [],
};

export const addDeath = (tally: Tally, death: Death): Tally => ({
  ...tally,
  kills: tally.kills + 1,
  deaths: oneMore(tally.deaths, nameOf(death)),
});

export const addRound = (tally: Tally, { scenario, evidence, findings }: RoundResult): Tally => ({
  ...tally,
  rounds: tally.rounds + 1,
  projects: tally.projects + evidence.projects.filter(({ row }) => row.status === "completed").length,
  scenarios: oneMore(tally.scenarios, scenario),
  counts: sumOf(tally.counts, countsOf(evidence)),
  findings: [...tally.findings, ...findings],
});

const oneMore = (counts: ReadonlyMap<string, number>, name: string): ReadonlyMap<string, number> =>
  new Map(counts).set(name, (counts.get(name) ?? 0) + 1);

const countsOf = ({ wire, projects, asked, deliveries }: Evidence): Counts => ({
  said: wire.filter(({ op }) => op === "root" || op === "post" || op === "upload").length,
  edits: wire.filter(({ op }) => op === "edit").length,
  commits: total(projects, ({ commits }) => commits.length),
  commands: total(projects, ({ log }) => log.length),
  envelopes: total(projects, ({ envelopes }) => envelopes.length),
  decisions: total(projects, ({ row }) => row.escalations.filter(({ state }) => state === "decided").length),
  calls: total(projects, ({ calls }) => calls.size),
  askedAgain: askedAgain(asked),
  redelivered: deliveries.filter((line) => line.type === "sent" && line.again).length,
});

const total = <T>(items: readonly T[], count: (item: T) => number): number =>
  items.reduce((sum, item) => sum + count(item), 0);

const sumOf = (a: Counts, b: Counts): Counts => ({
  said: a.said + b.said,
  edits: a.edits + b.edits,
  commits: a.commits + b.commits,
  commands: a.commands + b.commands,
  envelopes: a.envelopes + b.envelopes,
  decisions: a.decisions + b.decisions,
  calls: a.calls + b.calls,
  askedAgain: a.askedAgain + b.askedAgain,
  redelivered: a.redelivered + b.redelivered,
});
