import type { Clock } from "#src/ports.ts";
import { createDesk } from "./desk.ts";
import { frameOf } from "./frame.ts";
import { startHeart } from "./heart.ts";
import { createInputLine, type Meaning } from "./input-line.ts";
import { readKeys, type Keyboard } from "./keys.ts";
import { typedLines, whisperLines } from "./said.ts";
import { createScreen, type Display } from "./screen.ts";
import { createScrollback } from "./scrollback.ts";
import type { Look } from "./style.ts";
import { isActive, type Threads } from "./threads.ts";
import { privateNotice, type Hands, type View } from "./view.ts";

interface LiveOptions {
  readonly input: Keyboard;
  readonly output: Display;
  readonly clock: Clock;
  readonly threads: Threads;
  readonly look: () => Look;
}

/** The spinner's pace while an agent works; otherwise nothing moves by itself. */
const beatMs = { active: 200, idle: 1_000 } as const;

const farewell = "Stopping. Nothing is lost: the next start goes on here. Ctrl-C again leaves at once.";

/** A live thread: messages scroll by as normal output; below them card, question and input line are redrawn in place. */
export const createLiveView = (options: LiveOptions): View => {
  const { input, clock, threads } = options;
  const closing = new AbortController();
  const parts = createParts(options, () => closing.signal.aborted);
  const { screen, scrollback, desk, line, state } = parts;
  let stopReading = (): void => undefined;

  return {
    start: (hands) => {
      stopReading = readKeys(input, (stroke) => {
        act(parts, line.take(stroke, desk.thread()?.asks[0]), hands);
        screen.refresh("now");
      });
      state.started = true;
      catchUp(parts);
      screen.refresh("now");
      const pace = (): number => (parts.isMoving() ? beatMs.active : beatMs.idle);
      const onBeat = (): void => {
        state.beat += 1;
        screen.refresh();
      };
      void startHeart({ clock, signal: closing.signal, beatMs: pace, onBeat });
    },
    show: (event, before) => {
      const after = threads.get(event.thread ?? "");
      if (event.op === "in" || after === undefined) return;
      const isFree = line.editing().text === "" && desk.owed() === undefined;
      // A new thread comes to the front, but not under the hands of somebody who types for another one.
      if (event.op === "root" && isFree) desk.focus(after.id);
      const focused = desk.thread()?.id === after.id;
      if (event.op === "root" && focused) scrollback.catchUp(after);
      else if (event.op === "root") scrollback.begun(after);
      else if (before !== undefined && event.id !== after.root.id)
        scrollback.said(event, { before, after, focused });
      screen.refresh();
    },
    draft: (thread, text) => {
      if (text === null) state.drafts.delete(thread);
      else state.drafts.set(thread, text);
      screen.refresh();
    },
    whisper: (message) => scrollback.print(whisperLines(message, options.look())),
    close: () => {
      if (closing.signal.aborted) return;
      closing.abort();
      stopReading();
      screen.close();
    },
  };
};

type Parts = ReturnType<typeof createParts>;

const createParts = ({ output, clock, threads, look }: LiveOptions, isClosed: () => boolean) => {
  const state = { started: false, beat: 0, stops: 0, drafts: new Map<string, string>() };
  const line = createInputLine();
  const screen = createScreen({ output, clock, draw: () => frameOf(scene(), look()) });
  const scrollback = createScrollback(screen, look);
  const desk = createDesk({
    threads,
    whisper: (message) => scrollback.print(whisperLines(message, look())),
    // The input line itself says that words are needed.
    onOwed: () => undefined,
  });
  const scene = () => ({
    thread: state.started ? desk.thread() : undefined,
    draft: state.drafts.get(desk.thread()?.id ?? ""),
    several: threads.all().length > 1,
    now: clock.now(),
    beat: state.beat,
    rows: output.rows ?? 24,
    input:
      !state.started || isClosed() ? null : { line: line.editing(), armed: line.armed(), owed: desk.owed() },
  });
  const isMoving = (): boolean => {
    const thread = desk.thread();
    return thread !== undefined && isActive(thread);
  };
  return { state, line, screen, scrollback, desk, look, isMoving };
};

const act = (parts: Parts, meaning: Meaning, hands: Hands): void => {
  const { desk, screen, scrollback, look } = parts;
  switch (meaning.type) {
    case "edited":
      return;
    case "submitted":
      scrollback.print(typedLines({ ...meaning, owed: desk.owed() }, look()));
      desk.submit(meaning.text, meaning.ask, hands);
      return catchUp(parts);
    case "next":
      desk.turn();
      return catchUp(parts);
    case "back":
      return desk.forget();
    case "clear":
      return screen.clear();
    case "interrupt":
    case "end":
      return stop(parts, hands);
  }
};

const catchUp = ({ desk, scrollback }: Parts): void => {
  const thread = desk.thread();
  if (thread !== undefined) scrollback.catchUp(thread);
};

const stop = ({ state, scrollback, look }: Parts, hands: Hands): void => {
  state.stops += 1;
  if (state.stops > 1) return hands.stop("now");
  scrollback.print(whisperLines(privateNotice(farewell, "warning"), look()));
  hands.stop("graceful");
};
