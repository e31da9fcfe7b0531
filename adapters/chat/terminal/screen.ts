import type { Clock } from "#src/ports.ts";

/** Where frames are written: a terminal, or a stream that behaves like one. */
export type Display = NodeJS.WritableStream & {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
};

/** The part at the bottom that is redrawn in place. Lines are painted and fit the width; the cursor is a place in them. */
export interface Live {
  readonly lines: readonly string[];
  /** Columns of each line, to know how a resized terminal folds what is there. */
  readonly widths: readonly number[];
  readonly cursor: { readonly row: number; readonly column: number };
}

/** Normal output above, a live part below it; no alternate screen, so that scrolling back, tmux and ssh work as ever. */
export interface Screen {
  /** Adds lines above the live part with the next frame. */
  print(lines: readonly string[]): void;
  /** Redraws with the next frame, at once when `now`: for what a person types. */
  refresh(now?: "now"): void;
  /** Empties the window and draws the live part at its top. */
  clear(): void;
  /** Writes what is pending, leaves the live part's lines where they are, and gives the terminal back. */
  close(): void;
}

/** At most ten frames a second: calm, and cheap over ssh. */
const frameMs = 100;

/** Synchronised output and a hidden cursor while a frame is drawn, and no automatic wrap in the live part. Terminals that know none of it ignore it. */
const frameStart = "\x1b[?2026h\x1b[?25l";
const noWrap = "\x1b[?7l";
const frameEnd = "\x1b[?7h\x1b[?25h\x1b[?2026l";
const bracketedPaste = "\x1b[?2004h";
const restored = "\x1b[?2004l\x1b[?7h\x1b[?25h";

const nothing: Live = { lines: [], widths: [], cursor: { row: 0, column: 0 } };

interface ScreenOptions {
  readonly output: Display;
  readonly clock: Clock;
  /** The live part as it should look now. */
  readonly draw: () => Live;
}

export const createScreen = (options: ScreenOptions): Screen => {
  const { output } = options;
  const painter = createPainter(options);
  const pacer = createPacer(options.clock, painter.frame);
  const onResize = (): void => painter.frame("anyway");
  const restore = (): void => void output.write(restored);

  output.write(bracketedPaste);
  output.on("resize", onResize);
  process.once("exit", restore);
  return {
    print: (lines) => {
      painter.add(lines);
      pacer.refresh();
    },
    refresh: pacer.refresh,
    clear: painter.clear,
    close: () => {
      pacer.stop();
      painter.frame();
      output.off("resize", onResize);
      process.off("exit", restore);
      output.write(`${restored}\r\n`);
    },
  };
};

/** Writes frames: one string each, and none when nothing changed. */
const createPainter = ({ output, draw }: ScreenOptions) => {
  let pending: string[] = [];
  let shown = nothing;
  const frame = (anyway?: "anyway"): void => {
    const live = draw();
    if (pending.length === 0 && anyway === undefined && same(live, shown)) return;
    const top = upOver(shown, output.columns);
    const isSteady = pending.length === 0 && anyway === undefined;
    const drawn = isSteady ? over(shown, live) : `\x1b[J${block(pending)}${noWrap}${live.lines.join("\r\n")}`;
    output.write(frameStart + top + noWrap + drawn + toCursor(live) + frameEnd);
    pending = [];
    shown = live;
  };
  const clear = (): void => {
    output.write("\x1b[2J\x1b[H");
    shown = nothing;
    frame("anyway");
  };
  const add = (lines: readonly string[]): void => {
    pending.push(...lines);
  };
  return { frame, clear, add };
};

/** Lets a frame through at once, and the next ones when the last is old enough. */
const createPacer = (clock: Clock, frame: () => void) => {
  const stopping = new AbortController();
  let last = Number.NEGATIVE_INFINITY;
  let waiting = false;
  const go = (): void => {
    last = clock.now();
    frame();
  };
  const later = async (ms: number): Promise<void> => {
    waiting = true;
    // It rejects only when the screen is closed, and then there is nothing left to draw.
    const awake = await clock.sleep(ms, stopping.signal).then(
      () => true,
      () => false,
    );
    waiting = false;
    if (awake) go();
  };
  const refresh = (now?: "now"): void => {
    const wait = last + frameMs - clock.now();
    if (now === "now" || wait <= 0) go();
    else if (!waiting) void later(wait);
  };
  return { refresh, stop: () => stopping.abort() };
};

const same = (a: Live, b: Live): boolean =>
  a.lines.length === b.lines.length &&
  a.lines.every((line, i) => line === b.lines[i]) &&
  a.cursor.row === b.cursor.row &&
  a.cursor.column === b.cursor.column;

/** To the first column of the live part's first row, though a narrower terminal has folded its lines since. */
const upOver = (live: Live, columns: number | undefined): string => {
  const rows = (width: number): number =>
    Math.max(1, Math.ceil(width / (columns ?? Number.POSITIVE_INFINITY)));
  const above = live.widths.slice(0, live.cursor.row).reduce((sum, width) => sum + rows(width), 0);
  const within = columns === undefined ? 0 : Math.floor(live.cursor.column / columns);
  const up = above + within;
  return up === 0 ? "\r" : `\r\x1b[${up}A`;
};

/** Normal output wraps by itself where our idea of a width was wrong, so that nothing of it is lost. */
const block = (lines: readonly string[]): string => `\x1b[?7h${lines.map((line) => `${line}\r\n`).join("")}`;

/** The new lines over the old ones: only what an old line had beyond its new one is erased, so that nothing flickers. */
const over = (old: Live, live: Live): string => {
  const lines = live.lines.map((line, i) => {
    const isShorter = (live.widths[i] ?? 0) < (old.widths[i] ?? 0);
    return isShorter ? `${line}\x1b[K` : line;
  });
  return lines.join("\r\n") + (live.lines.length < old.lines.length ? "\x1b[J" : "");
};

const toCursor = ({ lines, cursor }: Live): string => {
  const up = lines.length - 1 - cursor.row;
  return `${up > 0 ? `\x1b[${up}A` : ""}\r${cursor.column > 0 ? `\x1b[${cursor.column}C` : ""}`;
};
