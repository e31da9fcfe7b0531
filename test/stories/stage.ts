import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { PassThrough } from "node:stream";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { createTerminalChat } from "#adapters/chat/terminal/terminal.ts";
import { systemClock } from "#adapters/clock/system.ts";
import { openDemo, openMachine } from "#src/main.ts";
import type { Inbound, Reply } from "#src/ports.ts";
import type { Project } from "#src/project/project.ts";
import { createArmy } from "#src/runtime/army.ts";
import type { Parts } from "#src/runtime/parts.ts";

/** A person at a terminal of plain lines, with the whole product behind it: real store, real files, the scripted model. */
export interface Stage {
  readonly data: string;
  readonly parts: Parts;
  /** Types a line. */
  type(line: string): void;
  /** Resolves with what was printed up to the words, looked for behind what earlier calls have found. White space counts as one space. */
  until(words: string | RegExp): Promise<string>;
  /** Everything printed since the process began, white space as one space. */
  printed(): string;
  /** Somebody does something that the terminal cannot: another person, another place. */
  receive(inbound: Inbound): Promise<Reply | null>;
  project(): Promise<Project>;
  /** Ends the process gracefully and starts another one on the same folder. */
  restart(options?: StageOptions): Promise<Stage>;
  stop(): Promise<void>;
}

export interface StageOptions {
  readonly scenario?: string;
  readonly mode?: "scripted" | "models";
}

/** An empty data folder with the product started on it. */
export const openStage = async (options: StageOptions = {}): Promise<Stage> => {
  const data = mkdtempSync(path.join(tmpdir(), "botarmy-story-"));
  onTestFinished(() => rmSync(data, { recursive: true, force: true }));
  return await startOn(data, options);
};

const startOn = async (
  data: string,
  { scenario = "clean", mode = "scripted" }: StageOptions,
): Promise<Stage> => {
  const input = new PassThrough();
  const output = new PassThrough();
  const { model, settings } = await openDemo({ scenario, seed: 1, msPerStep: 0 });
  const machine = await openMachine({
    data,
    root: fileURLToPath(new URL("../..", import.meta.url)),
    logLevel: "info",
    defaults: { workflow: "sdlc", mode, settings },
    model: () => model,
    warn: (message) => transcript.break(new Error(message)),
    chats: () => [
      createTerminalChat({
        folder: data,
        input,
        output,
        clock: systemClock,
        user: { id: "you", name: "You", roles: [] },
        onStop: () => undefined,
        mode: "lines",
        environment: { NO_COLOR: "1" },
      }),
    ],
  });
  const transcript = createTranscript(output);
  const { parts } = machine;
  const army = createArmy(parts, { broken: transcript.break });
  await army.start();
  let isOpen = true;
  const stop = async (): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    await army.stop();
    await machine.close();
  };
  onTestFinished(stop);
  return {
    data,
    parts,
    type: (line) => void input.write(`${line}\n`),
    until: transcript.until,
    printed: transcript.text,
    receive: army.receive,
    project: async () => await newest(parts),
    restart: async (changed = { scenario, mode }) => {
      await stop();
      return await startOn(data, changed);
    },
    stop,
  };
};

const newest = async ({ store }: Parts): Promise<Project> => {
  const [id] = await store.ids();
  const project = await store.load(id ?? "");
  if (project === undefined) throw new Error("there is no project yet");
  return project;
};

/** What is awaited is there within a second; this only makes a failure readable. */
const patienceMs = 20_000;

const createTranscript = (output: NodeJS.ReadableStream) => {
  let text = "";
  let seen = 0;
  let looks: readonly (() => void)[] = [];
  const fault = Promise.withResolvers<never>();
  fault.promise.catch(() => undefined);
  output.on("data", (bytes: Buffer) => {
    text = `${text}${bytes.toString()}`.replaceAll(/\s+/g, " ");
    for (const look of looks) look();
  });
  const find = (words: string | RegExp): { start: number; end: number } | null => {
    const rest = text.slice(seen);
    const found = typeof words === "string" ? ([rest.indexOf(words), words] as const) : matchIn(rest, words);
    return found[0] === -1 ? null : { start: seen, end: seen + found[0] + found[1].length };
  };
  const wait = (words: string | RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const patience = setTimeout(() => {
        reject(new Error(`nobody said ${String(words)} after: ${text.slice(Math.max(0, seen - 100))}`));
      }, patienceMs);
      const look = (): void => {
        const found = find(words);
        if (found === null) return;
        clearTimeout(patience);
        looks = looks.filter((one) => one !== look);
        seen = found.end;
        resolve(text.slice(found.start, found.end));
      };
      looks = [...looks, look];
      look();
    });
  return {
    until: (words: string | RegExp) => Promise.race([wait(words), fault.promise]),
    text: () => text,
    break: (error: unknown) => fault.reject(error instanceof Error ? error : new Error(String(error))),
  };
};

const matchIn = (text: string, words: RegExp): readonly [number, string] => {
  const match = words.exec(text);
  return [match?.index ?? -1, match?.[0] ?? ""];
};
