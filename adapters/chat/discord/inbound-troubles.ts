import { z } from "zod";
import type { Log } from "#src/ports.ts";
import type { Home } from "./inbound-read.ts";

/** Tells those who run the bot what happens to it on its servers. */
export interface Troubles {
  /** Learns from a payload that was dispatched, whatever it is. */
  learn(packet: { readonly t: string | null; readonly d: unknown }): void;
  /** What makes everything stand still; null when nothing is known. */
  fatal(): string | null;
}

/** A server that only has an outage says so. */
const Guild = z.object({ id: z.string(), unavailable: z.boolean().nullish() });

export const createTroubles = ({
  home,
  log,
  onFatal,
}: {
  readonly home: Home;
  readonly log: Log;
  readonly onFatal: (words: string) => void;
}): Troubles => {
  let removed: string | null = null;
  return {
    learn: ({ t, d }) => {
      if (t !== "GUILD_DELETE" && t !== "GUILD_CREATE") return;
      const { data } = Guild.safeParse(d);
      if (data === undefined || data.unavailable === true) return;
      const isHome = data.id === home.guildId;
      if (t === "GUILD_CREATE") {
        if (isHome) removed = null;
        return;
      }
      log.error({ guild: data.id }, "removed from a server: invite the bot again");
      if (!isHome) return;
      removed = "The bot was removed from its Discord server: invite it again.";
      onFatal(removed);
    },
    fatal: () => removed,
  };
};
