import { describe, expect, test } from "vitest";
import type { LedgerLine } from "#src/ports/ledger.ts";
import { defaultSettings } from "#src/project/workflow.ts";
import { usdOf, type Charge } from "./bill.ts";
import { findingsOf, moneyOf, type Account } from "./checks.ts";

/** Half a cent for what was read, and a dime for the longest answer; the answer itself costs a cent. */
const charge = (at: number, change: Partial<Charge> = {}): Charge => ({
  person: "b-1-1",
  task: "analyze.plan 1",
  model: "gpt-6.1-terra",
  at,
  input: 5_000,
  cached: 0,
  written: 0,
  maxOutput: 20_000,
  output: 2_000,
  state: "answered",
  ...change,
});

const line = (at: number, outcome: string, usd: number): LedgerLine => ({
  key: "p-abc234:1:1",
  at,
  project: "p-abc234",
  agent: "analyst",
  stage: "analyze",
  step: "plan",
  attempt: 1,
  nth: outcome === "begun" ? 0 : 1,
  provider: "openai",
  model: "gpt-6.1-terra",
  tokensIn: 5_000,
  tokensCached: 0,
  tokensWritten: 0,
  tokensOut: 2_000,
  usd,
  known: true,
  ms: 1,
  outcome,
  reason: null,
});

/** A lost call and the same one again, all of it written down. */
const kept = {
  charges: [charge(1_001, { state: "lost" }), charge(2_001)],
  ledger: [line(1_000, "begun", 0.107), line(2_000, "begun", 0.107), line(2_500, "answered", 0.015)],
};

const account = (recorded: number, budgetUsd: number, change: Partial<Account> = {}): Account => ({
  row: {
    id: "p-abc234",
    status: "running",
    startedBy: { id: "b-1-1", name: "Person", roles: [] },
    usage: { calls: 2, tokensIn: 10_000, tokensOut: 22_000, usd: recorded },
    settings: { ...defaultSettings, budgetUsd },
    reservedUsd: 0,
    escalations: [],
  },
  ...kept,
  ...change,
});

const kinds = (one: Account): readonly string[] =>
  findingsOf(one).map((finding) => finding.split(" ", 1)[0] ?? "");

test("a lost request is charged with the longest answer, an answered one with its own", () => {
  expect(kept.charges.map(usdOf)).toEqual([0.105, 0.015]);
  expect(usdOf(charge(1, { state: "cut", output: 1_000 }))).toBe(0.01);
  expect(usdOf(charge(1, { cached: 1_000, written: 2_000 }))).toBeCloseTo(0.01455);
});

describe("the money of a project", () => {
  test("is kept when lost calls count at their worst and the charge is within the budget", () => {
    expect(findingsOf(account(0.122, 0.15))).toEqual([]);
    expect(moneyOf(account(0.122, 0.15))).toMatchObject({ budget: 0.15, output: 0.1 });
  });

  test("may go beyond the budget by one call's output, and by no more", () => {
    expect(kinds(account(0.122, 0.021))).toEqual([]);
    expect(kinds(account(0.122, 0.019))).toEqual(["OVERRUN"]);
  });

  test("is forgotten when the row says less than the ledger, or than one call was charged", () => {
    expect(kinds(account(0.121, 0.15))).toEqual(["FORGOTTEN"]);
    const ledger = [...kept.ledger.slice(0, 1), line(1_500, "connection", 0.002), ...kept.ledger.slice(1)];
    expect(kinds(account(0.122, 0.15, { ledger }))).toEqual([]);
    expect(kinds(account(0.119, 0.15, { ledger }))).toEqual(["FORGOTTEN"]);
  });

  test("is unlisted when the ledger says less of one call than it was charged, whatever it says of others", () => {
    const ledger = [line(1_000, "begun", 0.2), line(2_000, "begun", 0.107), line(2_500, "answered", 0.01)];
    expect(kinds(account(0.22, 0.25, { ledger }))).toEqual(["UNLISTED"]);
    expect(kinds(account(0.122, 0.15, { ledger: [] }))).toEqual(["UNLISTED"]);
  });

  test("must not stay reserved when nothing runs", () => {
    const one = account(0.122, 0.5);
    expect(kinds({ ...one, row: { ...one.row, reservedUsd: 0.1 } })).toEqual(["RESERVED"]);
  });
});
