import { fileURLToPath } from "node:url";
import { createLocalEngine } from "#adapters/engine/local.ts";
import { openDemo, openMachine } from "#src/main.ts";
import type { ChatHooks } from "#src/main/chat-hooks.ts";
import type { Clock } from "#src/ports.ts";
import type { SettingsChange } from "#src/project/workflow.ts";
import { createArmy } from "#src/runtime/army.ts";
import type { Parts } from "#src/runtime/parts.ts";
import type { World } from "./world.ts";

/** How the product is started. */
export interface ProductOptions {
  readonly scenario?: string;
  readonly settings?: (world: World) => SettingsChange;
}

/** What outlives a process. */
export interface Around<W extends World = World> {
  readonly data: string;
  readonly world: W;
  /** Null for the machine's own. */
  readonly clock: Clock | null;
  readonly told: string[];
  /** How far each person's private messages were read. */
  readonly read: Map<string, number>;
  /** What each call of the model was given as documents: their names. */
  readonly given: string[][];
}

/** The whole product as one process runs it. */
export interface Product {
  readonly parts: Parts;
  /** Ends it gracefully. */
  stop(): Promise<void>;
}

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Starts the product with the scripted model on a data folder, signed in to this platform. */
export const startProduct = async (around: Around, options: ProductOptions): Promise<Product> => {
  const { data, world, clock, told } = around;
  const tell = (words: string): void => void told.push(words);
  const { model, settings } = await openDemo({
    scenario: options.scenario ?? "clean",
    seed: 1,
    msPerStep: 0,
  });
  const machine = await openMachine({
    data,
    root,
    logLevel: "info",
    defaults: { workflow: "sdlc", mode: "scripted", settings: { ...settings, ...options.settings?.(world) } },
    model: () => ({
      ...model,
      complete: async (request, signal) => {
        around.given.push(request.documents.map(({ name }) => name));
        return await model.complete(request, signal);
      },
    }),
    warn: tell,
    chats: async (opened) => [await world.connect(opened, { clock, hooks: hooksTelling(tell) })],
  });
  const parts = clock === null ? machine.parts : withClock(machine.parts, clock);
  const army = createArmy(parts, { broken: (error) => tell(String(error)) });
  await army.start();
  await world.ready();
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    await army.stop();
    await machine.close();
  };
  return { parts, stop: () => (stopped ??= stop()) };
};

const hooksTelling = (tell: (words: string) => void): ChatHooks => ({
  onFatal: tell,
  onWait: tell,
  onReady: () => undefined,
  signal: new AbortController().signal,
});

const withClock = (parts: Parts, clock: Clock): Parts => ({
  ...parts,
  clock,
  engine: createLocalEngine({ store: parts.store, clock }),
});
