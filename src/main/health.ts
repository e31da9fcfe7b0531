import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { z } from "zod";
import { BotArmyError } from "../errors.ts";
import { isLively, ModelHealth } from "../llm/health.ts";
import type { Clock, Log, Model } from "../ports.ts";
import { Instant } from "../project/words.ts";

/** How the models were at a time, as a running bot tells other processes. */
export const HealthReport = z.strictObject({
  at: Instant,
  /** The process that wrote it. */
  process: z.number().int().positive(),
  models: z.array(ModelHealth).readonly(),
});
export type HealthReport = z.infer<typeof HealthReport>;

/** Keeps `{folder}/health.json` up to date. */
export interface HealthFile {
  /** The same model, whose calls are followed. They never wait for the file and never fail because of it. */
  follow(model: Model): Model;
  /** Writes a last time. Nothing is written after that. */
  close(): Promise<void>;
}

export interface HealthOptions {
  /** The data folder, ours alone. */
  readonly folder: string;
  readonly health: () => readonly ModelHealth[];
  readonly clock: Clock;
  readonly log: Pick<Log, "warn">;
}

/** Shortest time between two writes. */
const pauseMs = 2_000;

/**
 * Writes the file now, and from then on while calls are made and for the minute after, whenever something changed. Each write
 * replaces the whole file at once. A fault of writing is logged once, until a write succeeds.
 */
export const openHealthFile = ({ folder, health, clock, log }: HealthOptions): HealthFile => {
  const write = createWriter(join(folder, "health.json"), log);
  const closed = new AbortController();
  let underWay = 0;
  let told = "";
  let keeping: Promise<void> | null = null;

  const tell = async (): Promise<void> => {
    const models = health();
    told = JSON.stringify(models);
    await write({ at: clock.now(), process: process.pid, models });
  };
  const isNews = (): boolean => JSON.stringify(health()) !== told;
  const mayChange = (): boolean => underWay > 0 || isNews() || health().some(isLively);
  const keep = async (): Promise<void> => {
    do {
      if (isNews()) await tell();
      // A sleep only fails because it was stopped.
      await clock.sleep(pauseMs, closed.signal).catch(() => undefined);
    } while (!closed.signal.aborted && mayChange());
    keeping = null;
  };
  const wake = (): void => {
    if (!closed.signal.aborted) keeping ??= keep();
  };

  wake();
  return {
    follow: (model) => ({
      ...model,
      complete: async (request, signal) => {
        underWay += 1;
        wake();
        try {
          return await model.complete(request, signal);
        } finally {
          underWay -= 1;
          wake();
        }
      },
    }),
    close: async () => {
      closed.abort();
      await keeping;
      await tell();
    },
  };
};

/** The catch only reports: nothing depends on this file. */
const createWriter = (file: string, log: Pick<Log, "warn">) => {
  let isFailing = false;
  return async (report: HealthReport): Promise<void> => {
    try {
      await writeFile(`${file}.new`, `${JSON.stringify(report)}\n`);
      await rename(`${file}.new`, file);
      isFailing = false;
    } catch (error) {
      if (!isFailing) log.warn({ file, err: error }, "health not written");
      isFailing = true;
    }
  };
};

/** What the last bot on this data folder wrote; null when none has. Throws BotArmyError `health-unreadable`. */
export const readHealth = async (folder: string): Promise<HealthReport | null> => {
  const file = join(folder, "health.json");
  try {
    return HealthReport.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return null;
    throw new BotArmyError(
      "health-unreadable",
      `${file} cannot be read; remove it: a running bot writes it anew with its next call`,
      { cause },
    );
  }
};

/** Whether a process of this id exists; one that we may not ask does. */
export const isAlive = (id: number): boolean => {
  try {
    return process.kill(id, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
};
