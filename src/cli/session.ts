import path from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { BotArmyError } from "../errors.ts";
import type { Machine } from "../main.ts";
import type { Project } from "../project/project.ts";
import { createArmy, type Army } from "../runtime/army.ts";
import type { Parts } from "../runtime/parts.ts";
import { brokenInside, unfinished } from "./failure.ts";

/** Who asked a session to end. Ctrl-C in a terminal counts as SIGINT. */
export type Stop = "SIGINT" | "SIGTERM";

/** A running army, until something ends it. */
export interface Session<T> {
  readonly parts: Parts;
  readonly army: Army;
  /** Ends it well. */
  finish(result: T): void;
  /** Ends it with the reason why it cannot go on. */
  fail(error: unknown): void;
  /** What ended it. Rejects with BotArmyError. */
  readonly ended: Promise<T | Stop>;
}

/** What may end a session from inside its machine. */
export interface OpenHooks {
  /** A person asked for it. */
  readonly onStop: () => void;
  /** It cannot go on. */
  readonly onBroken: (error: BotArmyError) => void;
  /** Told what must be said although the log cannot take it. */
  readonly warn: (message: string) => void;
}

/** How a command uses a session. */
export interface Use<T> {
  readonly data: string;
  open(hooks: OpenHooks): Promise<Machine>;
  /** Told of every saved row. */
  saved?(project: Project, session: Session<T>): void;
  /** The army has started; it is stopped when this is over. */
  run(session: Session<T>): Promise<T | Stop>;
}

/** Starts an army, and stops it and frees its data folder however `use.run` ends; `after` may still look at what it left. */
export const inSession = async <T, R>(
  use: Use<T>,
  after: (result: T | Stop, parts: Parts) => Promise<R>,
): Promise<R> => {
  const ended = Promise.withResolvers<T | Stop>();
  // Whoever waits for it is told; while nobody does, it must not end the process.
  ended.promise.catch(() => undefined);
  const warnings = createWarnings();
  const machine = await use.open({
    onStop: () => ended.resolve("SIGINT"),
    onBroken: (error) => ended.reject(unfinished(error.message, error)),
    warn: warnings.warn,
  });
  const unhook = onSignals((signal) => ended.resolve(signal));
  try {
    const result = await runArmy(use, machine.parts, ended);
    warnings.tell();
    return await after(result, machine.parts);
  } finally {
    unhook();
    warnings.drop();
    await machine.close();
  }
};

const runArmy = async <T>(
  use: Use<T>,
  parts: Parts,
  { promise, resolve, reject }: PromiseWithResolvers<T | Stop>,
): Promise<T | Stop> => {
  const fail = (error: unknown): void => reject(toldFault(error, use.data));
  const army = createArmy(parts, { broken: fail, saved: (project) => use.saved?.(project, session) });
  const session: Session<T> = { parts, army, finish: resolve, fail, ended: promise };
  try {
    await army.start();
    const result = await use.run(session);
    await army.stop();
    return result;
  } catch (error) {
    // A broken state must not keep the process alive.
    await Promise.race([army.stop(), sleep(stopMs, undefined, { ref: false })]);
    if (error instanceof BotArmyError) throw error;
    parts.log.error({ err: error }, "session broke");
    throw toldFault(error, use.data);
  }
};

const stopMs = 2_000;

/** A fault in the middle of the work, as one line; what is not ours to explain is in the log. */
const toldFault = (error: unknown, data: string): BotArmyError => {
  if (error instanceof BotArmyError) return unfinished(error.message, error);
  const file = path.join(data, "logs", "botarmy.jsonl");
  return unfinished(brokenInside(error, `the details are in ${file}`), error);
};

const onSignals = (stop: (signal: Stop) => void): (() => void) => {
  process.once("SIGINT", stop).once("SIGTERM", stop);
  return () => process.off("SIGINT", stop).off("SIGTERM", stop);
};

/** Warnings wait a moment: when the same trouble ends the command at once, its one line says enough. */
const createWarnings = () => {
  let waiting: readonly string[] = [];
  let timer: NodeJS.Timeout | undefined;
  const tell = (): void => {
    for (const message of waiting) process.stderr.write(`botarmy: ${message}\n`);
    waiting = [];
  };
  return {
    warn: (message: string): void => {
      waiting = [...waiting, message];
      timer ??= setInterval(tell, warnMs).unref();
    },
    tell,
    drop: (): void => clearInterval(timer),
  };
};

const warnMs = 1_000;
