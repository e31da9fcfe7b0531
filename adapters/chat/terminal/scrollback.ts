import { beginningLine, earlierLines, fullLines, noticeLine, saidLines } from "./said.ts";
import type { Screen } from "./screen.ts";
import { paint, type Line, type Look } from "./style.ts";
import type { Said, Thread } from "./threads.ts";

/** What scrolls by above the live part: the focused thread in full, a line about everything else. */
export interface Scrollback {
  /** Lines with an empty one before them. */
  print(lines: readonly Line[]): void;
  /** Something was said. `before` and `after` are its thread; `focused` says whether people look at it. */
  said(
    said: Said,
    change: { readonly before: Thread; readonly after: Thread; readonly focused: boolean },
  ): void;
  /** A thread began that people do not look at. */
  begun(thread: Thread): void;
  /** Shows what was said in a thread while people looked elsewhere, or before this start. */
  catchUp(thread: Thread): void;
}

/** Files and notices stand close together; whole messages have air around them. */
type Kind = "message" | "file" | "notice";

export const createScrollback = (screen: Screen, look: () => Look): Scrollback => {
  /** How many things said in each thread were shown in full. */
  const shown = new Map<string, number>();
  let last: Kind | undefined;
  const put = (lines: readonly Line[], kind: Kind): void => {
    if (lines.length === 0) return;
    const isClose = last === undefined || (last === kind && kind !== "message");
    screen.print((isClose ? lines : [[], ...lines]).map((line) => paint(line, look().color)));
    last = kind;
  };
  const kindOf = (said: Said): Kind => (said.op === "upload" ? "file" : "message");
  return {
    print: (lines) => put(lines, "message"),
    said: (said, { before, after, focused }) => {
      if (!focused) return put([noticeLine(said, after, look())], "notice");
      put(saidLines(said, before, look()), kindOf(said));
      shown.set(after.id, after.said);
    },
    begun: (thread) => put([beginningLine(thread, look())], "notice"),
    catchUp: (thread) => {
      if (shown.get(thread.id) === thread.said) return;
      const later = laterThings(thread, shown.get(thread.id) ?? 0);
      put([beginningLine(thread, look()), ...earlierLines(later.gone, look())], "message");
      for (const said of later.missed) put(fullLines(said, look()), kindOf(said));
      shown.set(thread.id, thread.said);
    },
  };
};

/** What was said since the first `shown` things, as far as it is remembered; `gone` counts the rest. */
const laterThings = (thread: Thread, shown: number): { missed: readonly Said[]; gone: number } => {
  const since = thread.said - shown;
  const missed = since === 0 ? [] : thread.tail.slice(-since);
  return { missed, gone: since - missed.length };
};
