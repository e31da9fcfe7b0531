import { largestPrefix, pack } from "./pack.ts";
import type { Piece } from "./pieces.ts";

/** What goes into a prompt, and what the prompt says is missing. */
export interface Selection {
  readonly kept: readonly Piece[];
  readonly leftOut: readonly string[];
}

/** A shorter beginning of a document than this, in UTF-16 units, misleads more than it tells. The brief is always shown. */
const shortest = 400;

/**
 * Chooses what fits into a limit. The most important document that does not fit is cut at a paragraph instead of being left out;
 * whatever is missing, whole or in part, is named. Undefined when the first piece, the brief, cannot even be begun.
 */
export const fit = (
  pieces: readonly Piece[],
  limit: number,
  measure: (selection: Selection) => number,
): Selection | undefined => {
  const [brief] = pieces;
  const { kept, dropped } = pack(pieces, limit, (packed) =>
    measure(selectionOf(packed.kept, packed.dropped)),
  );
  const large = dropped.findLast(isWhole);
  if (large === undefined) return selectionOf(kept, dropped);
  const withPart = (length: number): Selection => {
    const part = { ...large, text: large.text.slice(0, length), about: `${large.about}; only its beginning` };
    const shown = pieces.flatMap((piece) => (piece === large ? [part] : kept.includes(piece) ? [piece] : []));
    const missing = dropped.filter((piece) => piece !== large);
    return { kept: shown, leftOut: [...labelsOf(missing), `${large.label} from character ${length} on`] };
  };
  const length = largestPrefix(large.text, (candidate) => measure(withPart(candidate)) <= limit);
  if (large === brief) return length === 0 ? undefined : withPart(length);
  return length < shortest ? selectionOf(kept, dropped) : withPart(length);
};

const selectionOf = (kept: readonly Piece[], dropped: readonly Piece[]): Selection => ({
  kept,
  leftOut: labelsOf(dropped),
});

const labelsOf = (pieces: readonly Piece[]): readonly string[] => pieces.map(({ label }) => label);

/** A whole document, not a piece of evidence whose place in its source is part of its name. */
const isWhole = (piece: Piece): piece is Extract<Piece, { type: "document" }> =>
  piece.type === "document" && piece.label === piece.name && piece.from.length > 0;
