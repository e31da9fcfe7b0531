import { ProviderError } from "../errors.ts";
import type { Clock } from "../ports.ts";
import { duration } from "../project/numbers.ts";

/** A time that something has. */
export interface Deadline {
  /** Aborted by the caller with its own reason, or at the end of the time with a ProviderError `timeout`. */
  readonly signal: AbortSignal;
  /** Milliseconds since 1970. */
  readonly endsAt: number;
  reached(): boolean;
  /** The whole time begins again, as far as the latest end allows. */
  putBack(): void;
  /** Ends the waiting; must be called. */
  stop(): void;
}

/** `latest`: milliseconds since 1970, beyond which nothing puts the end; none by default. */
export const startDeadline = (
  clock: Clock,
  { ms, latest = Number.POSITIVE_INFINITY }: { readonly ms: number; readonly latest?: number },
  caller: AbortSignal,
): Deadline => {
  const end = new AbortController();
  const stopped = new AbortController();
  let endsAt = clock.now() + ms;
  const wait = async (): Promise<void> => {
    for (let left = ms; left > 0; left = endsAt - clock.now()) await clock.sleep(left, stopped.signal);
    end.abort(new ProviderError(`no answer within ${duration(ms)}`, { kind: "timeout", retryable: true }));
  };
  // A sleep only fails because it was stopped.
  wait().catch(() => undefined);
  return {
    signal: AbortSignal.any([caller, end.signal]),
    get endsAt() {
      return endsAt;
    },
    reached: () => end.signal.aborted,
    putBack: () => {
      endsAt = Math.min(clock.now() + ms, latest);
    },
    stop: () => stopped.abort(),
  };
};
