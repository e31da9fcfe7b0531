import { BotArmyError, ProviderError } from "#src/errors.ts";
import type { Clock, Log } from "#src/ports.ts";

/** What asking a platform again and again needs. */
export interface Patience {
  readonly clock: Clock;
  readonly log: Log;
  /** Ends the waiting. */
  readonly signal: AbortSignal;
  /** Told in words why it is waited. */
  readonly onWait: (why: string) => void;
}

/** First and longest wait before a platform is asked again. */
const firstWaitMs = 1_000;
const longestWaitMs = 30_000;

/** Asks who we are until the platform answers: a start must not fail because the network is not there yet. Throws BotArmyError `code` when the platform refuses. */
export const patiently = async <T>(ask: () => Promise<T>, code: string, around: Patience): Promise<T> => {
  for (let waitMs = firstWaitMs; ; waitMs = Math.min(waitMs * 2, longestWaitMs)) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      if (!error.retryable || error.kind === "auth")
        throw new BotArmyError(code, error.message, { cause: error });
      around.log.warn({ err: error, waitMs }, "chat not reached");
      around.onWait(error.message);
      await around.clock.sleep(Math.max(waitMs, error.retryAfterMs ?? 0), around.signal);
    }
  }
};

/** Several parts notice that nothing works before somebody acts; those who run the bot are told once. */
export const onceOnly = (tell: (words: string) => void): ((words: string) => void) => {
  let isTold = false;
  return (words) => {
    if (isTold) return;
    isTold = true;
    tell(words);
  };
};
