import type { Spread } from "./spread.ts";

/** One line of the table. */
export interface Finding {
  readonly what: string;
  readonly measured: Spread;
  readonly unit: "ms" | "MB";
  /** What it is compared with in the same run; null when the number stands for itself. */
  readonly baseline: { readonly what: string; readonly is: Spread; readonly ratio: Spread } | null;
  /** The most that the ratio may be, or the number itself where there is no baseline; null when it is only reported. */
  readonly limit: number | null;
}

/** What a benchmark found, and what exactly is in its numbers. */
export interface Report {
  readonly findings: readonly Finding[];
  readonly notes: readonly string[];
}

/** Is the limit kept? Null when there is none. */
export const isKept = ({ limit, baseline, measured }: Finding): boolean | null =>
  limit === null ? null : (baseline?.ratio ?? measured).median <= limit;
