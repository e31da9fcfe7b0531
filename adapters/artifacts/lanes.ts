/** Runs acts with the same key one after the other, acts with different keys side by side. */
export type Lanes = <T>(key: string, act: () => Promise<T>) => Promise<T>;

/** A promise chain for each key that has something to do; nothing is kept for idle keys. */
export function createLanes(): Lanes {
  const tails = new Map<string, Promise<void>>();
  return function inLane<T>(key: string, act: () => Promise<T>): Promise<T> {
    const turn = (tails.get(key) ?? Promise.resolve()).then(act);
    // The caller gets `turn` and with it every failure; the tail only says when the next one may begin.
    const tail: Promise<void> = turn.then(
      () => leave(key, tail),
      () => leave(key, tail),
    );
    tails.set(key, tail);
    return turn;
  };

  function leave(key: string, tail: Promise<void>): void {
    if (tails.get(key) === tail) tails.delete(key);
  }
}
