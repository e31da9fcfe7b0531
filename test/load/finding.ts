import { quantile } from "./measures.ts";

/** One line of the table. `isKept` is null where there is no limit. */
export interface Finding {
  readonly what: string;
  readonly is: string;
  readonly limit: string;
  readonly isKept: boolean | null;
}

export const reported = (what: string, is: string): Finding => ({ what, is, limit: "", isKept: null });

export const limited = (
  what: string,
  is: string,
  { limit, isKept }: { limit: string; isKept: boolean },
): Finding => ({
  what,
  is,
  limit,
  isKept,
});

/** How many milliseconds things took, in words. */
export const distribution = (values: readonly number[]): string =>
  values.length === 0
    ? "none"
    : `${values.length}: half ${seconds(quantile(values, 0.5))}, 90 % ${seconds(quantile(values, 0.9))}, 99 % ${seconds(quantile(values, 0.99))}, max ${seconds(Math.max(...values))}`;

/** How often each is there, in words. */
export const counts = (names: readonly string[]): string => {
  const times = new Map<string, number>();
  for (const name of names) times.set(name, (times.get(name) ?? 0) + 1);
  return [...times].map(([name, count]) => `${name} ${count}`).join(", ");
};

export const seconds = (ms: number): string => `${(ms / 1_000).toFixed(ms < 10_000 ? 2 : 0)} s`;

export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** The findings as aligned columns. */
export const table = (findings: readonly Finding[]): string => {
  const width = Math.max(...findings.map(({ what }) => what.length));
  const lines = findings.map(({ what, is, limit, isKept }) => {
    const verdict = isKept === null ? "" : ` (${limit}: ${isKept ? "ok" : "BROKEN"})`;
    return `  ${what.padEnd(width)}  ${is}${verdict}`;
  });
  return `\n${lines.join("\n")}\n`;
};
