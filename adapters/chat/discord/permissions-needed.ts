/**
 * All that the bot must be allowed, by the names that people read in Discord's settings. Bits: docs.discord.com/developers/topics/permissions.
 * Not among them: Embed Links, since components are no embeds (discord/discord-api-docs#8462); Manage Threads, since a bot may open
 * its own threads again without it; Mention Everyone, without which only roles are notified that anyone may mention.
 */
const needed = {
  "View Channel": 1n << 10n,
  "Send Messages": 1n << 11n,
  "Attach Files": 1n << 15n,
  "Read Message History": 1n << 16n,
  "Create Public Threads": 1n << 35n,
  "Send Messages in Threads": 1n << 38n,
} as const;

/** The same as Discord's install link takes it. */
export const permissionNumber: bigint = Object.values(needed).reduce((bits, bit) => bits | bit, 0n);

const administrator = 1n << 3n;

/** What is missing of it, by name. Administrators may do everything. */
export const missingIn = (bits: bigint): readonly string[] =>
  Object.entries(needed).flatMap(([name, bit]) => ((bits & (bit | administrator)) === 0n ? [name] : []));

/** The address where somebody who manages a server adds the app to it, or gives it again what it needs. `guildId` chooses the server. */
export const installLink = (applicationId: string, guildId: string | null): string => {
  const query = `client_id=${applicationId}&scope=bot+applications.commands&permissions=${permissionNumber}`;
  return `https://discord.com/oauth2/authorize?${query}${guildId === null ? "" : `&guild_id=${guildId}`}`;
};
