import type { FaultKind } from "../errors.ts";

/** What is done about one kind of fault. */
export interface Remedy {
  /** Attempts one call may make on the route that fails so; then the next route is asked. */
  readonly attempts: number;
  /** How long all calls stay away from the route: as long as it asked for, an hour, until the next start, or not at all. */
  readonly stayAway: "asked" | "hour" | "restart" | "no";
  /** Whether it counts towards the opening of the breaker. */
  readonly blames: boolean;
  /** Whether the same may work later without anybody doing anything. */
  readonly passes: boolean;
  /** Whether the provider may charge for it without saying so. */
  readonly mayCost: boolean;
}

const broken = { attempts: 2, stayAway: "no", blames: true, passes: true, mayCost: true } as const;
const busy = { attempts: 4, stayAway: "asked", blames: false, passes: true, mayCost: false } as const;
const refused = { attempts: 1, stayAway: "no", blames: false, passes: false, mayCost: false } as const;

/**
 * Every kind of fault and its remedy. A busy route is asked again when no other is healthy and its time comes within the deadline,
 * a broken one at once and once, one that was too slow once when no other is healthy; one that refuses never.
 */
export const remedies: Readonly<Record<FaultKind, Remedy>> = {
  rate: busy,
  overloaded: { ...busy, blames: true },
  quota: { ...refused, stayAway: "hour" },
  auth: { ...refused, stayAway: "restart" },
  server: broken,
  connection: broken,
  timeout: broken,
  "bad-response": broken,
  "bad-request": refused,
  "too-large": refused,
};

/** A request that two providers find wrong is wrong: no third one is asked. */
export const mostBadRequests = 2;

/** Pause of a busy route that did not say how long, before its second attempt; doubled each time. */
const busyMs = 2_000;

/** How long all calls stay away from a route after a fault of this kind; 0 for not at all. */
export const stayAwayMs = (
  kind: FaultKind,
  { retryAfterMs, attempts }: { readonly retryAfterMs: number | null; readonly attempts: number },
): number => {
  switch (remedies[kind].stayAway) {
    case "asked":
      return retryAfterMs ?? busyMs * 2 ** (attempts - 1);
    case "hour":
      return 3_600_000;
    case "restart":
      return Number.POSITIVE_INFINITY;
    case "no":
      return 0;
  }
};

/** Pause before a broken route is asked once more: half a second to one and a half, so that many do not come back at once. */
export const pauseMs = (random: number): number => 500 + random * 1_000;
