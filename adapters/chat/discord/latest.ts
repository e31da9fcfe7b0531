/**
 * Runs acts of one key one after the other. Of those that wait only the newest is run: whoever waited with an older one hears how the
 * newest ended.
 */
export type Latest = (key: string, act: () => Promise<void>) => Promise<void>;

/** Nothing is kept for a key that is idle. */
export const createLatest = (): Latest => {
  const keys = new Map<string, State>();

  const drain = async (key: string, first: Waiting): Promise<void> => {
    const state: State = { waiting: first };
    keys.set(key, state);
    while (state.waiting !== null) {
      const { act, outcome } = state.waiting;
      state.waiting = null;
      await act().then(outcome.resolve, outcome.reject);
    }
    keys.delete(key);
  };
  return async (key, act) => {
    const state = keys.get(key);
    const outcome = state?.waiting?.outcome ?? Promise.withResolvers<void>();
    if (state === undefined) void drain(key, { act, outcome });
    else state.waiting = { act, outcome };
    await outcome.promise;
  };
};

interface State {
  waiting: Waiting | null;
}

interface Waiting {
  readonly act: () => Promise<void>;
  readonly outcome: PromiseWithResolvers<void>;
}
