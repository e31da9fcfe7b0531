/** Runs a job per key, one at a time: a call while it runs makes it run once more, however many calls there are. */
export interface Lane {
  /** Resolves when the job has nothing more to do for this key. */
  run(key: string): Promise<void>;
}

/** `job` is given a key and works until it finds nothing to do. */
export const createLane = (job: (key: string) => Promise<void>): Lane => {
  const running = new Map<string, { again: boolean; readonly done: Promise<void> }>();

  const loop = async (key: string): Promise<void> => {
    try {
      do {
        const state = running.get(key);
        if (state !== undefined) state.again = false;
        await job(key);
      } while (running.get(key)?.again === true);
    } finally {
      running.delete(key);
    }
  };

  return {
    run: (key) => {
      const state = running.get(key);
      if (state !== undefined) {
        state.again = true;
        return state.done;
      }
      const started = Promise.resolve().then(() => loop(key));
      running.set(key, { again: false, done: started });
      return started;
    },
  };
};
