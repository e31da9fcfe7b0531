import type { Run } from "../runs.ts";
import { cutAt } from "../split.ts";
import { elementOf } from "./elements.ts";
import type { RichPiece } from "./pieces.ts";
import { sizeOf } from "./wire.ts";

/** What a piece takes besides its runs: the element around it, at most `{"type":"rich_text_list",…}` and a section. */
const around = 140;

/** With less room than this left, text goes on in the next piece. */
const leastRoom = 200;

/** What a piece takes as JSON, at most. */
export const pieceSize = (piece: RichPiece): number =>
  around +
  (piece.type === "code"
    ? runSize({ text: piece.text })
    : piece.runs.reduce((sum, run) => sum + runSize(run), 0));

/** The piece in pieces of at most `most` JSON characters, cut at borders of lines and words. White space at a cut is dropped, nothing else. */
export const splitPiece = (piece: RichPiece, most: number): readonly RichPiece[] => {
  if (pieceSize(piece) <= most) return [piece];
  if (piece.type === "code")
    return splitRuns([{ text: piece.text }], most - around).map((runs) => ({ ...piece, text: textOf(runs) }));
  const { quoted } = piece;
  const [first = [], ...rest] = splitRuns(piece.runs, most - around);
  return [
    { ...piece, runs: first },
    ...rest.map((runs) => ({ type: "text" as const, runs: startTrimmed(runs), quoted, close: true })),
  ];
};

const splitRuns = (runs: readonly Run[], most: number): readonly (readonly Run[])[] => {
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
      const at = cutAt(rest.text, fitting(rest, left));
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

/** How many characters of a run take at most `room` as JSON, roughly; at least 2. */
const fitting = (run: Run, room: number): number => {
  let most = Math.min(run.text.length, room);
  while (most > 2 && runSize({ ...run, text: run.text.slice(0, most) }) > room) most = Math.floor(most * 0.9);
  return Math.max(2, most);
};

const startTrimmed = (runs: readonly Run[]): readonly Run[] => {
  const [first, ...rest] = runs;
  return first === undefined ? [] : [{ ...first, text: first.text.trimStart() }, ...rest];
};

/** With the comma that follows it. */
const runSize = (run: Run): number => sizeOf(elementOf(run)) + 1;

const textOf = (runs: readonly Run[]): string => runs.map((run) => run.text).join("");
