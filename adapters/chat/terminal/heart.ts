import type { Clock } from "#src/ports.ts";

/** Calls `onBeat` again and again, each time after `beatMs()`, until the signal is aborted. */
export const startHeart = async (options: {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly beatMs: () => number;
  readonly onBeat: () => void;
}): Promise<void> => {
  const { clock, signal, beatMs, onBeat } = options;
  while (!signal.aborted) {
    // It rejects only when aborted, which is how this ends.
    const awake = await clock.sleep(beatMs(), signal).then(
      () => true,
      () => false,
    );
    if (!awake) return;
    onBeat();
  }
};
