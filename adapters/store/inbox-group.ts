/**
 * Collects what is asked for in one turn of the event loop, and does it at once when the turn ends. `doAll` runs without
 * interruption and returns what each item gets, asked for in the items' order; what it throws is thrown to all of them.
 */
export const createGroup = <T, R>(
  doAll: (items: readonly T[]) => (item: T) => R,
): ((item: T) => Promise<R>) => {
  let waiting: { readonly item: T; resolve(result: R): void; reject(error: unknown): void }[] = [];
  const flush = (): void => {
    const group = waiting;
    waiting = [];
    try {
      const resultOf = doAll(group.map(({ item }) => item));
      for (const { item, resolve } of group) resolve(resultOf(item));
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  };
  return (item) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(flush);
      waiting.push({ item, resolve, reject });
    });
};
