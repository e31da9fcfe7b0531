import { ProviderError } from "#src/errors.ts";
import type { Clock, Log } from "#src/ports.ts";
import { isPermission } from "#src/project/access.ts";
import type { Person } from "#src/project/words.ts";
import { createRemembered, type Age, type Remembered } from "../remembered.ts";
import type { Incoming } from "./inbound-incoming.ts";
import { Member, nameOf, User } from "./messages-payload.ts";
import { grantedBy, GuildFacts, permissionsOf } from "./people-permissions.ts";
import type { CallDiscord } from "./rest.ts";

/** Who people are, and what makes them approvers. */
export interface People {
  /**
   * `roles` are the ids of their roles, the names of these roles, and permissions as `permission:ManageGuild`: as they were when it was
   * done, or as they are now where the payload does not say. Without an answer of Discord's within a second, names are missing. Throws
   * ProviderError when it cannot be known now which roles a person has.
   */
  find(by: Incoming["by"], when: "now" | "lately"): Promise<Person>;
}

export interface PeopleOptions {
  /** One request of the API. Throws ProviderError. */
  readonly call: CallDiscord;
  /** Whose roles count in direct messages; null for nobody's. */
  readonly guildId: string | null;
  readonly clock: Clock;
  readonly log: Log;
}

const minute = 60_000;
/** What roles are called and grant, not who has them. */
const ages: Readonly<Record<"now" | "lately", Age>> = {
  now: { freshMs: 5_000, staleMs: 5_000, mostMs: minute },
  lately: { freshMs: minute, staleMs: 5 * minute, mostMs: 5 * minute },
};
/** A click that needs a form has three seconds in all. */
const waitMs = 1_000;
const mostGuilds = 1_000;
const mostRoles = 100;

export const createPeople = (options: PeopleOptions): People => {
  const guilds = new Map<string, Remembered<GuildFacts>>();
  const guildOf = (id: string): Remembered<GuildFacts> => {
    const known = guilds.get(id) ?? createGuild(options, id);
    const [oldest] = guilds.keys();
    if (oldest !== undefined && !guilds.has(id) && guilds.size >= mostGuilds) guilds.delete(oldest);
    guilds.set(id, known);
    return known;
  };
  return {
    find: async (by, when) => {
      const guild = by.guild ?? options.guildId;
      if (guild === null) return { id: by.id, name: shown(by.name, by.id), roles: [] };
      const [member, facts] = await Promise.all([
        memberOf(options, guild, by),
        guildOf(guild).get(ages[when]),
      ]);
      return {
        id: by.id,
        name: shown(member.name, by.id),
        roles: rolesOf(by, member.roles, facts).slice(0, mostRoles),
      };
    },
  };
};

const shown = (name: string, id: string): string => (name === "" ? id : name).slice(0, 200);

const createGuild = ({ call, clock, log }: PeopleOptions, id: string): Remembered<GuildFacts> =>
  createRemembered({
    clock,
    waitMs,
    fetch: async () =>
      GuildFacts.parse(await call({ method: "GET", path: `/guilds/${id}`, what: "the server's roles" })),
    failed: (error) => log.warn({ guild: id, err: error }, "roles not read"),
  });

const Found = Member.extend({ user: User });

/** What Discord calls a person who left the server, or never was there. */
const nobody = new Set(["10007", "10013"]);

const memberOf = async (
  { call }: PeopleOptions,
  guild: string,
  { id, name, roles }: Incoming["by"],
): Promise<{ readonly name: string; readonly roles: readonly string[] }> => {
  if (roles !== null) return { name, roles };
  try {
    const path = `/guilds/${guild}/members/${id}` as const;
    const found = Found.parse(await call({ method: "GET", path, what: "a member" }));
    return { name: nameOf(found.user, found), roles: found.roles };
  } catch (error) {
    if (error instanceof ProviderError && "code" in error && nobody.has(String(error.code)))
      return { name, roles: [] };
    throw error;
  }
};

/** First what no server admin can imitate. */
const rolesOf = (
  by: Incoming["by"],
  roles: readonly string[],
  facts: GuildFacts | undefined,
): readonly string[] => {
  const bits =
    by.permissions === null
      ? facts === undefined
        ? 0n
        : permissionsOf(facts, by.id, roles)
      : BigInt(by.permissions);
  const names = facts?.roles.filter(({ id }) => roles.includes(id)).map(({ name }) => name) ?? [];
  return [...grantedBy(bits), ...roles, ...names.filter(isPlain)];
};

/** A role that is called like an id or a permission is nobody's way to become an approver. */
const isPlain = (name: string): boolean =>
  name !== "" && name.length <= 200 && !/^&?\d{15,21}$/.test(name) && !isPermission(name);
