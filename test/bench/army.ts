import { PassThrough, Writable } from "node:stream";
import { createTerminalChat } from "#adapters/chat/terminal/terminal.ts";
import { systemClock } from "#adapters/clock/system.ts";
import { openMachine } from "#src/main.ts";
import type { Chat, Model } from "#src/ports.ts";
import type { Library } from "#src/ports/library.ts";
import type { Project } from "#src/project/project.ts";
import type { SettingsChange } from "#src/project/workflow.ts";
import { createArmy, type Army } from "#src/runtime/army.ts";
import type { Parts } from "#src/runtime/parts.ts";
import { memoryArtifacts } from "../fakes/memory-artifacts.ts";
import { root } from "./folders.ts";
import { instantModel } from "./instant-model.ts";

/** The whole product on a data folder, with an instant model and instant artifacts. */
export interface BenchArmy {
  readonly parts: Parts;
  readonly army: Army;
  /** Takes a brief until `isEnd`; milliseconds from the wish to the last save, and every row saved on the way. */
  run(brief: string): Promise<{ readonly ms: number; readonly rows: readonly Project[] }>;
  close(): Promise<void>;
}

export interface BenchOptions {
  readonly data: string;
  /** Made once the folder is ours. */
  readonly chats: () => readonly Chat[];
  readonly model?: Model;
  readonly settings?: SettingsChange;
  readonly isEnd?: (project: Project) => boolean;
  /** Stands between the parts and the army. */
  readonly wrap?: (parts: Parts) => Parts;
}

/** Opens everything as the product does; nothing is started yet. */
export const openParts = async ({ data, chats, model, settings }: BenchOptions) =>
  await openMachine({
    data,
    root,
    logLevel: "info",
    defaults: { workflow: "sdlc", mode: "scripted", settings: { approvals: "none", ...settings } },
    model: () => model ?? instantModel,
    warn: (message) => process.stderr.write(`${message}\n`),
    chats,
  });

export const openBenchArmy = async (options: BenchOptions): Promise<BenchArmy> => {
  const { isEnd = isOver, wrap = (given) => given } = options;
  const machine = await openParts(options);
  const library = withoutStructures(machine.parts.library);
  const parts = wrap({ ...machine.parts, library, artifacts: memoryArtifacts() });
  let rows: Project[] = [];
  let end = Promise.withResolvers<void>();
  let count = 0;
  const army = createArmy(parts, {
    broken: (error) => end.reject(error instanceof Error ? error : new Error(String(error))),
    saved: (project) => {
      rows.push(project);
      if (isEnd(project)) end.resolve();
    },
  });
  await army.start();
  return {
    parts,
    army,
    run: async (brief) => {
      rows = [];
      end = Promise.withResolvers();
      count += 1;
      const from = performance.now();
      const refusal = await army.receive({
        id: `bench-${count}`,
        at: Date.now(),
        chat: parts.chats[0]?.name ?? "",
        channel: "bench",
        thread: null,
        by: { id: "you", name: "You", roles: [] },
        event: { type: "slash", text: "start", brief },
      });
      if (refusal !== null) throw new Error(refusal.fallback);
      await end.promise;
      return { ms: performance.now() - from, rows };
    },
    close: async () => {
      await army.stop();
      await machine.close();
    },
  };
};

/** The instant model writes documents only. */
const withoutStructures = (library: Library): Library => ({
  ...library,
  workflows: async () =>
    (await library.workflows()).map((file) => ({
      ...file,
      text: file.text.replaceAll(/^ +structure: .*\n/gm, ""),
    })),
});

/** Completed, and everything told and written. */
const isOver = ({ status, outbox }: Project): boolean => status === "completed" && outbox.length === 0;

/** The terminal as it runs without a TTY, printing to nowhere. */
export const quietTerminal = (folder: string): Chat =>
  createTerminalChat({
    folder,
    input: new PassThrough(),
    output: new Writable({ write: (_chunk, _encoding, done) => done() }),
    clock: systemClock,
    user: { id: "you", name: "You", roles: [] },
    onStop: () => {},
    mode: "lines",
  });
