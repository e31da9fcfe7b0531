import { ProviderError } from "../errors.ts";
import type { Clock } from "../ports.ts";
import { duration } from "../project/numbers.ts";

/** The time one call has. */
export interface Deadline {
  /** Aborted by the caller with its own reason, or at the end of the time with a ProviderError `timeout`. */
  readonly signal: AbortSignal;
  /** Milliseconds since 1970. */
  readonly endsAt: number;
  reached(): boolean;
  /** Ends the waiting; must be called. */
  stop(): void;
}

export const startDeadline = (clock: Clock, ms: number, caller: AbortSignal): Deadline => {
  const end = new AbortController();
  const stopped = new AbortController();
  const late = (): void =>
    end.abort(new ProviderError(`no answer within ${duration(ms)}`, { kind: "timeout", retryable: true }));
  // A sleep only fails because it was stopped.
  clock.sleep(ms, stopped.signal).then(late, () => undefined);
  return {
    signal: AbortSignal.any([caller, end.signal]),
    endsAt: clock.now() + ms,
    reached: () => end.signal.aborted,
    stop: () => stopped.abort(),
  };
};
