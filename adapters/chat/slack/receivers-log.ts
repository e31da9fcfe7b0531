import type { Logger, LogLevel } from "@slack/bolt";
import type { Log } from "#src/ports.ts";

/** What Bolt says, as one line each. Its debug lines hold whole payloads, and are never made. */
export const boltLogger = (log: Log, level: LogLevel): Logger => {
  const facts = (said: readonly unknown[]): object => ({ said: said.map(String).join(" ") });
  return {
    debug: () => undefined,
    info: (...said: unknown[]) => log.debug(facts(said), "bolt"),
    warn: (...said: unknown[]) => log.warn(facts(said), "bolt"),
    error: (...said: unknown[]) => log.warn(facts(said), "bolt"),
    setLevel: () => undefined,
    getLevel: () => level,
    setName: () => undefined,
  };
};
