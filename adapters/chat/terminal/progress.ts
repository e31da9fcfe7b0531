import type { Block, Message } from "#src/project/message.ts";
import { signsFor } from "./marks.ts";
import { behind, dim, lineWidth, padded, span, type Line, type Look, type Style } from "./style.ts";
import { wrap } from "./wrap.ts";

export type Progress = Extract<Block, { type: "progress" }>;

/** The stages of a project, when its status card says them. */
export const progressOf = (message: Message): Progress | undefined =>
  message.blocks.find((block) => block.type === "progress");

type Item = Progress["items"][number];

/** Widest bar, in columns: longer ones say no more. */
const widest = 24;

/** `━━━━━─────  4/10`; at most `columns` wide, at least 4 for the bar. */
export const bar = (progress: Progress, columns: number, look: Look): Line => {
  const signs = signsFor(look);
  const count = `  ${progress.done}/${progress.total}`;
  const length = Math.max(4, Math.min(widest, columns - count.length));
  const full = Math.min(length, Math.round((progress.done / progress.total) * length));
  return [
    span(signs.full.repeat(full), { color: "green" }),
    dim(signs.empty.repeat(length - full)),
    span(count),
  ];
};

/** One item: sign, label and note. `sign` replaces that of a running item, for a spinner. */
export const itemSpans = (item: Item, look: Look, sign?: string): Line => {
  const style = itemStyle[item.state];
  const mark = item.state === "running" && sign !== undefined ? sign : signsFor(look)[item.state];
  const label = [span(`${mark} `, style), span(item.label, item.state === "waiting" ? { dim: true } : {})];
  return item.note === "" ? label : [...label, dim(`: ${item.note}`)];
};

const itemStyle: Readonly<Record<Item["state"], Style>> = {
  done: { color: "green" },
  running: { color: "cyan", bold: true },
  blocked: { color: "yellow", bold: true },
  waiting: { dim: true },
};

/** Pieces one after the other, broken only between them where they fit: stages, facts, choices. */
export const flow = (pieces: readonly Line[], width: number): Line[] => {
  const lines: Line[] = [];
  for (const piece of pieces) {
    const last = lines.at(-1);
    if (last !== undefined && lineWidth(last) + 3 + lineWidth(piece) <= width)
      lines[lines.length - 1] = [...last, span("   "), ...piece];
    else lines.push(...wrap(piece, width));
  }
  return lines;
};

/** The bar and below it every stage with its state: one a line when any has a note, else one after the other. */
export const progressLines = (progress: Progress, look: Look): Line[] => {
  const head = bar(progress, look.width, look);
  if (progress.items.every((item) => item.note === "")) {
    return [
      head,
      ...flow(
        progress.items.map((item) => itemSpans(item, look)),
        look.width,
      ),
    ];
  }
  const labels = progress.items.map((item) => itemSpans({ ...item, note: "" }, look));
  const column = Math.min(Math.max(...labels.map(lineWidth)), Math.floor(look.width / 2));
  const rest = [span(" ".repeat(column + 2))];
  const lines = progress.items.flatMap((item, i) => {
    const [label = [], ...more] = wrap(labels[i] ?? [], column);
    const notes = wrap([dim(item.note)], look.width - column - 2);
    return [...behind(notes, [...padded(label, column), span("  ")], rest), ...more];
  });
  return [head, ...lines];
};
