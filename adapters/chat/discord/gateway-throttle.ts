import type * as Sdk from "discord.js";
import type { Clock } from "#src/ports.ts";

/** Discord takes one identify in 5 s, and makes more of them invalid: docs.discord.com/developers/events/gateway#rate-limiting. */
const everyMs = 5_500;

/** Spaces identifies. The SDK's own throttle knows of one client only. */
export const createThrottle = (clock: Clock): Sdk.IIdentifyThrottler => {
  let next = 0;
  return {
    waitForIdentify: async (_shard, signal) => {
      const waitMs = Math.max(0, next - clock.now());
      next = clock.now() + waitMs + everyMs;
      if (waitMs > 0) await clock.sleep(waitMs, signal);
    },
  };
};
