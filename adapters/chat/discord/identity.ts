import { z } from "zod";
import type { CallDiscord } from "./rest.ts";

/** Who we are in Discord, and what the app may hear. */
export interface Identity {
  readonly applicationId: string;
  readonly botUserId: string;
  readonly botName: string;
  /** Whether the app was granted to read messages that do not name it. */
  readonly readsMessages: boolean;
  /** Where Discord was told to send commands and clicks instead of to us; null when they come to us. */
  readonly interactionsUrl: string | null;
}

const Application = z.looseObject({
  id: z.string(),
  flags: z.number().optional(),
  interactions_endpoint_url: z.string().nullish(),
});
const User = z.looseObject({ id: z.string(), username: z.string() });

/** GATEWAY_MESSAGE_CONTENT and its limited sister for apps in fewer than 100 servers (docs.discord.com/developers/resources/application). */
const messageContent = (1 << 18) | (1 << 19);

/** Asks Discord who we are. Throws DiscordFault. */
export const identify = async (call: CallDiscord): Promise<Identity> => {
  const user = User.parse(await call({ method: "GET", path: "/users/@me", what: "who the bot is" }));
  const app = Application.parse(
    await call({ method: "GET", path: "/applications/@me", what: "which app this is" }),
  );
  return {
    applicationId: app.id,
    botUserId: user.id,
    botName: user.username,
    readsMessages: ((app.flags ?? 0) & messageContent) !== 0,
    interactionsUrl: app.interactions_endpoint_url || null,
  };
};
