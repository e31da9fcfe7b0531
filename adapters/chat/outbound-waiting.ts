/** Who waits for a call. */
export interface Caller {
  /** The call was made. */
  done(): void;
  reject(error: unknown): void;
}

/** A call that waits, or waited: what it is and who wants it. */
export interface Waiting {
  readonly method: string;
  readonly lane: string;
  readonly turn: string;
  /** Another call under the same key takes its place; undefined when it stands for itself. */
  readonly key: string | undefined;
  /** Since when its first caller waits, in milliseconds since 1970. */
  readonly since: number;
  /** The order of arrival. */
  readonly nth: number;
  /** How often the platform refused it for its rate. */
  readonly refusals: number;
  readonly priority: number;
  readonly run: () => Promise<void>;
  readonly callers: readonly Caller[];
}

/** The calls that wait, and whose turn it is. */
export interface WaitingRoom {
  enter(one: Omit<Waiting, "nth" | "refusals">): void;
  /** A call that was refused waits again, where it was; a newer one under its key has taken its place meanwhile. */
  reenter(one: Waiting): void;
  /** Takes out the most urgent of those that may go. */
  take(mayGo: (one: Waiting) => boolean, now: number): Waiting | undefined;
  /** The smallest of these numbers; Infinity when nobody waits. */
  least(of: (one: Waiting) => number): number;
  /** This caller waits no longer; a call that nobody waits for is not made. */
  leave(caller: Caller): void;
  /** Takes out all. */
  empty(): readonly Waiting[];
}

/**
 * Urgent calls go first; within one priority whoever was served longest ago, then who came first. Waiting for `agingMs` makes up
 * for one step of priority, without end.
 */
export const createWaitingRoom = (agingMs: number): WaitingRoom => {
  let waiting: readonly Waiting[] = [];
  let arrivals = 0;
  const turns = createTurns();

  const put = (one: Waiting): void => {
    const same = one.key === undefined ? undefined : waiting.find(({ key }) => key === one.key);
    waiting =
      same === undefined ? [...waiting, one] : waiting.map((old) => (old === same ? merged(old, one) : old));
  };
  const rank = (one: Waiting, now: number): number => one.priority - Math.floor((now - one.since) / agingMs);
  const isBefore = (a: Waiting, b: Waiting, now: number): boolean => {
    const byRank = rank(a, now) - rank(b, now);
    if (byRank !== 0) return byRank < 0;
    const byTurn = turns.servedAt(a.turn) - turns.servedAt(b.turn);
    return byTurn === 0 ? a.nth < b.nth : byTurn < 0;
  };

  return {
    enter: (one) => put({ ...one, nth: arrivals++, refusals: 0 }),
    reenter: (one) => put({ ...one, refusals: one.refusals + 1 }),
    take: (mayGo, now) => {
      let first: Waiting | undefined;
      for (const one of waiting)
        if ((first === undefined || isBefore(one, first, now)) && mayGo(one)) first = one;
      if (first === undefined) return undefined;
      waiting = waiting.filter((one) => one !== first);
      turns.serve(first.turn);
      return first;
    },
    least: (of) => waiting.reduce((least, one) => Math.min(least, of(one)), Infinity),
    leave: (caller) => {
      waiting = waiting
        .map((one) => ({ ...one, callers: one.callers.filter((other) => other !== caller) }))
        .filter(({ callers }) => callers.length > 0);
    },
    empty: () => {
      const all = waiting;
      waiting = [];
      return all;
    },
  };
};

/** So many turns are remembered: more than have something to say at a time. */
const mostTurns = 1_000;

/** When each turn was served last, as the how-manieth of all. */
const createTurns = () => {
  const served = new Map<string, number>();
  let count = 0;
  return {
    /** 0 when nobody remembers. */
    servedAt: (turn: string): number => served.get(turn) ?? 0,
    serve: (turn: string): void => {
      count += 1;
      served.delete(turn);
      served.set(turn, count);
      const [oldest] = served.keys();
      if (oldest !== undefined && served.size > mostTurns) served.delete(oldest);
    },
  };
};

/** The words of whichever came later, with the patience of whoever came first. */
const merged = (a: Waiting, b: Waiting): Waiting => {
  const [first, last] = a.nth < b.nth ? [a, b] : [b, a];
  return {
    ...last,
    nth: first.nth,
    since: first.since,
    refusals: Math.max(a.refusals, b.refusals),
    priority: Math.min(a.priority, b.priority),
    callers: [...first.callers, ...last.callers],
  };
};
