import { usdOf } from "./bill.ts";
import { moneyOf, type Account } from "./checks.ts";
import { nameOf } from "./deaths.ts";
import type { Outcome } from "./trial.ts";

/** What was ended where, how much money there was, and how near it came to the limit. */
export const table = (outcomes: readonly Outcome[]): string => {
  const deaths = Map.groupBy(
    outcomes.flatMap(({ died }) => died),
    nameOf,
  );
  const accounts = outcomes.flatMap((one) => one.accounts);
  const charges = outcomes.flatMap((one) => one.charges);
  const states = Map.groupBy(charges, ({ state }) => state);
  const rows = [...deaths].toSorted(([a], [b]) => a.localeCompare(b));
  const calls = [...states].map(([state, of]) => `${of.length} ${state}`).join(", ");
  const lost = charges.filter(({ state }) => state === "lost").reduce((sum, one) => sum + usdOf(one), 0);
  return [
    "",
    `  ${"ended while".padEnd(24)}${"times".padStart(5)}`,
    ...rows.map(([name, of]) => `  ${name.padEnd(24)}${String(of.length).padStart(5)}`),
    "",
    `  projects: ${accounts.length} (${endsOf(accounts)})`,
    `  calls: ${charges.length} (${calls}), at most ${Math.max(0, ...outcomes.map(({ peak }) => peak))} at once`,
    ...moneyLines(accounts, lost),
    "",
  ].join("\n");
};

const endsOf = (accounts: readonly Account[]): string => {
  const ends = Map.groupBy(accounts, ({ row }) => (row.status === "running" ? "at the budget" : row.status));
  const decided = accounts.flatMap(({ row }) =>
    row.escalations.flatMap(({ kind, decision }) =>
      kind === "budget" && decision !== null ? [decision] : [],
    ),
  );
  const raised = decided.filter(({ choice }) => choice === "raise").length;
  return [
    ...[...ends].map(([end, of]) => `${of.length} ${end}`),
    `budgets raised ${raised} times`,
    `cheaper models ${decided.length - raised} times`,
  ].join(", ");
};

const moneyLines = (accounts: readonly Account[], lost: number): readonly string[] => {
  const all = accounts.map(moneyOf);
  const total = (pick: (money: (typeof all)[number]) => number): string =>
    `$${all.reduce((sum, money) => sum + pick(money), 0).toFixed(2)}`;
  const nearest = Math.max(0, ...all.map(({ charged, budget }) => charged / budget));
  const over = all.filter(({ charged, budget }) => charged > budget);
  const share = Math.max(0, ...over.map(({ charged, budget, output }) => (charged - budget) / output));
  return [
    `  money: ${total(({ charged }) => charged)} charged ($${lost.toFixed(2)} of it for lost calls at their worst), ${total(({ recorded }) => recorded)} recorded, ${total(({ budget }) => budget)} allowed`,
    `  nearest to its budget: ${(nearest * 100).toFixed(1)} %; ${over.length} above it, by at most ${(share * 100).toFixed(1)} % of one call's output`,
  ];
};

/** The last line, for people and scripts. */
export const verdict = (outcomes: readonly Outcome[]): string => {
  const findings = outcomes.flatMap((one) => one.findings);
  const overruns = findings.filter((one) => one.startsWith("OVERRUN")).length;
  const deaths = outcomes.reduce((sum, { died }) => sum + died.length, 0);
  const projects = outcomes.reduce((sum, { accounts }) => sum + accounts.length, 0);
  return `budget: ${deaths} deaths, ${projects} projects, ${overruns} overruns, ${findings.length - overruns} otherwise wrong`;
};
