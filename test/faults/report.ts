import { nameOf } from "./cases.ts";
import type { Evidence } from "./evidence.ts";
import { verdicts, type Finding } from "./finding.ts";

/** What one project brought. */
export interface Played {
  readonly name: string;
  /** API, way and pattern: its line of the table. */
  readonly row: string;
  /** Every time that people were asked, what about. */
  readonly stops: readonly string[];
  readonly counts: Counts;
  readonly findings: readonly Finding[];
}

/** How much there was to lose. */
interface Counts {
  readonly requests: number;
  readonly failed: number;
  readonly commits: number;
  readonly said: number;
  readonly tokensTold: number;
  readonly tokensCounted: number;
  /** Attempts of which nobody told whether they were charged; the ledger says so. */
  readonly unknown: number;
}

export const playedOf = (evidence: Evidence, findings: readonly Finding[]): Played => {
  const { one, stops } = evidence;
  return {
    name: nameOf(one),
    row: `${one.workflow}, ${one.wire}, ${one.streaming ? "stream" : "plain"}, ${one.pattern}`,
    stops: stops.map(({ escalation }) => escalation.kind),
    counts: countsOf(evidence),
    findings,
  };
};

const countsOf = ({ served, commits, said, ledger, row }: Evidence): Counts => {
  const requests = Object.values(served).flat();
  return {
    requests: requests.length,
    failed: requests.filter(({ well }) => !well).length,
    commits: commits.length,
    said: said.length,
    tokensTold: sum(requests, ({ tokensIn, tokensOut }) => tokensIn + tokensOut),
    tokensCounted: row.usage.tokensIn + row.usage.tokensOut,
    unknown: ledger.filter(({ outcome, known, tokensIn }) => outcome !== "begun" && !known && tokensIn === 0)
      .length,
  };
};

const columns = ["cases", ...verdicts] as const;

/** Projects by API, way and pattern, and how many of them have a finding of each kind; then how much was checked. */
export const table = (played: readonly Played[]): string => {
  const line = (name: string, cells: readonly string[]): string =>
    `  ${name.padEnd(40)}${cells.map((cell) => cell.padStart(12)).join("")}`;
  const rows = Map.groupBy(played, ({ row }) => row);
  const total = (name: keyof Counts): number => sum(played, ({ counts }) => counts[name]);
  return [
    "",
    line("", columns),
    ...[...rows].map(([name, ones]) => line(name, cellsOf(ones))),
    line("all", cellsOf(played)),
    "",
    `  ${played.filter(({ stops }) => stops.length === 0).length} projects needed nobody; people were asked ${askedIn(played)}`,
    `  ${total("requests")} requests, ${total("failed")} of them not answered well; ${total("commits")} commits, ${total("said")} posts and files`,
    `  servers told ${total("tokensTold")} tokens, projects counted ${total("tokensCounted")}; of ${total("unknown")} attempts nobody knows, and the ledger says so`,
    "",
  ].join("\n");
};

const cellsOf = (ones: readonly Played[]): readonly string[] =>
  columns.map((column) => String(column === "cases" ? ones.length : withFindings(ones, column)));

const withFindings = (ones: readonly Played[], type: Finding["type"]): number =>
  ones.filter(({ findings }) => findings.some((finding) => finding.type === type)).length;

const askedIn = (played: readonly Played[]): string => {
  const kinds = Map.groupBy(
    played.flatMap(({ stops }) => stops),
    (kind) => kind,
  );
  return kinds.size === 0
    ? "never"
    : [...kinds].map(([kind, all]) => `${all.length} times as ${kind}`).join(", ");
};

/** The last line, for people and scripts. */
export const verdictOf = (played: readonly Played[]): string =>
  `faults: ${played.length} projects, ${verdicts.map((type) => `${withFindings(played, type)} ${type}`).join(", ")}`;

/** Every finding of one project, under its name; empty when there is none. */
export const describe = ({ name, findings }: Played): string =>
  findings.length === 0
    ? ""
    : [name, ...findings.map(({ type, detail }) => `  ${type.toUpperCase()} ${detail}`), ""].join("\n");

const sum = <T>(items: readonly T[], count: (item: T) => number): number =>
  items.reduce((total, item) => total + count(item), 0);
