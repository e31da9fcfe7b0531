/** Gives what was made for a key before, or makes it now. `make` must follow from the key alone. */
export type Memo<V> = (key: string, make: () => V) => V;

/**
 * Remembers the newest results, between `limit` and twice as many. Two maps take turns, since one that is added to and
 * deleted from for ever keeps what it has forgotten alive.
 */
export const createMemo = <V>(limit: number): Memo<V> => {
  let fresh = new Map<string, V>();
  let old = new Map<string, V>();
  return (key, make) => {
    const known = fresh.get(key);
    if (known !== undefined) return known;
    const value = old.get(key) ?? make();
    if (fresh.size >= limit) {
      old = fresh;
      fresh = new Map();
    }
    fresh.set(key, value);
    return value;
  };
};
