import { fileURLToPath } from "node:url";
import { createLocalEngine } from "#adapters/engine/local.ts";
import { createFileLibrary } from "#adapters/library/files.ts";
import { createDemoModel, loadScenario } from "#adapters/model/demo/demo-model.ts";
import type { Log } from "#src/ports.ts";
import type { Project } from "#src/project/project.ts";
import type { SettingsChange } from "#src/project/workflow.ts";
import { createArmy, type Army } from "#src/runtime/army.ts";
import type { Parts } from "#src/runtime/parts.ts";
import { fakeChat, type FakeChat } from "./fake-chat.ts";
import { manualClock, type ManualClock } from "./manual-clock.ts";
import { memoryArtifacts } from "./memory-artifacts.ts";
import { memoryBodies } from "./memory-bodies.ts";
import { memoryCalls } from "./memory-calls.ts";
import { memoryHistory } from "./memory-history.ts";
import { memoryLedger } from "./memory-ledger.ts";
import { memoryStore } from "./memory-store.ts";

/** The product on a chat, a store and files in memory, under a clock that the test moves. */
export interface MemoryStage {
  readonly chat: FakeChat;
  readonly clock: ManualClock;
  readonly parts: Parts;
  readonly army: Army;
  /** What broke the state; empty as long as all is well. */
  readonly broken: readonly unknown[];
  /** Starts a project and lets it run as far as it comes without time passing. */
  begin(options?: string): Promise<Project>;
  project(): Promise<Project>;
  /** Everything said in the project's thread as plain words, newest text of each message. */
  said(): Promise<readonly string[]>;
  /** A new process on the same memory, after the old one was ended. */
  restart(): Promise<MemoryStage>;
}

export interface MemoryOptions {
  readonly scenario?: string;
  readonly settings?: SettingsChange;
  /** Can its chat show forms? */
  readonly forms?: boolean;
  /** Parts of one's own, made from the usual ones. */
  readonly change?: (parts: Parts) => Partial<Parts>;
}

const root = fileURLToPath(new URL("../..", import.meta.url));

const brief =
  "Coaches book the lanes of a pool. A coach must book a lane for 30 minutes. Two coaches must not get the same lane.";

export const memoryStage = async (options: MemoryOptions = {}): Promise<MemoryStage> => {
  const clock = manualClock();
  const chat = fakeChat({ now: () => clock.now(), forms: options.forms ?? false });
  const scenario = await loadScenario(options.scenario ?? "clean");
  const store = memoryStore();
  const usual: Parts = {
    store,
    bodies: memoryBodies(),
    calls: memoryCalls(),
    history: memoryHistory(),
    artifacts: memoryArtifacts(),
    library: createFileLibrary({ root }),
    chats: [chat],
    ledger: memoryLedger(),
    model: createDemoModel({ scenario, seed: 1, clock }),
    engine: createLocalEngine({ store, clock }),
    clock,
    log: quiet,
    defaults: {
      workflow: "sdlc",
      mode: "scripted",
      settings: { ...scenario.settings, ...options.settings },
    },
  };
  return await startWith({ ...usual, ...options.change?.(usual) }, chat, clock);
};

const startWith = async (parts: Parts, chat: FakeChat, clock: ManualClock): Promise<MemoryStage> => {
  const broken: unknown[] = [];
  const army = createArmy(parts, { broken: (error) => broken.push(error) });
  await army.start();
  const project = async (): Promise<Project> => {
    const [id] = await parts.store.ids();
    const row = await parts.store.load(id ?? "");
    if (row === undefined)
      throw new Error(`there is no project: ${JSON.stringify(chat.platform.whispers.at(-1))}`);
    return row;
  };
  return {
    chat,
    clock,
    parts,
    army,
    broken,
    project,
    begin: async (words = "") => {
      await chat.slash(`start ${words} ${brief}`);
      await clock.settle();
      return await project();
    },
    said: async () =>
      chat
        .thread((await project()).chat.thread ?? "")
        .map((said) => said.file?.path ?? said.messages.at(-1)?.fallback ?? ""),
    restart: async () => {
      await army.stop();
      const next = fakeChat({
        platform: chat.platform,
        now: () => clock.now(),
        forms: chat.forms ?? false,
      });
      const engine = createLocalEngine({ store: parts.store, clock });
      return await startWith({ ...parts, chats: [next], engine }, next, clock);
    },
  };
};

/** Operators' words are not what these stories are about. */
const quiet: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
