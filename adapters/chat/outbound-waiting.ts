import { createOrder, type Standing } from "./outbound-order.ts";

/** Who waits for a call. */
export interface Caller {
  /** The call was made. */
  done(): void;
  reject(error: unknown): void;
}

/** A call that waits, or waited: what it is and who wants it. */
export interface Waiting extends Standing {
  /** Another call under the same key takes its place; undefined when it stands for itself. */
  readonly key: string | undefined;
  readonly run: () => Promise<void>;
  readonly callers: readonly Caller[];
}

/** The calls that wait, and whose turn it is. */
export interface WaitingRoom {
  enter(one: Omit<Waiting, "nth" | "refusals">): void;
  /** A call that was refused waits again, where it was; a newer one under its key has taken its place meanwhile. */
  reenter(one: Waiting): void;
  /** May it go before all others, and take what is kept for such? */
  isUrgent(one: Waiting, now: number): boolean;
  /** Takes out the most urgent of those that may go. */
  take(mayGo: (one: Waiting) => boolean, now: number): Waiting | undefined;
  /** The smallest of these numbers; Infinity when nobody waits. */
  least(of: (one: Waiting) => number): number;
  /** This caller waits no longer; a call that nobody waits for is not made. */
  leave(caller: Caller): void;
  /** Takes out all. */
  empty(): readonly Waiting[];
}

/** `agingMs` is how long a call has to wait to be taken for more urgent than it is; see `createOrder`. */
export const createWaitingRoom = (agingMs: number): WaitingRoom => {
  let waiting: readonly Waiting[] = [];
  let arrivals = 0;
  const order = createOrder(agingMs);

  const put = (one: Waiting): void => {
    const same = one.key === undefined ? undefined : waiting.find(({ key }) => key === one.key);
    waiting =
      same === undefined ? [...waiting, one] : waiting.map((old) => (old === same ? merged(old, one) : old));
  };
  return {
    isUrgent: order.isUrgent,
    enter: (one) => put({ ...one, nth: arrivals++, refusals: 0 }),
    reenter: (one) => put({ ...one, refusals: one.refusals + 1 }),
    take: (mayGo, now) => {
      let first: Waiting | undefined;
      for (const one of waiting)
        if ((first === undefined || order.isBefore(one, first, now)) && mayGo(one)) first = one;
      if (first === undefined) return undefined;
      waiting = waiting.filter((one) => one !== first);
      order.serve(first);
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
