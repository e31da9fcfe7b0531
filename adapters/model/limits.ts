import type { Clock } from "#src/ports.ts";
import { Faulty } from "./fault.ts";

/** How long one call may take. */
export interface Limits {
  readonly clock: Clock;
  readonly deadlineMs: number;
  /** Most milliseconds until the first sign of life, and between any two after that; null for no such limits. */
  readonly silence: { readonly firstMs: number; readonly idleMs: number } | null;
}

/** What a running call gets: when to stop, and where to show that it is alive. */
export interface Watch {
  readonly signal: AbortSignal;
  alive(): void;
}

/**
 * Runs a call within its limits, and returns at the limit even when the call does not listen to its signal. Throws `Faulty`
 * `timeout` when a limit is reached, and the caller's reason when the caller aborts.
 */
export const withinLimits = async <T>(
  limits: Limits,
  caller: AbortSignal,
  run: (watch: Watch) => Promise<T>,
): Promise<T> => {
  // A signal that is aborted already tells nobody any more.
  caller.throwIfAborted();
  const call = new AbortController();
  const over = new AbortController();
  const ended = Promise.withResolvers<never>();
  const end = (reason: unknown): void => {
    ended.reject(reason);
    call.abort(reason);
  };
  caller.addEventListener("abort", () => end(caller.reason), { once: true, signal: over.signal });
  const timer = { ...limits, over: over.signal, end };
  endAtDeadline(timer);
  try {
    return await Promise.race([run({ signal: call.signal, alive: endWhenSilent(timer) }), ended.promise]);
  } finally {
    over.abort();
  }
};

interface Timer extends Limits {
  readonly over: AbortSignal;
  end(reason: unknown): void;
}

const endAtDeadline = ({ clock, deadlineMs, over, end }: Timer): void => {
  clock.sleep(deadlineMs, over).then(() => end(late(`no whole answer within ${deadlineMs} ms`)), whenOver);
};

/** The returned function is to be called at every sign of life. */
const endWhenSilent = ({ clock, silence, over, end }: Timer): (() => void) => {
  if (silence === null) return () => undefined;
  const { firstMs, idleMs } = silence;
  const begun = new AbortController();
  let last = 0;
  clock
    .sleep(firstMs, AbortSignal.any([over, begun.signal]))
    .then(() => end(late(`nothing came for ${firstMs} ms`)), whenOver);
  const wait = async (): Promise<void> => {
    for (let left = idleMs; left > 0; left = idleMs - (clock.now() - last)) await clock.sleep(left, over);
    end(late(`nothing more came for ${idleMs} ms`));
  };
  return () => {
    last = clock.now();
    if (begun.signal.aborted) return;
    begun.abort();
    wait().catch(whenOver);
  };
};

const late = (detail: string): Faulty => new Faulty({ kind: "timeout", detail });

/** A sleep only fails because nobody waits for it any more. */
const whenOver = (): void => undefined;
