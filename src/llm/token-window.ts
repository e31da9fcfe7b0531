/** Tokens counted at one time. */
export interface Counted {
  readonly at: number;
  readonly tokens: number;
}

/** The tokens of the last `windowMs`, whose sum must stay within a limit. Times must not go backwards. */
export interface TokenWindow {
  /** Counts tokens now. The returned function corrects the number later. */
  add(at: number, tokens: number): (tokens: number) => void;
  /** The first time from `now` on at which that many more tokens fit. More than the whole limit fits when nothing else counts. */
  fitsAt(now: number, tokens: number): number;
  /** What counts at this time. */
  sum(now: number): number;
}

/**
 * Exact, unlike a bucket that refills: a bucket as large as the limit lets twice the limit through in the minute in which it
 * runs dry.
 */
export const createTokenWindow = (limit: number, windowMs: number): TokenWindow => {
  let entries: { at: number; tokens: number }[] = [];
  const current = (now: number): readonly Counted[] => {
    const old = entries.findIndex(({ at }) => at + windowMs > now);
    if (old !== 0) entries = old === -1 ? [] : entries.slice(old);
    return entries;
  };
  return {
    add: (at, tokens) => {
      const entry = { at, tokens };
      entries.push(entry);
      return (corrected) => {
        entry.tokens = corrected;
      };
    },
    fitsAt: (now, tokens) => {
      const counted = current(now);
      let left = limit - tokens - total(counted);
      if (left >= 0) return now;
      for (const entry of counted) {
        left += entry.tokens;
        if (left >= 0) return entry.at + windowMs;
      }
      const last = counted.at(-1);
      return last === undefined ? now : last.at + windowMs;
    },
    sum: (now) => total(current(now)),
  };
};

const total = (entries: readonly Counted[]): number => entries.reduce((sum, { tokens }) => sum + tokens, 0);
