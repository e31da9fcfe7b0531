import type { Block } from "#src/project/message.ts";
import { oneLine } from "./clean.ts";
import { line, type RichPiece } from "./pieces.ts";
import type { Run } from "./runs.ts";

type Progress = Extract<Block, { type: "progress" }>;

const signs: Readonly<Record<Progress["items"][number]["state"], string>> = {
  done: "✔",
  running: "▶",
  blocked: "⏸",
  waiting: "○",
};

/** Characters of the bar. */
const barLength = 12;

/** A bar, and below it one line for each item; what is going on or waits for people is bold. */
export const progressPieces = (progress: Progress): readonly RichPiece[] =>
  [[{ text: bar(progress) }], ...progress.items.map(itemRuns)].map(line);

const bar = ({ done, total }: Progress): string => {
  const full = Math.min(barLength, Math.round((done / total) * barLength));
  return `${"▰".repeat(full)}${"▱".repeat(barLength - full)} ${done}/${total}`;
};

const itemRuns = (item: Progress["items"][number]): readonly Run[] => {
  const label = `${signs[item.state]} ${oneLine(item.label)}`;
  const note = oneLine(item.note);
  const isNow = item.state === "running" || item.state === "blocked";
  return [
    isNow ? { text: label, bold: true } : { text: label },
    ...(note === "" ? [] : [{ text: `: ${note}` }]),
  ];
};
