import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { systemClock } from "#adapters/clock/system.ts";
import { createDemoModel } from "#adapters/model/demo/demo-model.ts";
import { ScenarioFile } from "#adapters/model/demo/scenario.ts";
import { openMachine, type MachineOptions } from "#src/main.ts";
import type { ModelRequest } from "#src/ports.ts";
import { createArmy, type Army } from "#src/runtime/army.ts";
import type { Parts } from "#src/runtime/parts.ts";
import { mortal, type Reach } from "../../crash/mortal.ts";
import { fakeChat, type FakeChat, type FakePlatform } from "../../fakes/fake-chat.ts";
import { createHands, type Hands } from "./hands.ts";
import { counting, noting, type Calls, type Interference } from "./model.ts";
import { createWatch } from "./watch.ts";

/** The whole product on a data folder with a chat in memory, and people's hands and eyes. */
export interface Product extends Hands {
  readonly data: string;
  readonly chat: FakeChat;
  readonly parts: Parts;
  /** Everything that models were asked, by this process and those before it. */
  readonly asked: readonly ModelRequest[];
  /** How many calls of a project were under way at once, at the most. */
  atOnce(id: string): number;
  /** Ends the process gracefully and starts another one on the same folder. */
  restart(): Promise<Product>;
  /** Lets the process end in the middle of whatever it does: nothing of it reaches the world any more. Then another one starts; `dead` is called in between. */
  kill(dead?: () => void): Promise<Product>;
}

export interface ProductOptions extends Interference {
  /** What goes differently in the rehearsal: rules of a scenario file. */
  readonly scenario?: unknown;
  readonly defaults?: Partial<MachineOptions["defaults"]>;
  /** Models of one's own instead of the scripted one. */
  readonly model?: MachineOptions["model"];
  /** Called at each boundary behind which something cannot be undone. */
  readonly reach?: Reach;
  /** Agents and workflows that people put into the data folder, by file name. */
  readonly roles?: Readonly<Record<string, string>>;
}

type Ended = (act: () => void | Promise<void>) => void;

export const root = fileURLToPath(new URL("../../..", import.meta.url));

/** What outlives a process. */
interface Around {
  readonly data: string;
  readonly platform: FakePlatform;
  readonly asked: ModelRequest[];
  readonly ended: Ended;
}

/** An empty data folder with the product started on it. `ended` has something done when the story is over, last things first. */
export const openProduct = async (
  options: ProductOptions = {},
  ended: Ended = onTestFinished,
): Promise<Product> => {
  const data = mkdtempSync(path.join(tmpdir(), "botarmy-orchestration-"));
  ended(() => rmSync(data, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(options.roles ?? {})) putRole(data, name, text);
  return await startOn({ data, platform: { said: [], whispers: [], events: 0 }, asked: [], ended }, options);
};

/** Puts a file into the folder from which people's own agents and workflows are read; null takes it away. */
export const putRole = (data: string, name: string, text: string | null): void => {
  const file = path.join(data, "roles", name);
  mkdirSync(path.dirname(file), { recursive: true });
  if (text === null) rmSync(file);
  else writeFileSync(file, text);
};

const startOn = async (around: Around, options: ProductOptions): Promise<Product> => {
  const { data, platform, asked } = around;
  const calls: Calls = new Map();
  const chat = fakeChat({ platform, now: () => systemClock.now() });
  const scenario = {
    ...ScenarioFile.parse({ title: "Story", about: "a story", ...Object(options.scenario) }),
    name: "story",
  };
  const machine = await openMachine({
    data,
    root,
    logLevel: "info",
    defaults: {
      workflow: "sdlc",
      mode: "scripted",
      ...options.defaults,
      settings: { retryDelayMs: 0, ...scenario.settings, ...options.defaults?.settings },
    },
    model: (opened) => {
      const plain = options.model?.(opened) ?? createDemoModel({ scenario, seed: 1, clock: systemClock });
      return noting(counting(plain, calls), asked, options);
    },
    warn: (message) => watch.fail(new Error(message)),
    chats: () => [chat],
  });
  let isDead = false;
  const parts = mortal(machine.parts, (spot) => {
    if (isDead) throw new Error("this process is dead");
    options.reach?.(spot);
  });
  const watch = createWatch(parts.store);
  const army = createArmy(parts, {
    saved: watch.see,
    broken: (error) => {
      if (!isDead) watch.fail(error);
    },
  });
  await army.start();
  const stop = createStop(army, machine.close);
  around.ended(stop);
  return {
    data,
    chat,
    parts,
    asked,
    atOnce: (id) => calls.get(id)?.most ?? 0,
    ...createHands({ chat, parts, watch }),
    restart: async () => {
      await stop();
      return await startOn(around, options);
    },
    kill: async (dead = () => undefined) => {
      isDead = true;
      await stop();
      dead();
      return await startOn(around, options);
    },
  };
};

const createStop = (army: Army, close: () => Promise<void>): (() => Promise<void>) => {
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    await army.stop();
    await close();
  };
  return () => (stopped ??= stop());
};
