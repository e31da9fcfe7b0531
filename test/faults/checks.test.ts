import { expect, test } from "vitest";
import { allCases, nameOf } from "./cases.ts";
import { check } from "./checks.ts";
import type { Evidence } from "./evidence.ts";
import { play } from "./play.ts";

const played = async (name: string): Promise<Evidence> => {
  const one = allCases().find((each) => nameOf(each) === name);
  if (one === undefined) throw new Error(`there is no case ${name}`);
  return await play(one);
};

const overloaded = await played("two-stages: anthropic, stream, always: overload in the middle of a stream");
const refused = await played("two-stages: chat, plain, alone: 401");
const [stop] = refused.stops;
if (stop === undefined) throw new Error("nobody was asked about 401");

const typesOf = (evidence: Evidence): readonly string[] => [
  ...new Set(check(evidence).map(({ type }) => type)),
];
const lineAt = overloaded.ledger.findIndex(({ outcome }) => outcome === "overloaded");
const answeredAt = overloaded.ledger.findIndex(({ outcome }) => outcome === "answered");

test("a project that went well has no findings, and there was something to find", () => {
  expect(check(overloaded)).toEqual([]);
  expect(check(refused)).toEqual([]);
  expect(lineAt).toBeGreaterThan(0);
  expect(overloaded.commits).toHaveLength(5);
  expect(overloaded.ledger[lineAt]).toMatchObject({ tokensIn: 120 });
});

const { row, said, commits, ledger, spans } = overloaded;
const change = <T>(items: readonly T[], at: number, to: Partial<T>): readonly T[] =>
  items.map((item, i) => (i === at ? { ...item, ...to } : item));

test.each<readonly [what: string, evidence: Evidence, type: string]>([
  ["a project that is still running is lost", { ...overloaded, row: { ...row, status: "running" } }, "lost"],
  ["a commit that is missing is lost", { ...overloaded, commits: commits.slice(1) }, "lost"],
  ["a post that is missing is lost", { ...overloaded, said: said.slice(0, -1) }, "lost"],
  ["state that broke is lost", { ...overloaded, broken: ["the disk is full"] }, "lost"],
  [
    "a commit that is there twice is doubled",
    { ...overloaded, commits: [...commits, ...commits] },
    "doubled",
  ],
  ["a post that is there twice is doubled", { ...overloaded, said: [...said, ...said.slice(-1)] }, "doubled"],
  [
    "a call after its answer is doubled",
    { ...overloaded, ledger: [...ledger, ...ledger.slice(answeredAt, answeredAt + 1)] },
    "doubled",
  ],
  ["a project that never rests hung", { ...overloaded, rested: false }, "hung"],
  [
    "a call beyond its deadline hung",
    { ...overloaded, spans: change(spans, 0, { from: 0, to: 10 * 60_000 + 1 }) },
    "hung",
  ],
  [
    "an attempt without a line is unrecorded",
    { ...overloaded, ledger: ledger.filter((_, i) => i !== lineAt) },
    "unrecorded",
  ],
  [
    "tokens that were told and not counted are unrecorded",
    { ...overloaded, ledger: change(ledger, lineAt, { tokensIn: 119 }) },
    "unrecorded",
  ],
  [
    "a row that counts less than the ledger is unrecorded",
    { ...overloaded, row: { ...row, usage: { ...row.usage, tokensOut: row.usage.tokensOut - 1 } } },
    "unrecorded",
  ],
  [
    "a row that counts more than the ledger is unrecorded",
    { ...overloaded, row: { ...row, usage: { ...row.usage, tokensOut: row.usage.tokensOut + 1 } } },
    "unrecorded",
  ],
  [
    "an attempt that was given up and counts nothing is unrecorded",
    {
      ...overloaded,
      ledger: change(ledger, lineAt, { outcome: "aborted", known: false, tokensIn: 0, tokensOut: 0, usd: 0 }),
    },
    "unrecorded",
  ],
  [
    "people who are asked although another provider works are unclear",
    { ...overloaded, stops: refused.stops },
    "unclear",
  ],
  ["a provider that nobody was asked about is unclear", { ...refused, stops: [] }, "unclear"],
  [
    "a question of the wrong kind is unclear",
    { ...refused, stops: [{ ...stop, escalation: { ...stop.escalation, kind: "approval" } }] },
    "unclear",
  ],
  [
    "a question that is not in the thread is unclear",
    { ...refused, stops: [{ ...stop, posted: false }] },
    "unclear",
  ],
  ["a retry that is not enough is unclear", { ...refused, stops: [stop, stop] }, "unclear"],
])("%s", (_, evidence, type) => {
  expect(typesOf(evidence)).toContain(type);
});
