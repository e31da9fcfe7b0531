import { string } from "../json.ts";
import type { Json } from "../json.ts";

/** Calls a minute of Slack's tiers (facts of the Web API documentation). */
const tiers = { 2: 20, 3: 50, 4: 100 } as const;

const tierOf: Readonly<Record<string, keyof typeof tiers>> = {
  "apps.connections.open": 3,
  "chat.delete": 3,
  "chat.postEphemeral": 4,
  "chat.update": 3,
  "conversations.history": 3,
  "conversations.info": 3,
  "conversations.join": 3,
  "conversations.replies": 3,
  "files.completeUploadExternal": 4,
  "files.getUploadURLExternal": 4,
  "files.info": 4,
  "reactions.add": 3,
  "usergroups.list": 2,
  "users.conversations": 3,
  "users.info": 4,
  "users.list": 2,
  "views.open": 4,
  "views.publish": 4,
  "views.push": 4,
  "views.update": 4,
};

export interface RateOptions {
  /** How long a "minute" is; shorter for quick tests. Retry-After says whole seconds all the same. */
  readonly minuteMs?: number;
  /** Posts to a channel that may come at once, before it is one a second. */
  readonly burst?: number;
}

/** A call that came too often. */
export interface RateLimited {
  readonly method: string;
  readonly channel: string;
  readonly at: number;
  readonly retryAfterSeconds: number;
}

export interface Rates {
  /** Milliseconds to wait, or null when it may be done; it is counted only then. */
  take(method: string, args: Json): number | null;
  readonly limited: readonly RateLimited[];
}

/** Slack's limits: posts per channel, everything else per method. */
export function createRates(options: RateOptions): Rates {
  const minuteMs = options.minuteMs ?? 60_000;
  const burst = options.burst ?? 4;
  const buckets = new Map<string, { level: number; at: number }>();
  const windows = new Map<string, number[]>();
  const limited: RateLimited[] = [];

  /** A bucket that holds `burst` posts and fills by one a second. */
  const post = (channel: string, now: number): number | null => {
    const bucket = buckets.get(channel) ?? { level: burst, at: now };
    const level = Math.min(burst, bucket.level + ((now - bucket.at) * 60) / minuteMs);
    if (level < 1) return ((1 - level) * minuteMs) / 60;
    buckets.set(channel, { level: level - 1, at: now });
    return null;
  };

  const call = (method: string, most: number, now: number): number | null => {
    const recent = (windows.get(method) ?? []).filter((at) => at > now - minuteMs);
    const [oldest = now] = recent;
    if (recent.length >= most) return oldest + minuteMs - now;
    windows.set(method, [...recent, now]);
    return null;
  };

  return {
    limited,
    take: (method, args) => {
      const now = Date.now();
      const tier = tierOf[method];
      const channel = string(args["channel"]);
      const wait =
        method === "chat.postMessage"
          ? post(channel, now)
          : tier === undefined
            ? null
            : call(method, tiers[tier], now);
      if (wait !== null)
        limited.push({ method, channel, at: now, retryAfterSeconds: Math.max(1, Math.ceil(wait / 1000)) });
      return wait;
    },
  };
}
