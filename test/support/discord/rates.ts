/** Made-up limits: Discord publishes none, apps read them from the headers. */
export interface RateOptions {
  /** Calls of one operation in one channel or server. */
  readonly perRoute?: RateLimit;
  /** All calls, but those with an interaction's token. */
  readonly global?: RateLimit;
}

export interface RateLimit {
  readonly limit: number;
  readonly windowMs: number;
}

/** A call that came too often. */
export interface RateLimited {
  readonly operation: string;
  readonly scope: "user" | "global";
  readonly at: number;
  readonly retryAfterSeconds: number;
}

export interface Rates {
  /** What the answer's headers say, and how long to wait: a call that has to wait is not counted. */
  take(operation: string, major: string): Taken;
  readonly limited: readonly RateLimited[];
}

interface Taken {
  readonly headers: Readonly<Record<string, string>>;
  readonly wait: { readonly seconds: number; readonly scope: "user" | "global" } | null;
}

/** Windows of Discord's kind: they begin with the first call and are full again when they end. */
export function createRates(options: RateOptions): Rates {
  const windows = new Map<string, { count: number; endsAt: number }>();
  const limited: RateLimited[] = [];
  const room = (key: string, limit: RateLimit): { left: number; endsAt: number } => {
    const now = Date.now();
    const known = windows.get(key);
    const window =
      known === undefined || known.endsAt <= now ? { count: 0, endsAt: now + limit.windowMs } : known;
    windows.set(key, window);
    return { left: limit.limit - window.count, endsAt: window.endsAt };
  };
  const count = (key: string): void => {
    const window = windows.get(key);
    if (window !== undefined) window.count += 1;
  };
  const exceeded = (operation: string, scope: "user" | "global", endsAt: number): Taken["wait"] => {
    const seconds = Math.max(1, endsAt - Date.now()) / 1000;
    limited.push({ operation, scope, at: Date.now(), retryAfterSeconds: seconds });
    return { seconds, scope };
  };
  return {
    limited,
    take: (operation, major) => {
      const { perRoute, global } = options;
      const key = `${operation}:${major}`;
      const free = operation === "create_interaction_response" || operation.includes("webhook");
      const all = global === undefined || free ? null : room("global", global);
      if (all !== null && all.left <= 0)
        return { headers: {}, wait: exceeded(operation, "global", all.endsAt) };
      if (perRoute === undefined) {
        count("global");
        return { headers: {}, wait: null };
      }
      const own = room(key, perRoute);
      const wait = own.left <= 0 ? exceeded(operation, "user", own.endsAt) : null;
      if (wait === null) for (const one of [key, "global"]) count(one);
      const left = wait === null ? own.left - 1 : 0;
      return { headers: headersOf(operation, perRoute, { left, endsAt: own.endsAt }), wait };
    },
  };
}

const headersOf = (
  operation: string,
  { limit }: RateLimit,
  { left, endsAt }: { readonly left: number; readonly endsAt: number },
): Readonly<Record<string, string>> => ({
  "x-ratelimit-limit": String(limit),
  "x-ratelimit-remaining": String(left),
  "x-ratelimit-reset": (endsAt / 1000).toFixed(3),
  "x-ratelimit-reset-after": (Math.max(0, endsAt - Date.now()) / 1000).toFixed(3),
  "x-ratelimit-bucket": operation,
});
