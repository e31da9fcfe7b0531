/** Who the app under test is on this Discord, and which server it was invited to. */
export interface AppFacts {
  readonly token: string;
  /** Also the id of its bot user, as it is for every app made since 2016. */
  readonly applicationId: string;
  readonly name: string;
  readonly guildId: string;
  readonly guildName: string;
  /** The person who owns the server. */
  readonly ownerId: string;
  /** Was it invited to the server? */
  readonly isInvited: boolean;
  /** The developer portal's Interactions Endpoint URL; null when commands and clicks come over the gateway. */
  readonly interactionsUrl: string | null;
}

export const defaultApp: AppFacts = {
  token: "token-of-botarmy",
  applicationId: "100000000000000001",
  name: "botarmy",
  guildId: "200000000000000001",
  guildName: "Swim club",
  ownerId: "400000000000000001",
  isInvited: true,
  interactionsUrl: null,
};

/** The text channel that is always there. */
export const generalId = "300000000000000001";

/** The role that Discord makes for a bot when it is invited. */
export const botRoleId = "500000000000000001";
