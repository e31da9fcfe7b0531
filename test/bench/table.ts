import { isKept, type Finding, type Report } from "./finding.ts";
import type { Spread } from "./spread.ts";

/** The findings as aligned columns, and under them what is in the numbers. Spreads are quartiles. */
export const tableOf = (reports: readonly Report[]): string => {
  const rows = [header, ...reports.flatMap(({ findings }) => findings.map(rowOf))];
  const widths = header.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "));
  const notes = reports.flatMap((report) => report.notes.map((note) => `- ${note}`));
  return [...lines.map((line) => line.trimEnd()), "", ...notes, ""].join("\n");
};

const header = ["what", "measured (quartiles)", "baseline (quartiles)", "ratio (quartiles)", "limit", ""];

const rowOf = (finding: Finding): readonly string[] => {
  const { what, measured, unit, baseline, limit } = finding;
  const kept = isKept(finding);
  return [
    what,
    withUnit(measured, unit),
    baseline === null ? "" : `${withUnit(baseline.is, unit)}: ${baseline.what}`,
    baseline === null ? "" : span(baseline.ratio),
    limit === null ? "" : `${limit}${baseline === null ? ` ${unit}` : ""}`,
    kept === null ? "" : kept ? "ok" : "OVER",
  ];
};

const withUnit = (spread: Spread, unit: string): string => `${span(spread)} ${unit}`;

const span = ({ median, low, high }: Spread): string =>
  low === high ? number(median) : `${number(median)} (${number(low)}–${number(high)})`;

const number = (value: number): string => value.toPrecision(value >= 100 ? 4 : 3);
