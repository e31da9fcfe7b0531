/** `burst` calls at once after a pause, then one every `everyMs`: in any span of W milliseconds at most W / everyMs + burst. */
export interface Rate {
  readonly everyMs: number;
  readonly burst: number;
}

/** What a platform allows of one method: in each lane (a channel, a thread), and in all lanes together. Absent means as often as wanted. */
export interface MethodRates {
  readonly each?: Rate;
  readonly all?: Rate;
}

/** When calls may be made. Knows no clock: times are milliseconds since 1970 and given by the caller. */
export interface Pace {
  /** The earliest time at which a call of this method may start in this lane. */
  readyAt(method: string, lane: string): number;
  /** A call starts now. */
  took(method: string, lane: string, now: number): void;
  /** The platform does not want this method before that time. */
  hold(method: string, until: number): void;
}

/** So many lanes are remembered before those that rest are forgotten. */
const mostLanes = 1_000;

/** Keeps to the rates by remembering, for each method and lane, when the next call would be due if all were evenly spaced. */
export const createPace = (ratesOf: (method: string) => MethodRates): Pace => {
  const held = new Map<string, number>();
  const inAll = new Map<string, number>();
  const inLane = new Map<string, number>();
  return {
    readyAt: (method, lane) => {
      const { each, all } = ratesOf(method);
      return Math.max(
        held.get(method) ?? 0,
        earliest(each, inLane.get(laneId(method, lane))),
        earliest(all, inAll.get(method)),
      );
    },
    took: (method, lane, now) => {
      const { each, all } = ratesOf(method);
      if (each !== undefined) take(inLane, laneId(method, lane), { rate: each, now });
      if (all !== undefined) take(inAll, method, { rate: all, now });
      if (inLane.size > mostLanes) forgetResting(inLane, now);
    },
    hold: (method, until) => {
      held.set(method, Math.max(until, held.get(method) ?? 0));
    },
  };
};

const laneId = (method: string, lane: string): string => `${method} ${lane}`;

const earliest = (rate: Rate | undefined, due: number | undefined): number =>
  rate === undefined || due === undefined ? 0 : due - (rate.burst - 1) * rate.everyMs;

const take = (dues: Map<string, number>, id: string, { rate, now }: { rate: Rate; now: number }): void => {
  dues.set(id, Math.max(dues.get(id) ?? 0, now) + rate.everyMs);
};

/** A lane that is due already is as good as one that was never used. */
const forgetResting = (dues: Map<string, number>, now: number): void => {
  for (const [id, due] of dues) if (due <= now) dues.delete(id);
};
