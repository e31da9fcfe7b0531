import { setImmediate as restOfTurn } from "node:timers/promises";
import type { Clock, Engine, Store } from "#src/ports.ts";

/** How often rows are searched for something forgotten, whatever the timers say. */
const sweepMs = 15_000;

/**
 * The engine for one machine: kicks and timers in this process. Nothing is kept in memory that the rows do not know, so a
 * restart only has to look at the rows that want it.
 */
export const createLocalEngine = (parts: { store: Store; clock: Clock }): Engine => {
  const looks = new Set<Promise<void>>();
  let look: ((project: string) => Promise<void>) | null = null;
  let timer: { at: number; stop: AbortController } | null = null;
  let sweeping: Promise<void> = Promise.resolve();

  const kick = (project: string): void => {
    if (look === null) return;
    const done = look(project).finally(() => looks.delete(done));
    looks.add(done);
  };

  const schedule = (at: number): void => {
    if (look === null || (timer !== null && timer.at <= at)) return;
    timer?.stop.abort();
    const stop = new AbortController();
    timer = { at, stop };
    sweeping = parts.clock.sleep(Math.max(1, at - parts.clock.now()), stop.signal).then(
      async () => {
        timer = null;
        await sweep();
      },
      () => undefined,
    );
  };

  const sweep = async (): Promise<void> => {
    const now = parts.clock.now();
    await oneByOne(await parts.store.due(now), kick);
    schedule(Math.min(now + sweepMs, (await parts.store.nextWake(now)) ?? Infinity));
  };

  return {
    start: async (onLook) => {
      look = onLook;
      await sweep();
    },
    kick,
    wakeAt: (_project, at) => schedule(at),
    stop: async () => {
      look = null;
      timer?.stop.abort();
      timer = null;
      await sweeping;
      while (looks.size > 0) await Promise.all(looks);
    },
  };
};

/** Lets each look begin before the next one: after a crash a thousand rows may be due, and are not all to be held at once. */
const oneByOne = async (projects: readonly string[], kick: (project: string) => void): Promise<void> => {
  for (const project of projects) {
    kick(project);
    await restOfTurn();
  }
};
