import type { Clock } from "#src/ports.ts";

/** Waits for `work`, but not longer than `ms`; false when that is over. What `work` throws in time is thrown. */
export const within = async (ms: number, clock: Clock, work: Promise<unknown>): Promise<boolean> => {
  const over = new AbortController();
  const limit = clock.sleep(ms, over.signal).then(
    () => false,
    (error: unknown) => {
      // Only the end of `work` cuts the wait short.
      if (over.signal.aborted) return false;
      throw error;
    },
  );
  try {
    return await Promise.race([work.then(() => true), limit]);
  } finally {
    over.abort();
  }
};

/** Waits; ends early, and quietly, when the signal is aborted. */
export const rest = async (ms: number, clock: Clock, signal: AbortSignal): Promise<void> => {
  try {
    await clock.sleep(ms, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
};
