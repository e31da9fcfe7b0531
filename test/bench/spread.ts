/** What many rounds gave: the middle, and the middle half around it. */
export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** Median and quartiles. `values` has at least one number. */
export const spreadOf = (values: readonly number[]): Spread => {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.round((sorted.length - 1) * share)] ?? Number.NaN;
  return { median: at(0.5), low: at(0.25), high: at(0.75) };
};

/** Spread of one side over the other, round by round: noise that hits both falls out. */
export const ratios = (measured: readonly number[], baseline: readonly number[]): Spread =>
  spreadOf(measured.map((value, round) => value / (baseline[round] ?? Number.NaN)));

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Milliseconds that `work` takes. */
export const timed = async (work: () => unknown): Promise<number> => {
  const from = performance.now();
  await work();
  return performance.now() - from;
};
