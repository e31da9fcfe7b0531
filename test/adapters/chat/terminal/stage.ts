import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { PassThrough, Writable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { onTestFinished } from "vitest";
import { createTerminalChat } from "#adapters/chat/terminal/terminal.ts";
import { WireEvent } from "#adapters/chat/terminal/wire-event.ts";
import type { Chat } from "#src/ports.ts";
import { heldClock, type HeldClock } from "./held-clock.ts";
import { virtualScreen, type VirtualScreen } from "./virtual-screen.ts";

/** An empty data folder, removed after the test. */
export const makeFolder = (): string => {
  const folder = mkdtempSync(path.join(tmpdir(), "botarmy-terminal-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

export const wireFile = (folder: string): string => path.join(folder, "terminal", "wire.jsonl");

export const readWire = (folder: string): WireEvent[] =>
  readFileSync(wireFile(folder), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => WireEvent.parse(JSON.parse(line)));

/** The terminal as plain lines. `chunks` are its writes, one a message. */
export const openLines = (folder: string, environment: Record<string, string> = {}) => {
  const input = new PassThrough();
  const chunks: string[] = [];
  const output = new Writable({
    write: (chunk, _, done) => {
      chunks.push(String(chunk));
      done();
    },
  });
  const stops: string[] = [];
  const chat = createTerminalChat({
    folder,
    input,
    output,
    clock: heldClock(),
    user: { id: "ann", name: "Ann", roles: [] },
    onStop: (how) => stops.push(how),
    environment,
  });
  return { chat, input, output, chunks, stops, text: () => chunks.join("") };
};

/** The live terminal, drawn on a virtual screen. */
export interface LiveStage {
  readonly chat: Chat;
  readonly clock: HeldClock;
  readonly screen: VirtualScreen;
  readonly stops: readonly string[];
  /** Everything written, one string a frame. */
  readonly writes: readonly string[];
  readonly isRaw: () => boolean;
  /** Types characters or escape sequences and lets them be drawn. */
  type(keys: string): Promise<void>;
  resize(columns: number, rows: number): void;
  /** Lets pending work run, without time passing. */
  settle(): Promise<void>;
}

export const openLive = (folder: string, size = { columns: 80, rows: 30 }): LiveStage => {
  const screen = virtualScreen(size);
  const writes: string[] = [];
  let raw = false;
  const input = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (to: boolean) => {
      raw = to;
    },
  });
  const output = Object.assign(
    new Writable({
      decodeStrings: false,
      write: (chunk, _, done) => {
        writes.push(String(chunk));
        screen.write(String(chunk));
        done();
      },
    }),
    { isTTY: true, columns: size.columns, rows: size.rows },
  );
  const clock = heldClock();
  const stops: string[] = [];
  const user = { id: "ann", name: "Ann", roles: [] };
  const onStop = (how: string): number => stops.push(how);
  const chat = createTerminalChat({
    folder,
    input,
    output,
    clock,
    user,
    onStop,
    environment: { TERM: "xterm", NO_COLOR: "1" },
  });
  const settle = async (): Promise<void> => {
    for (let i = 0; i < 5; i++) await setImmediate();
  };
  return {
    chat,
    clock,
    screen,
    stops,
    writes,
    isRaw: () => raw,
    type: async (keys) => {
      input.write(keys);
      await settle();
    },
    resize: (columns, rows) => {
      screen.resize(columns, rows);
      Object.assign(output, { columns, rows });
      output.emit("resize");
    },
    settle,
  };
};
