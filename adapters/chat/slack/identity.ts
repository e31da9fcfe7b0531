import { z } from "zod";
import { BotArmyError } from "#src/errors.ts";
import type { CallSlack } from "./client.ts";

/** Who we are in Slack, as `auth.test` says, and what the app may do. */
export interface Identity {
  readonly teamId: string;
  readonly team: string;
  /** The workspace's address, e.g. `https://swim-club.slack.com/`. */
  readonly teamUrl: string;
  /** The organisation of an Enterprise Grid; null outside of one. */
  readonly enterpriseId: string | null;
  readonly botId: string;
  readonly botUserId: string;
  readonly botName: string;
  /** What the app was granted; empty when Slack did not say. */
  readonly scopes: readonly string[];
}

const Answer = z.looseObject({
  url: z.string(),
  team: z.string(),
  user: z.string(),
  team_id: z.string(),
  user_id: z.string(),
  bot_id: z.string().optional(),
  enterprise_id: z.string().nullish(),
  response_metadata: z.looseObject({ scopes: z.array(z.string()).optional() }).optional(),
});

/** Asks Slack who we are. Throws BotArmyError `slack-token` when the token is none of a bot, and what `call` throws. */
export const identify = async (call: CallSlack): Promise<Identity> => {
  const answer = Answer.parse(await call("auth.test", {}));
  if (answer.bot_id === undefined)
    throw new BotArmyError(
      "slack-token",
      "SLACK_BOT_TOKEN belongs to a person, not to a bot: take the Bot User OAuth Token (xoxb-…) from OAuth & Permissions.",
    );
  return {
    teamId: answer.team_id,
    team: answer.team,
    teamUrl: answer.url,
    enterpriseId: answer.enterprise_id ?? null,
    botId: answer.bot_id,
    botUserId: answer.user_id,
    botName: answer.user,
    scopes: answer.response_metadata?.scopes ?? [],
  };
};
