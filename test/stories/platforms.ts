import { onDiscord } from "./on-discord.ts";
import { onSlack } from "./on-slack.ts";
import type { Platform } from "./world.ts";

/** Every chat platform, by its name: stories that are written once are told on each. */
export const platforms: readonly (readonly [string, Platform])[] = [onSlack(), onDiscord()].map(
  (platform) => [platform.name, platform] as const,
);
