import { join } from "node:path";
import process from "node:process";
import { createGitArtifacts } from "#adapters/artifacts/git-artifacts.ts";
import { createTerminalChat } from "#adapters/chat/terminal/terminal.ts";
import { systemClock } from "#adapters/clock/system.ts";
import { createLocalEngine } from "#adapters/engine/local.ts";
import { createFileLibrary } from "#adapters/library/files.ts";
import { openLogFile } from "#adapters/log/file.ts";
import { createDemoModel, loadScenario, scenarioNames } from "#adapters/model/demo/demo-model.ts";
import { createBodyStore } from "#adapters/store/bodies.ts";
import { createCallStore } from "#adapters/store/calls.ts";
import { createHistory } from "#adapters/store/history.ts";
import { createInbox } from "#adapters/store/inbox.ts";
import { createLedger } from "#adapters/store/ledger.ts";
import { lockFolder, type FolderLock } from "#adapters/store/lock.ts";
import { createNotes } from "#adapters/store/notes.ts";
import { createProjectStore } from "#adapters/store/projects.ts";
import { openDatabase } from "#adapters/store/sqlite.ts";
import { BotArmyError } from "./errors.ts";
import { createLogger } from "./log.ts";
import type { Chat, Log, Model } from "./ports.ts";
import type { Inbox, Notes } from "./ports/inbox.ts";
import type { Library } from "./ports/library.ts";
import type { SettingsChange } from "./project/workflow.ts";
import type { Defaults, Parts } from "./runtime/parts.ts";

/** What is stored under a data folder, opened. */
export type Storage = Pick<Parts, "store" | "bodies" | "calls" | "history" | "artifacts" | "ledger"> & {
  /** What the adapter of this chat must not forget. */
  chatMemory(chat: string): { readonly inbox: Inbox; readonly notes: Notes };
  close(): Promise<void>;
};

/** Opens what a data folder holds. Several processes may read; only the one that holds the lock may move projects. */
export const openStorage = async (data: string): Promise<Storage> => {
  const database = await openDatabase({ folder: data });
  const history = createHistory({ folder: data });
  return {
    store: createProjectStore(database),
    bodies: createBodyStore(database),
    calls: createCallStore(database),
    ledger: createLedger(database),
    history,
    artifacts: createGitArtifacts({ folder: join(data, "artifacts") }),
    chatMemory: (chat) => ({
      inbox: createInbox(database, { chat }),
      notes: createNotes(database, { chat }),
    }),
    close: async () => {
      history.close();
      await database.close();
    },
  };
};

/** Everything joined, ready for `createArmy`. */
export interface Machine {
  readonly parts: Parts;
  /** Frees the data folder. Stop the army first. */
  close(): Promise<void>;
}

/** What a model and chats may be made from. */
export interface Opened extends Storage {
  readonly log: Log;
  /** The agents, workflows and prompts that there are. */
  readonly library: Library;
  /** Has something done when the machine is closed, before its storage is. */
  beforeClose(act: () => Promise<void>): void;
}

/** What makes one machine differ from another. */
export interface MachineOptions {
  readonly data: string;
  /** The folder of this product, with `agents/` and `workflows/`. */
  readonly root: string;
  readonly logLevel: "debug" | "info" | "warn" | "error";
  readonly defaults: Defaults;
  /** Made once the folder is ours, since paid models write a ledger there. */
  readonly model: (opened: Opened) => Model;
  /** Takes configured keys out of log lines; absent when there are none. */
  readonly scrub?: (text: string) => string;
  /** Told what must be said although the log cannot take it. */
  readonly warn: (message: string) => void;
  /** Made once the folder is ours. */
  readonly chats: (opened: Opened) => readonly Chat[] | Promise<readonly Chat[]>;
}

/** Joins the adapters on one data folder, as its only process. Throws BotArmyError with what to do when it cannot. */
export const openMachine = async (options: MachineOptions): Promise<Machine> => {
  const lock = await lockFolder(options.data);
  const endings: (() => Promise<void>)[] = [];
  try {
    const storage = await openStorage(options.data);
    const logFile = openLogFile({ folder: options.data, clock: systemClock, warn: options.warn });
    const log = createLogger({
      level: options.logLevel,
      destination: logFile,
      ...(options.scrub === undefined ? {} : { scrub: options.scrub }),
    });
    const library = libraryFor(options.root, options.data);
    const opened: Opened = { ...storage, log, library, beforeClose: (act) => void endings.push(act) };
    const parts: Parts = {
      ...storage,
      library,
      chats: await options.chats(opened),
      model: options.model(opened),
      engine: createLocalEngine({ store: storage.store, clock: systemClock }),
      clock: systemClock,
      log,
      defaults: options.defaults,
    };
    const close = async (): Promise<void> => {
      for (const end of endings) await end();
      await storage.close();
      await logFile.close();
      lock.release();
    };
    return { parts, close };
  } catch (error) {
    lock.release();
    throw error;
  }
};

/** Opens a data folder to look at it: as its only process, or beside the one that has it (`isTaken`). It is freed when `use` is done. */
export const lookInto = async <T>(
  data: string,
  use: (storage: Storage, isTaken: boolean) => Promise<T>,
): Promise<T> => {
  const lock = await lockUnlessTaken(data);
  try {
    const storage = await openStorage(data);
    try {
      return await use(storage, lock === null);
    } finally {
      await storage.close();
    }
  } finally {
    lock?.release();
  }
};

const lockUnlessTaken = async (data: string): Promise<FolderLock | null> => {
  try {
    return await lockFolder(data);
  } catch (error) {
    if (error instanceof BotArmyError && error.code === "folder-locked") return null;
    throw error;
  }
};

/** The agents, workflows and prompts that ship with the product, and those that people put into the data folder's `roles/`. */
export const libraryFor = (root: string, data: string): Library =>
  createFileLibrary({ root, extra: [join(data, "roles")] });

/** The terminal as a chat platform, for the person at the keyboard. Asked to stop a second time, it ends the process. */
export const terminalChat = (
  folder: string,
  options: { readonly mode: "auto" | "lines"; readonly onStop: () => void },
): Chat =>
  createTerminalChat({
    folder,
    input: process.stdin,
    output: process.stdout,
    clock: systemClock,
    user: { id: "you", name: "You", roles: [] },
    mode: options.mode,
    onStop: (how) => (how === "now" ? process.exit(130) : options.onStop()),
  });

/** The scripted model for one scenario, and the settings that the scenario needs. */
export interface Demo {
  readonly model: Model;
  readonly settings: SettingsChange;
}

/** `msPerStep` is how long the scripted model pretends to take. Throws BotArmyError `scenario-unknown`. */
export const openDemo = async (options: {
  readonly scenario: string;
  readonly seed: number;
  readonly msPerStep: number;
}): Promise<Demo> => {
  const scenario = await loadScenario(options.scenario);
  const model = createDemoModel({
    scenario,
    seed: options.seed,
    pace: { msPerStep: options.msPerStep },
    clock: systemClock,
  });
  return { model, settings: scenario.settings };
};

/** Every scenario with what happens in it. */
export const listScenarios = async (): Promise<
  readonly { readonly name: string; readonly about: string }[]
> => {
  const scenarios = await Promise.all((await scenarioNames()).map(loadScenario));
  return scenarios.map(({ name, about }) => ({ name, about }));
};
