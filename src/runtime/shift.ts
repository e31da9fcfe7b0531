/** Something to be done once. */
export interface Task {
  readonly id: string;
}

/** Does the tasks of a key beside each other, each of them once at a time. */
export interface Shift {
  /** Begins what is due and is not under way. Resolves when there is nothing more to do for this key; may be called again meanwhile. */
  run(key: string): Promise<void>;
}

/** One task that was begun; `error` is why it broke. */
interface Begun {
  isOver: boolean;
  error: { readonly reason: unknown } | null;
}

/** What is under way for one key. */
interface Keyed {
  readonly begun: Map<string, Begun>;
  /** The one who looks for work; null when nobody does. */
  lookout: Promise<void> | null;
  /** There may be something new to begin. */
  isNews: boolean;
  tellLookout: () => void;
}

/**
 * `due` says what may be done now, in order; `perform` does one. A task counts as under way until a list that was asked for after its
 * end is there, so that an older list never begins it again. A task that breaks rejects `run`; the others go on and are not begun twice.
 */
export const createShift = <T extends Task>(parts: {
  readonly due: (key: string) => Promise<readonly T[]>;
  readonly perform: (key: string, task: T) => Promise<void>;
}): Shift => {
  const keys = new Map<string, Keyed>();

  const begin = (key: string, keyed: Keyed, task: T): void => {
    const begun: Begun = { isOver: false, error: null };
    keyed.begun.set(task.id, begun);
    void parts
      .perform(key, task)
      .catch((reason: unknown) => {
        begun.error = { reason };
      })
      .finally(() => {
        begun.isOver = true;
        tell(keyed);
      });
  };

  // One function from the last look to the farewell: nobody can come with news in between.
  const lookOut = async (key: string, keyed: Keyed): Promise<void> => {
    try {
      do {
        const news = Promise.withResolvers<void>();
        keyed.isNews = false;
        keyed.tellLookout = news.resolve;
        takeOffEnded(keyed);
        for (const task of await parts.due(key)) if (!keyed.begun.has(task.id)) begin(key, keyed, task);
        if (keyed.begun.size > 0) await news.promise;
      } while (keyed.begun.size > 0 || keyed.isNews);
    } finally {
      keyed.lookout = null;
      if (keyed.begun.size === 0) keys.delete(key);
    }
  };

  return {
    run: (key) => {
      const keyed = keys.get(key) ?? fresh();
      keys.set(key, keyed);
      tell(keyed);
      keyed.lookout ??= lookOut(key, keyed);
      return keyed.lookout;
    },
  };
};

const fresh = (): Keyed => ({ begun: new Map(), lookout: null, isNews: false, tellLookout: () => {} });

const tell = (keyed: Keyed): void => {
  keyed.isNews = true;
  keyed.tellLookout();
};

const takeOffEnded = ({ begun }: Keyed): void => {
  for (const [id, { isOver, error }] of begun) {
    if (isOver) begun.delete(id);
    if (error !== null) throw error.reason;
  }
};
