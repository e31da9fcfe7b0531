import type { Clock } from "#src/ports.ts";
import { within } from "./inbound-patience.ts";

/** How old a value may be, in milliseconds. */
export interface Age {
  /** Up to this it is used as it is. */
  readonly freshMs: number;
  /** Up to this it is used, and fetched again behind its back. */
  readonly staleMs: number;
  /** Up to this it is used when fetching it again fails or takes too long. */
  readonly mostMs: number;
}

/** A value that is fetched now and then; one fetch at a time. */
export interface Remembered<T> {
  /** The value, or undefined when there is none of that age. Waits for a new one, at most as long as was said. */
  get(age: Age): Promise<T | undefined>;
}

/** Within 3 seconds people expect to see what their click did. */
const usualWaitMs = 2_000;

/** `fetch` is given what is known. What it throws is told to `failed`, and the old value stays. */
export const createRemembered = <T>(options: {
  readonly clock: Clock;
  readonly fetch: () => Promise<T>;
  readonly failed: (error: unknown) => void;
  /** How long anybody waits for a new value; 2 s by default. */
  readonly waitMs?: number;
}): Remembered<T> => {
  const { clock, waitMs = usualWaitMs } = options;
  let known: { readonly value: T; readonly at: number } | undefined;
  let fetching: Promise<void> | undefined;

  const fetchNow = async (): Promise<void> => {
    const at = clock.now();
    try {
      known = { value: await options.fetch(), at };
    } catch (error) {
      options.failed(error);
    } finally {
      fetching = undefined;
    }
  };
  const refresh = (): Promise<void> => (fetching ??= fetchNow());
  const ageNow = (): number => (known === undefined ? Number.POSITIVE_INFINITY : clock.now() - known.at);

  return {
    get: async ({ freshMs, staleMs, mostMs }) => {
      if (ageNow() <= freshMs) return known?.value;
      const fetched = refresh();
      if (ageNow() > staleMs) await within(waitMs, clock, fetched);
      return ageNow() <= mostMs ? known?.value : undefined;
    },
  };
};
