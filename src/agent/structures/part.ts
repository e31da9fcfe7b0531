import type { Check } from "../../project/result.ts";
import { clip } from "../words.ts";

/** One part of the quality of a result: how good it is, 0 to 1, how much it counts, and what is wanting. */
export interface Part {
  readonly name: string;
  readonly score: number;
  readonly weight: number;
  readonly detail: string;
}

/** A part as a check that people see; it passed when nothing is wanting. */
export const checkOf = ({ name, score, detail }: Part): Check => ({
  name,
  passed: score === 1,
  score,
  detail: clip(detail, 300),
});

/** The weighted mean; 1 when there is no part. */
export const meanOf = (parts: readonly Pick<Part, "score" | "weight">[]): number => {
  const weights = parts.reduce((sum, { weight }) => sum + weight, 0);
  return weights === 0 ? 1 : parts.reduce((sum, { score, weight }) => sum + score * weight, 0) / weights;
};

/** How a share of things is judged: which are counted, which of them are well, and what is said of the others. */
export interface Share<T> {
  readonly name: string;
  readonly weight: number;
  readonly of: readonly T[];
  /** Well, or how well from 0 to 1. */
  readonly good: (one: T) => boolean | number;
  /** How one that is not well is named. */
  readonly called: (one: T) => string;
  /** What is not well about them: `no measure`. */
  readonly wanting: string;
  /** The score, and what is said, when there is nothing to count. */
  readonly none: readonly [score: number, detail: string];
}

/** The part of things that are well. */
export const shareOf = <T>({ name, weight, of, good, called, wanting, none }: Share<T>): Part => {
  if (of.length === 0) return { name, weight, score: none[0], detail: none[1] };
  const marks = of.map((one) => ({ one, mark: Number(good(one)) }));
  const lost = marks.filter(({ mark }) => mark < 1).map(({ one }) => called(one));
  const sum = marks.reduce((total, { mark }) => total + mark, 0);
  const detail =
    lost.length === 0
      ? `all ${of.length}`
      : `${wanting} (${lost.length} of ${of.length}): ${lost.join(", ")}`;
  return { name, weight, score: lost.length === 0 ? 1 : sum / of.length, detail };
};

/** The part of having enough of something. */
export const enough = (
  name: string,
  { found, wanted, weight, detail }: { found: number; wanted: number; weight: number; detail: string },
): Part => ({ name, weight, score: wanted <= 0 ? 1 : Math.min(1, found / wanted), detail });
