import type { LedgerLine } from "#src/ports/ledger.ts";
import type { Served } from "../support/provider-servers/agents.ts";
import type { Case } from "./cases.ts";
import type { Evidence } from "./evidence.ts";
import { finder, type Finding } from "./finding.ts";

/** Everything that a server said it charges for is in the ledger, and everything in the ledger is in the project. */
export const checkUsage = (evidence: Evidence): readonly Finding[] => {
  const { one, ledger, served } = evidence;
  const attempts = ledger.filter(({ outcome }) => outcome !== "begun");
  const lines = Object.entries(served).flatMap(([provider, requests]) =>
    compare(
      one,
      requests,
      attempts.filter((line) => line.provider === provider),
    ),
  );
  return finder(one)("unrecorded", [...lines, ...compareRow(evidence, attempts)]);
};

/** Each request against the line that was written for it: both are in the order in which they happened. */
const compare = (one: Case, requests: readonly Served[], lines: readonly LedgerLine[]): readonly string[] => {
  if (requests.length !== lines.length)
    return [`the server was asked ${requests.length} times, the ledger has ${lines.length} lines`];
  return requests.flatMap((request, i) => {
    const line = lines[i];
    const problem = line === undefined ? null : problemOf(one, request, line);
    return problem === null ? [] : [`request ${i + 1} (${line?.key}, ${line?.outcome}): ${problem}`];
  });
};

/** What the server told must be counted; what may have been used without a word about it must be marked as not known. */
const problemOf = (
  { fault }: Case,
  { told, tokensIn, tokensOut, status, well }: Served,
  line: LedgerLine,
): string | null => {
  const isUnknown = !line.known && line.tokensIn + line.tokensOut === 0;
  // What was given up counts as the most that it may have been.
  if (isUnknown && ["aborted", "timeout"].includes(line.outcome))
    return "it was given up, and nothing is counted";
  if (isUnknown && fault.unreadable === true) return null;
  if (told && (line.tokensIn < tokensIn || line.tokensOut < tokensOut))
    return `told ${tokensIn} in and ${tokensOut} out, counted ${line.tokensIn} and ${line.tokensOut}`;
  if (well && (line.tokensIn !== tokensIn || line.tokensOut !== tokensOut))
    return `told ${tokensIn} in and ${tokensOut} out, counted more: ${line.tokensIn} and ${line.tokensOut}`;
  if (line.tokensIn + line.tokensOut > 0 && line.usd <= 0) return "tokens are counted, and no dollars";
  if (!told && status === 200 && line.tokensIn === 0 && line.known)
    return "it may have been charged, and the ledger is sure that it was not";
  return null;
};

/** The row counts what the ledger does, and never less than the servers told. */
const compareRow = ({ one, row, served }: Evidence, attempts: readonly LedgerLine[]): readonly string[] => {
  const total = <T>(items: readonly T[], count: (item: T) => number): number =>
    items.reduce((sum, item) => sum + count(item), 0);
  const requests = one.fault.unreadable === true ? [] : Object.values(served).flat();
  const pairs = [
    ["tokens in", row.usage.tokensIn, ({ tokensIn }: Tokens) => tokensIn],
    ["tokens out", row.usage.tokensOut, ({ tokensOut }: Tokens) => tokensOut],
  ] as const;
  const [project, ledger] = [micro(row.usage.usd ?? 0), micro(total(attempts, ({ usd }) => usd))];
  return [
    ...pairs.flatMap(([what, counted, count]) => [
      ...(counted !== total(attempts, count)
        ? [`the project counts ${counted} ${what}, the ledger ${total(attempts, count)}`]
        : []),
      ...(counted < total(requests, count)
        ? [`the project counts ${counted} ${what}, the servers told ${total(requests, count)}`]
        : []),
    ]),
    ...(project !== ledger
      ? [`the project counts ${project} millionths of a dollar, the ledger ${ledger}`]
      : []),
  ];
};

interface Tokens {
  readonly tokensIn: number;
  readonly tokensOut: number;
}

const micro = (usd: number): number => Math.round(usd * 1_000_000);
