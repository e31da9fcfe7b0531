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
    for (const id of await parts.store.due(now)) {
      kick(id);
      // Lets each look begin before the next one: after a crash a thousand rows may be due, and are not all held at once.
      await restOfTurn();
    }
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
