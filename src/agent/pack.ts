/** Something that may go into a prompt when there is room. */
export interface Weighted {
  /** How the prompt names it when it is left out. */
  readonly label: string;
  /** The lowest goes first; among equals the last one. */
  readonly priority: number;
}

/** What fits, in the given order, and what does not, in the order in which it was dropped: the most important last. */
export interface Packed<P> {
  readonly kept: readonly P[];
  readonly dropped: readonly P[];
}

/** Drops the least important piece until the whole fits; `measure` is in the unit of the limit. */
export const pack = <P extends Weighted>(
  pieces: readonly P[],
  limit: number,
  measure: (packed: Packed<P>) => number,
): Packed<P> => {
  let packed: Packed<P> = { kept: pieces, dropped: [] };
  while (packed.kept.length > 0 && measure(packed) > limit) {
    const least = leastOf(packed.kept);
    packed = { kept: packed.kept.filter((piece) => piece !== least), dropped: [...packed.dropped, least] };
  }
  return packed;
};

const leastOf = <P extends Weighted>(pieces: readonly P[]): P =>
  pieces.reduce((least, piece) => (piece.priority <= least.priority ? piece : least));

/**
 * The most of a text, from its beginning, for which `fits` is true: cut at a paragraph; at a line, then at a word only when that
 * keeps more than twice as much. Gives the length kept, 0 when nothing fits.
 */
export const largestPrefix = (text: string, fits: (length: number) => boolean): number => {
  const [paragraph, line, word] = [/\n\s*\n/g, /\n/g, /\s/g].map((border) =>
    largestOf(bordersOf(text, border), fits),
  );
  const [p, l, w] = [paragraph ?? 0, line ?? 0, word ?? 0];
  if (p * 2 >= w) return p;
  return l * 2 >= w ? l : w;
};

const bordersOf = (text: string, border: RegExp): readonly number[] =>
  [...text.matchAll(border)].map((match) => match.index).filter((length) => length > 0);

/** Steps that double until one is too long, then halves: long texts that fit only in small part are never measured whole. Only lengths that were seen to fit are returned. */
const largestOf = (lengths: readonly number[], fits: (length: number) => boolean): number => {
  const fitsAt = (index: number): boolean => {
    const length = lengths[index];
    return length !== undefined && fits(length);
  };
  let [best, step] = [-1, 1];
  while (fitsAt(best + step)) [best, step] = [best + step, step * 2];
  for (; step >= 1; step /= 2) if (fitsAt(best + step)) best += step;
  return lengths[best] ?? 0;
};
