import type { Parts } from "#src/runtime/parts.ts";

/** Milliseconds spent in the parts that keep state, since the last `take`. */
export interface StateTime {
  /** The same parts, timed. */
  readonly wrap: (parts: Parts) => Parts;
  take(): number;
}

/** The time in which at least one read or write of rows, bodies, calls or logs is under way. */
export const createStateTime = (): StateTime => {
  let ms = 0;
  let underWay = 0;
  let since = 0;
  const clocked =
    <A extends readonly unknown[], T>(act: (...given: A) => Promise<T>) =>
    async (...given: A): Promise<T> => {
      if (underWay === 0) since = performance.now();
      underWay += 1;
      try {
        return await act(...given);
      } finally {
        underWay -= 1;
        if (underWay === 0) ms += performance.now() - since;
      }
    };
  return {
    wrap: (parts) => ({
      ...parts,
      store: { ...parts.store, load: clocked(parts.store.load), save: clocked(parts.store.save) },
      bodies: { get: clocked(parts.bodies.get), put: clocked(parts.bodies.put) },
      calls: { ...parts.calls, get: clocked(parts.calls.get), put: clocked(parts.calls.put) },
      history: {
        ...parts.history,
        append: clocked(parts.history.append),
        repair: clocked(parts.history.repair),
      },
    }),
    take: () => {
      const taken = ms;
      ms = 0;
      return taken;
    },
  };
};
