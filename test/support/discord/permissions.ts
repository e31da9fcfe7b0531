import { errors } from "./errors.ts";
import type { ChannelFacts, World } from "./world.ts";

/** The bits of Discord's permissions that matter here. */
export const permissions = {
  administrator: 1n << 3n,
  viewChannel: 1n << 10n,
  sendMessages: 1n << 11n,
  embedLinks: 1n << 14n,
  attachFiles: 1n << 15n,
  readHistory: 1n << 16n,
  mentionEveryone: 1n << 17n,
  manageMessages: 1n << 13n,
  manageThreads: 1n << 34n,
  createPublicThreads: 1n << 35n,
  sendInThreads: 1n << 38n,
  useCommands: 1n << 31n,
} as const;

export type Permission = keyof typeof permissions;

/** What everybody may do: all of the above but to administrate, manage and mention everyone. */
export const everyonesPermissions =
  permissions.viewChannel |
  permissions.sendMessages |
  permissions.embedLinks |
  permissions.attachFiles |
  permissions.readHistory |
  permissions.createPublicThreads |
  permissions.sendInThreads |
  permissions.useCommands;

export const bitsOf = (names: readonly Permission[]): bigint =>
  names.reduce((sum, name) => sum | permissions[name], 0n);

/** What a person may do. */
export function personPermissions(world: World, userId: string): bigint {
  const roles = [...(world.people.get(userId)?.roles ?? []), world.app.guildId];
  return roles.reduce((sum, id) => sum | (world.roles.get(id)?.permissions ?? 0n), 0n);
}

/** What the bot may do in a channel. A thread takes what its parent says. */
export function botPermissions(world: World, channel: ChannelFacts): bigint {
  const own = [...world.roles.values()].find((role) => role.name === world.app.name);
  const allowed = own?.permissions ?? 0n;
  const denied = channel.denied | (world.channels.get(channel.parent ?? "")?.denied ?? 0n);
  return allowed & ~denied;
}

const botMay = (world: World, channel: ChannelFacts, permission: Permission): boolean =>
  channel.kind === "dm" || (botPermissions(world, channel) & permissions[permission]) !== 0n;

/** Refuses when the bot may not do this here. */
export function demand(world: World, channel: ChannelFacts, ...needed: readonly Permission[]): void {
  if (!botMay(world, channel, "viewChannel")) throw errors.missingAccess();
  if (!needed.every((permission) => botMay(world, channel, permission))) throw errors.missingPermissions();
}
