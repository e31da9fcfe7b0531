import type { Clock, Log } from "#src/ports.ts";

/** Slack and Discord show an error after 3 seconds. */
const lateMs = 2_500;

/** Notices acknowledgements that come late: neither Slack nor Discord tells us, nor do their SDKs. */
export interface Watchdog {
  /** Runs `work` until it has acknowledged. */
  watch(id: string, work: () => Promise<void>): Promise<void>;
  /** How many were late. */
  late(): number;
}

export const createWatchdog = ({ clock, log }: { readonly clock: Clock; readonly log: Log }): Watchdog => {
  let late = 0;
  return {
    watch: async (id, work) => {
      const from = clock.now();
      try {
        await work();
      } finally {
        const ms = clock.now() - from;
        if (ms > lateMs) {
          late += 1;
          log.error({ delivery: id, ms }, "acknowledged too late: the platform may have shown an error");
        }
      }
    },
    late: () => late,
  };
};
