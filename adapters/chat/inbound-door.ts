/** Lets payloads in until it is closed. */
export interface Door<T> {
  /** Throws once it is closed, and what taking it throws. */
  readonly take: (arrival: T) => Promise<void>;
  /** Resolves when everything that was let in has been taken. */
  close(): Promise<void>;
}

export const createDoor = <T>(take: (arrival: T) => Promise<void>): Door<T> => {
  const inside = new Set<Promise<void>>();
  let isClosed = false;
  return {
    take: async (arrival) => {
      if (isClosed) throw new Error("BotArmy is stopping: it takes nothing more");
      const taking = take(arrival);
      inside.add(taking);
      try {
        await taking;
      } finally {
        inside.delete(taking);
      }
    },
    close: async () => {
      isClosed = true;
      await Promise.allSettled(inside);
    },
  };
};
