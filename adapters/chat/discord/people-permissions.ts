import { z } from "zod";

/** Of a server, as much as says what its members may do. */
export const GuildFacts = z.object({
  id: z.string(),
  owner_id: z.string(),
  roles: z.array(z.object({ id: z.string(), name: z.string(), permissions: z.string() })),
});
export type GuildFacts = z.infer<typeof GuildFacts>;

/** Those that can make somebody an approver: who has one is trusted with more than reading and writing. Bits: docs.discord.com/developers/topics/permissions. */
const permissions = {
  KickMembers: 1n << 1n,
  BanMembers: 1n << 2n,
  Administrator: 1n << 3n,
  ManageChannels: 1n << 4n,
  ManageGuild: 1n << 5n,
  ManageMessages: 1n << 13n,
  MentionEveryone: 1n << 17n,
  ManageRoles: 1n << 28n,
  ManageWebhooks: 1n << 29n,
  ManageEvents: 1n << 33n,
  ManageThreads: 1n << 34n,
  ModerateMembers: 1n << 40n,
} as const;

/** What a bit field grants, as approvers are named: `permission:ManageGuild`. Administrators may do everything. */
export const grantedBy = (bits: bigint): readonly string[] =>
  Object.entries(permissions).flatMap(([name, bit]) =>
    (bits & (bit | permissions.Administrator)) === 0n ? [] : [`permission:${name}`],
  );

/** What a member may do on the whole server; what single channels allow or forbid is not counted. */
export const permissionsOf = (guild: GuildFacts, user: string, roles: readonly string[]): bigint => {
  if (user === guild.owner_id) return permissions.Administrator;
  return guild.roles
    .filter(({ id }) => id === guild.id || roles.includes(id))
    .reduce((bits, role) => bits | BigInt(role.permissions), 0n);
};

/** What a channel allows or forbids a role (type 0) or a member (type 1) besides what the server says. */
export const Overwrite = z.object({
  id: z.string(),
  type: z.number(),
  allow: z.string(),
  deny: z.string(),
});
type Overwrite = z.infer<typeof Overwrite>;

/** Somebody on a server, with the ids of the own roles. */
export interface MemberFacts {
  readonly id: string;
  readonly roles: readonly string[];
}

const everything = (1n << 64n) - 1n;

/**
 * What a member may do in a channel: what the server says, changed for everyone, then for the roles together, then for the member, each
 * time first what is forbidden. Source: docs.discord.com/developers/topics/permissions#permission-overwrites.
 */
export const permissionsIn = (
  guild: GuildFacts,
  overwrites: readonly Overwrite[],
  { id: member, roles }: MemberFacts,
): bigint => {
  const onServer = permissionsOf(guild, member, roles);
  if ((onServer & permissions.Administrator) !== 0n) return everything;
  const isEveryones = ({ id }: Overwrite): boolean => id === guild.id;
  return [
    overwrites.filter(isEveryones),
    overwrites.filter((one) => one.type === 0 && roles.includes(one.id) && !isEveryones(one)),
    overwrites.filter(({ type, id }) => type === 1 && id === member),
  ].reduce((bits, layer) => (bits & ~together(layer, "deny")) | together(layer, "allow"), onServer);
};

const together = (layer: readonly Overwrite[], which: "allow" | "deny"): bigint =>
  layer.reduce((bits, overwrite) => bits | BigInt(overwrite[which]), 0n);
