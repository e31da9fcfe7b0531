import type { LedgerLine } from "#src/ports/ledger.ts";
import { dollars } from "#src/project/budget.ts";
import type { Project } from "#src/project/project.ts";
import { longestOutput, usdOf, type Charge } from "./bill.ts";

/** What is known of a project when it is over: its own record, and the provider's. */
export interface Account {
  readonly row: Pick<
    Project,
    "id" | "status" | "startedBy" | "usage" | "settings" | "reservedUsd" | "escalations"
  >;
  readonly ledger: readonly LedgerLine[];
  readonly charges: readonly Charge[];
}

/** The money of one project, in US dollars. */
export interface Money {
  readonly charged: number;
  /** In the row, which is what the next step is held against. */
  readonly recorded: number;
  /** What the row must say: for every call what the ledger says of it or what it was charged, whichever is more. */
  readonly owed: number;
  readonly budget: number;
  /** What the longest output of one call may cost. */
  readonly output: number;
}

export const moneyOf = (account: Account): Money => ({
  charged: sumOf(account.charges.map(usdOf)),
  recorded: account.row.usage.usd ?? 0,
  owed: sumOf(callsOf(account).map(({ listed, charged }) => Math.max(listed, charged))),
  budget: account.row.settings.budgetUsd ?? Number.POSITIVE_INFINITY,
  output: longestOutput(account.charges),
});

/** Sums of fractions drift. */
const drift = 1e-6;

/** What is wrong with a project's money; nothing when it was kept. */
export const findingsOf = (account: Account): readonly string[] => {
  const { row, charges } = account;
  const { charged, recorded, owed, budget, output } = moneyOf(account);
  const states = Map.groupBy(charges, ({ state }) => state);
  const calls = [...states].map(([state, of]) => `${of.length} ${state}`).join(", ");
  const about = `${row.startedBy.id} (${row.id}; ${calls}): charged ${dollars(charged)} of ${dollars(budget)}`;
  return [
    ...(charged > budget + output + drift
      ? [`OVERRUN ${about}, and one call's output costs ${dollars(output)}`]
      : []),
    ...(recorded < owed - drift
      ? [`FORGOTTEN ${about}; its calls make ${dollars(owed)}, its row says ${dollars(recorded)}`]
      : []),
    ...unlistedIn(account).map((what) => `UNLISTED ${about}; ${what}`),
    ...(row.reservedUsd > drift
      ? [`RESERVED ${about}; ${dollars(row.reservedUsd)} is never given back`]
      : []),
  ];
};

/** One call: its beginning, every attempt of it that ended, and the requests that the provider saw. */
interface Call {
  readonly begun: LedgerLine | undefined;
  readonly ended: readonly LedgerLine[];
  readonly requests: readonly Charge[];
  readonly listed: number;
  readonly charged: number;
}

/**
 * A project makes one call after the other, so each line belongs to the last beginning before it, and each request to the last one
 * for the same attempt of a step. Sums would hide what one call lacks behind what a lost one is overrated by.
 */
const callsOf = ({ ledger, charges }: Account): readonly Call[] => {
  const starts = ledger.flatMap(({ outcome }, i) => (outcome === "begun" ? [i] : []));
  const parts = starts.map((start, n) => ledger.slice(start, starts[n + 1]));
  const byCall = Map.groupBy(charges, ({ task, at }) =>
    parts.findLastIndex(([begun]) => begun !== undefined && taskOf(begun) === task && begun.at <= at),
  );
  return [[], ...parts].map(([begun, ...ended], n) => {
    const requests = byCall.get(n - 1) ?? [];
    const listed = ended.length === 0 ? (begun?.usd ?? 0) : sumOf(ended.map(({ usd }) => usd));
    return { begun, ended, requests, listed, charged: sumOf(requests.map(usdOf)) };
  });
};

const taskOf = ({ stage, step, attempt }: LedgerLine): string => `${stage}.${step} ${attempt}`;

const ends = ["answered", "cut-off", "refused", "aborted"];

/** After a fault one more attempt may be under way, of which the ledger tells only the beginning of the whole call. */
const mayList = ({ begun, ended, listed }: Call): number =>
  listed + (ended.length > 0 && !ends.includes(ended.at(-1)?.outcome ?? "") ? (begun?.usd ?? 0) : 0);

const unlistedIn = (account: Account): readonly string[] =>
  callsOf(account)
    .filter((call) => mayList(call) < call.charged - drift)
    .map(({ begun, ended, requests, listed, charged }) => {
      const states = requests.map(({ state, written }) => (written > 0 ? `${state}, wrote a cache` : state));
      const outcomes = ended.map(({ outcome }) => outcome).join(" + ") || "no end";
      const step = begun === undefined ? "nothing begun" : taskOf(begun);
      return `${step} (${states.join(" + ")}; ${outcomes}) cost $${charged.toFixed(4)}, listed are $${listed.toFixed(4)}`;
    });

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);
