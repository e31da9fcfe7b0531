import { BotArmyError } from "../errors.ts";
import { Secret } from "./secret.ts";

/** How to reach Slack. */
export interface SlackConfig {
  readonly botToken: Secret;
  /** Socket Mode: Slack needs no way to us. Http: Slack calls us, and signs what it says. */
  readonly way:
    | { readonly type: "socket"; readonly appToken: Secret }
    | { readonly type: "http"; readonly signingSecret: Secret; readonly port: number };
  /** Another address of Slack's Web API, ending in `/api/`; null for Slack's own. */
  readonly apiUrl: string | null;
}

/** Port that is listened on when none is set. */
const usualPort = 3_000;

/** Reads how to reach Slack from the environment; null when no Slack token is set. Throws BotArmyError `config-invalid` with every problem. */
export const readSlack = (env: Readonly<Record<string, string | undefined>>): SlackConfig | null => {
  const value = (name: string): string => env[name]?.trim() ?? "";
  const [bot, app, signing] = [
    value("SLACK_BOT_TOKEN"),
    value("SLACK_APP_TOKEN"),
    value("SLACK_SIGNING_SECRET"),
  ];
  if (bot === "" && app === "" && signing === "") return null;
  const port = value("SLACK_PORT") === "" ? usualPort : Number(value("SLACK_PORT"));
  const apiUrl = value("SLACK_API_URL");
  const problems = [
    bot.startsWith("xoxb-")
      ? ""
      : "SLACK_BOT_TOKEN must be the Bot User OAuth Token (xoxb-…) from OAuth & Permissions",
    app === "" && signing === ""
      ? "set SLACK_APP_TOKEN (xapp-…, for Socket Mode) or SLACK_SIGNING_SECRET (for HTTP)"
      : "",
    app !== "" && signing !== ""
      ? "SLACK_APP_TOKEN and SLACK_SIGNING_SECRET are both set: keep the first for Socket Mode or the second for HTTP"
      : "",
    app === "" || app.startsWith("xapp-")
      ? ""
      : "SLACK_APP_TOKEN must be an app-level token (xapp-…) with connections:write, from Basic Information",
    Number.isInteger(port) && port >= 0 && port <= 65_535
      ? ""
      : `SLACK_PORT is ${value("SLACK_PORT")}, which is no port`,
    apiUrl === "" || URL.canParse(apiUrl) ? "" : "SLACK_API_URL is no address",
  ].filter((problem) => problem !== "");
  if (problems.length > 0)
    throw new BotArmyError("config-invalid", `Slack is set up wrongly: ${problems.join("; ")}`);
  return {
    botToken: new Secret(bot),
    way:
      app === ""
        ? { type: "http", signingSecret: new Secret(signing), port }
        : { type: "socket", appToken: new Secret(app) },
    apiUrl: apiUrl === "" ? null : apiUrl.replace(/\/?$/, "/"),
  };
};

/** Every secret in it, for the scrubber. */
export const secretsOf = (slack: SlackConfig | null): readonly string[] => {
  if (slack === null) return [];
  const { way } = slack;
  return [slack.botToken, way.type === "socket" ? way.appToken : way.signingSecret].map((secret) =>
    secret.reveal(),
  );
};
