import type { Clock, Log } from "#src/ports.ts";
import type { Read } from "./payloads-result.ts";

/** Tells those who run the bot what Slack says about the app and its channels, once. */
export interface Troubles {
  readonly tell: (trouble: Extract<Read, { type: "trouble" }>) => void;
  /** What makes everything stand still; null when nothing is known. */
  fatal(): string | null;
}

/** Slack repeats what it could not deliver; after this it is another event. */
const sameWithinMs = 600_000;

export const createTroubles = ({
  clock,
  log,
  onFatal = () => undefined,
}: {
  readonly clock: Clock;
  readonly log: Log;
  readonly onFatal?: (words: string) => void;
}): Troubles => {
  const told = new Map<string, number>();
  let fatal: string | null = null;
  return {
    tell: (trouble) => {
      const { what, channel } = trouble;
      const key = `${what} ${channel ?? ""}`;
      const now = clock.now();
      if (now - (told.get(key) ?? Number.NEGATIVE_INFINITY) < sameWithinMs) return;
      for (const [old, at] of told) if (now - at >= sameWithinMs) told.delete(old);
      told.set(key, now);
      if (!trouble.fatal) {
        log.warn({ channel, what }, "Slack says");
        return;
      }
      fatal = what;
      log.error({ what }, "Slack says");
      onFatal(what);
    },
    fatal: () => fatal,
  };
};
