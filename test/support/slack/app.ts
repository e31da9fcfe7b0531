/** Who the app under test is on this Slack. */
export interface AppFacts {
  readonly teamId: string;
  readonly teamName: string;
  readonly domain: string;
  readonly enterpriseId: string | null;
  readonly appId: string;
  readonly botId: string;
  readonly botUserId: string;
  readonly botName: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
}

/** `T000000001` is the only team `emulate` knows. */
export const defaultApp: AppFacts = {
  teamId: "T000000001",
  teamName: "Swim club",
  domain: "swim-club",
  enterpriseId: null,
  appId: "A0B0TARMY1",
  botId: "B0B0TARMY1",
  botUserId: "U0B0TARMY1",
  botName: "botarmy",
  botToken: "xoxb-1-botarmy",
  appToken: "xapp-1-A0B0TARMY1-1-botarmy",
  signingSecret: "8f742231b10e8888abcd99yyyzzz85a5",
};

/** What the manifest asks for, optional scopes included. */
export const defaultScopes: readonly string[] = [
  "app_mentions:read",
  "assistant:write",
  "channels:history",
  "channels:join",
  "channels:read",
  "chat:write",
  "chat:write.customize",
  "commands",
  "files:read",
  "files:write",
  "groups:history",
  "groups:read",
  "im:history",
  "im:read",
  "im:write",
  "reactions:write",
  "usergroups:read",
  "users:read",
];

/** The events that the manifest subscribes to. */
export const defaultEvents: readonly string[] = [
  "agent_session_stopped",
  "app_context_changed",
  "app_home_opened",
  "app_mention",
  "file_shared",
  "message.channels",
  "message.groups",
  "message.im",
];
