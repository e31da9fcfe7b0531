import type { RichPiece } from "./pieces.ts";
import type { Run } from "./runs.ts";
import { cutAt } from "./split.ts";

/** What pieces take of a message, in the platform's own measure. */
export interface Measure {
  /** What a piece takes besides its runs, at most. */
  readonly around: number;
  /** What a run takes; never less than that of a part of it. */
  readonly run: (run: Run) => number;
}

/** With less room than this left, text goes on in the next piece. */
const leastRoom = 200;

/** What a piece takes, at most. */
const pieceSize = (piece: RichPiece, { around, run }: Measure): number =>
  around +
  (piece.type === "code" ? run({ text: piece.text }) : piece.runs.reduce((sum, each) => sum + run(each), 0));

/** The pieces in groups of at most `most` each, one that is too long in several. */
export const groupPieces = (
  pieces: readonly RichPiece[],
  most: number,
  measure: Measure,
): readonly (readonly RichPiece[])[] => {
  const groups: RichPiece[][] = [];
  let left = 0;
  for (const piece of pieces.flatMap((each) => splitPiece(each, most, measure))) {
    const size = pieceSize(piece, measure);
    if (size > left) {
      groups.push([]);
      left = most;
    }
    groups.at(-1)?.push(piece);
    left -= size;
  }
  return groups;
};

/** The piece in pieces of at most `most`, cut at borders of lines and words. White space at a cut is dropped, nothing else. */
const splitPiece = (piece: RichPiece, most: number, measure: Measure): readonly RichPiece[] => {
  if (pieceSize(piece, measure) <= most) return [piece];
  const room = most - measure.around;
  if (piece.type === "code")
    return splitRuns([{ text: piece.text }], room, measure.run).map((runs) => ({
      ...piece,
      text: textOf(runs),
    }));
  const { quoted } = piece;
  const [first = [], ...rest] = splitRuns(piece.runs, room, measure.run);
  return [
    { ...piece, runs: first },
    ...rest.map((runs) => ({ type: "text" as const, runs: startTrimmed(runs), quoted, close: true })),
  ];
};

const splitRuns = (
  runs: readonly Run[],
  most: number,
  runSize: Measure["run"],
): readonly (readonly Run[])[] => {
  const result: Run[][] = [];
  let current: Run[] = [];
  let left = most;
  const close = (): void => {
    if (current.length > 0) result.push(current);
    current = [];
    left = most;
  };
  for (const run of runs) {
    let rest = run;
    while (runSize(rest) > left) {
      if (current.length > 0 && (left < leastRoom || rest.url !== undefined)) {
        close();
        continue;
      }
      const at = cutAt(rest.text, fitting(rest, left, runSize));
      current.push({ ...rest, text: rest.text.slice(0, at).replace(/\n$/, "") });
      rest = { ...rest, text: rest.text.slice(at) };
      close();
    }
    current.push(rest);
    left -= runSize(rest);
  }
  close();
  return result.filter((each) => each.some((run) => run.text.trim() !== ""));
};

/** How many characters of a run take at most `room`, roughly; at least 2. */
const fitting = (run: Run, room: number, runSize: Measure["run"]): number => {
  let most = Math.min(run.text.length, room);
  while (most > 2 && runSize({ ...run, text: run.text.slice(0, most) }) > room) most = Math.floor(most * 0.9);
  return Math.max(2, most);
};

const startTrimmed = (runs: readonly Run[]): readonly Run[] => {
  const [first, ...rest] = runs;
  return first === undefined ? [] : [{ ...first, text: first.text.trimStart() }, ...rest];
};

const textOf = (runs: readonly Run[]): string => runs.map((run) => run.text).join("");
