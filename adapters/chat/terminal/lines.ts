import readline from "node:readline";
import type { Choice, Message } from "#src/project/message.ts";
import { clean } from "./clean.ts";
import { createDesk, withoutDots } from "./desk.ts";
import { signsFor } from "./marks.ts";
import { itemSpans, progressOf, type Progress } from "./progress.ts";
import { messageLines } from "./render.ts";
import { saidLines, whisperLines } from "./said.ts";
import { behind, dim, lineWidth, paint, span, type Line, type Look } from "./style.ts";
import type { Thread, Threads } from "./threads.ts";
import { privateNotice, type View } from "./view.ts";
import type { WireEvent } from "./wire-event.ts";
import { wrap } from "./wrap.ts";

/** Plain lines for a log, a pipe or a terminal that cannot move its cursor: everything is printed once, in order. */
export const createLinesView = (options: {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly threads: Threads;
  readonly look: () => Look;
}): View => {
  const { input, output, threads, look } = options;
  let reader: readline.Interface | undefined;
  const write = createWriter(output, look);
  const whisper: View["whisper"] = (message) => write(whisperLines(message, look()), []);
  const desk = createDesk({ threads, whisper, onOwed: (choice) => whisper(owedNotice(choice)) });
  /** The thread's name, once there is more than one. */
  const labelOf = (thread: string): Line =>
    threads.all().length > 1 ? [dim(`${thread} ${look().unicode ? "│" : "|"} `)] : [];

  return {
    start: (hands) => {
      reader = readline.createInterface({ input, terminal: false });
      reader.on("line", (text) => {
        const [only, second] = desk.thread()?.asks ?? [];
        // Which of several questions a number answers cannot be seen here, so then only words do.
        desk.submit(clean(text), second === undefined ? only : undefined, hands);
      });
    },
    show: (event, before) => {
      if (event.op === "in") return;
      if (event.op === "root" && desk.owed() === undefined) desk.focus(event.thread);
      const label = labelOf(event.thread);
      write(linesOf(event, before, { ...look(), width: look().width - lineWidth(label) }), label);
    },
    whisper,
    close: () => reader?.close(),
  };
};

/** Whole messages have an empty line before them; what fits one line follows closely. */
const createWriter = (output: NodeJS.WritableStream, look: () => Look) => {
  let begun = false;
  return (lines: readonly Line[], label: Line): void => {
    if (lines.length === 0) return;
    const text = behind(lines, label).map((line) => `${paint(line, look().color)}\n`);
    output.write((begun && lines.length > 1 ? "\n" : "") + text.join(""));
    begun = true;
  };
};

const owedNotice = (choice: Choice): Message =>
  privateNotice(`${withoutDots(choice.label)}: write your words as the next line; an empty line goes back.`);

const linesOf = (event: Exclude<WireEvent, { op: "in" }>, before: Thread | undefined, look: Look): Line[] => {
  if (event.op === "root") return messageLines(event.message, look);
  if (event.op !== "edit" || before?.root.id !== event.id) return saidLines(event, before, look);
  const now = progressOf(event.message);
  return now === undefined ? [] : changeLines(progressOf(before.root.message), now, look);
};

/** One line for what changed in the stages, none when nothing did: the card itself is redrawn far more often. */
const changeLines = (old: Progress | undefined, now: Progress, look: Look): Line[] => {
  const changed = now.items.filter(
    (item, i) => item.state !== old?.items[i]?.state && item.state !== "waiting",
  );
  if (changed.length === 0 && old?.done === now.done) return [];
  const items = changed.flatMap((item) => [dim(` ${signsFor(look).dot} `), ...itemSpans(item, look)]);
  return wrap([dim("["), span(`${now.done}/${now.total}`, { bold: true }), dim("]"), ...items], look.width);
};
