/** A call that waits, as far as its place among the others goes. */
export interface Standing {
  readonly method: string;
  readonly lane: string;
  readonly turn: string;
  /** Since when its first caller waits, in milliseconds since 1970. */
  readonly since: number;
  /** The order of arrival. */
  readonly nth: number;
  readonly priority: number;
  /** How often the platform refused it for its rate. */
  readonly refusals: number;
}

/** Calls of one method in one lane are made one after the other. */
export const laneOf = ({ method, lane }: Pick<Standing, "method" | "lane">): string => `${method} ${lane}`;

/** Who goes first. */
export interface Order {
  /** May it go before all others, and take what is kept for such? */
  isUrgent(one: Standing, now: number): boolean;
  isBefore(a: Standing, b: Standing, now: number): boolean;
  /** It goes now. */
  serve(one: Standing): void;
}

/** So many urgent calls in a row go before what has waited long enough to be as urgent. */
const mostInRow = 9;
/** So many turns and rows are remembered: more than have something to say at a time. */
const mostRemembered = 1_000;

/**
 * Urgent calls, of priority 0, go first, as they came. Among the others waiting for `agingMs` makes up for one step of priority, without end;
 * within one rank goes what was refused, since it had been its turn, then whoever was served longest ago, then who came first. When urgent calls come faster than they can be made,
 * every tenth call is one of the others, if that has waited long enough.
 */
export const createOrder = (agingMs: number): Order => {
  const turns = createTurns();
  const rows = createRows();
  const rank = (one: Standing, now: number): number => one.priority - Math.floor((now - one.since) / agingMs);
  /** What has waited long enough behind a row of urgent calls, urgent calls, all else. */
  const classOf = (one: Standing, now: number): 0 | 1 | 2 => {
    if (one.priority === 0) return 1;
    return rank(one, now) <= 0 && rows.before(one) >= mostInRow ? 0 : 2;
  };
  return {
    isUrgent: (one, now) => classOf(one, now) < 2,
    isBefore: (a, b, now) => {
      const byClass = classOf(a, now) - classOf(b, now);
      if (byClass !== 0) return byClass < 0;
      if (classOf(a, now) === 1) return a.nth < b.nth;
      const byRank = rank(a, now) - rank(b, now);
      if (byRank !== 0) return byRank < 0;
      if (a.refusals !== b.refusals) return a.refusals > b.refusals;
      const byTurn = turns.servedAt(a.turn) - turns.servedAt(b.turn);
      return byTurn === 0 ? a.nth < b.nth : byTurn < 0;
    },
    serve: (one) => {
      turns.serve(one.turn);
      rows.serve(one);
    },
  };
};

/** When each turn was served last, as the how-manieth of all. */
const createTurns = () => {
  const served = new Map<string, number>();
  let count = 0;
  return {
    /** 0 when nobody remembers. */
    servedAt: (turn: string): number => served.get(turn) ?? 0,
    serve: (turn: string): void => {
      count += 1;
      putLast(served, turn, count);
    },
  };
};

/** How many urgent calls were made in a row, in a lane and of a method. */
const createRows = () => {
  const rows = new Map<string, number>();
  return {
    /** The longer row of the two. */
    before: (one: Standing): number => Math.max(rows.get(laneOf(one)) ?? 0, rows.get(one.method) ?? 0),
    serve: (one: Standing): void => {
      for (const id of [laneOf(one), one.method])
        if (one.priority === 0) putLast(rows, id, (rows.get(id) ?? 0) + 1);
        else rows.delete(id);
    },
  };
};

/** The oldest is forgotten when there are too many. */
const putLast = (numbers: Map<string, number>, id: string, value: number): void => {
  numbers.delete(id);
  numbers.set(id, value);
  const [oldest] = numbers.keys();
  if (oldest !== undefined && numbers.size > mostRemembered) numbers.delete(oldest);
};
