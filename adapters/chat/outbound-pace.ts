/** `burst` calls at once after a pause, then one every `everyMs`: in any span of W milliseconds at most W / everyMs + burst. */
export interface Rate {
  readonly everyMs: number;
  readonly burst: number;
  /** So many of the burst are kept for urgent calls: they need not wait for their turn behind those that come all the time. 0 when absent. */
  readonly kept?: number;
}

/** What a platform allows of one method: in each lane (a channel, a thread), and in all lanes together. Absent means as often as wanted. */
export interface MethodRates {
  readonly each?: Rate;
  readonly all?: Rate;
  /** Not counted among all methods together. */
  readonly apart?: true;
}

/** When calls may be made. Knows no clock: times are milliseconds since 1970 and given by the caller. */
export interface Pace {
  /** The earliest time at which a call of this method may start in this lane; an urgent one may take what is kept. */
  readyAt(method: string, lane: string, isUrgent: boolean): number;
  /** A call starts now. */
  took(method: string, lane: string, now: number): void;
  /** The platform does not want these calls before that time. */
  hold(calls: Held, until: number): void;
}

/** The calls that a platform holds back: of a method in one lane, of a method, or all. */
export interface Held {
  readonly method: string;
  readonly lane: string;
  readonly scope: RestScope;
}

export type RestScope = "lane" | "method" | "all";

/** So many lanes are remembered before those that rest are forgotten. */
const mostLanes = 1_000;

/**
 * Keeps to the rates by remembering, for each method and lane, when the next call would be due if all were evenly spaced. `overall`
 * is the rate of all methods together.
 */
export const createPace = (ratesOf: (method: string) => MethodRates, overall?: Rate): Pace => {
  const held = new Map<string, number>();
  const inAll = new Map<string, number>();
  const inLane = new Map<string, number>();
  return {
    readyAt: (method, lane, isUrgent) => {
      const { each, all, apart } = ratesOf(method);
      return Math.max(
        ...scopes.map((scope) => held.get(heldId({ method, lane, scope })) ?? 0),
        earliest(apart === true ? undefined : overall, inAll.get(everything), isUrgent),
        earliest(each, inLane.get(laneId(method, lane)), isUrgent),
        earliest(all, inAll.get(method), isUrgent),
      );
    },
    took: (method, lane, now) => {
      const { each, all, apart } = ratesOf(method);
      if (each !== undefined) take(inLane, laneId(method, lane), { rate: each, now });
      if (all !== undefined) take(inAll, method, { rate: all, now });
      if (overall !== undefined && apart !== true) take(inAll, everything, { rate: overall, now });
      for (const dues of [inLane, held]) if (dues.size > mostLanes) forgetResting(dues, now);
    },
    hold: (calls, until) => {
      const id = heldId(calls);
      held.set(id, Math.max(until, held.get(id) ?? 0));
    },
  };
};

/** In place of a method's name: no method is called so. */
const everything = "";
const scopes: readonly RestScope[] = ["lane", "method", "all"];

const heldId = ({ method, lane, scope }: Held): string =>
  scope === "all" ? everything : scope === "method" ? method : laneId(method, lane);

const laneId = (method: string, lane: string): string => `${method} ${lane}`;

const earliest = (rate: Rate | undefined, due: number | undefined, isUrgent: boolean): number => {
  if (rate === undefined || due === undefined) return 0;
  const { everyMs, burst, kept = 0 } = rate;
  return due - (burst - 1 - (isUrgent ? 0 : kept)) * everyMs;
};

const take = (dues: Map<string, number>, id: string, { rate, now }: { rate: Rate; now: number }): void => {
  dues.set(id, Math.max(dues.get(id) ?? 0, now) + rate.everyMs);
};

/** A lane that is due already is as good as one that was never used. */
const forgetResting = (dues: Map<string, number>, now: number): void => {
  for (const [id, due] of dues) if (due <= now) dues.delete(id);
};
