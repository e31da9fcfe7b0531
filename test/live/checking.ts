/** How a check ended. */
export interface Ended {
  readonly name: string;
  readonly state: "ok" | "failed" | "skipped";
  /** What was seen, or why not. */
  readonly words: string;
}

/** Checks that are made one after the other. */
export interface Checking {
  /** Makes a check, which says what it saw or throws; undefined when it failed or took longer than a minute. */
  check<T>(name: string, act: () => Promise<Seen<T>>): Promise<T | undefined>;
  skip(name: string, why: string): void;
  readonly all: readonly Ended[];
}

interface Seen<T> {
  readonly words: string;
  readonly value: T;
}

const mostMs = 60_000;

/** `told` hears how each check ended, as soon as it has. */
export const createChecking = (told: (ended: Ended) => void): Checking => {
  const all: Ended[] = [];
  const end = (ended: Ended): void => {
    all.push(ended);
    told(ended);
  };
  return {
    all,
    check: async (name, act) => {
      const late = Promise.withResolvers<never>();
      const timer = setTimeout(() => late.reject(new Error(`not done after ${mostMs / 1_000} s`)), mostMs);
      try {
        const { words, value } = await Promise.race([act(), late.promise]);
        end({ name, state: "ok", words });
        return value;
      } catch (error) {
        end({ name, state: "failed", words: error instanceof Error ? error.message : String(error) });
        return undefined;
      } finally {
        clearTimeout(timer);
      }
    },
    skip: (name, why) => end({ name, state: "skipped", words: why }),
  };
};

/** What a check saw when only that counts. */
export const saw = (words: string): Seen<true> => ({ words, value: true });

/** Throws when something is not as it should be. */
export const must = (holds: boolean, otherwise: string): void => {
  if (!holds) throw new Error(otherwise);
};
