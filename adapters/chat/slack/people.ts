import { z } from "zod";
import { ProviderError } from "#src/errors.ts";
import type { Clock, Log } from "#src/ports.ts";
import { external } from "#src/project/access.ts";
import type { Person } from "#src/project/words.ts";
import { createRemembered, type Age, type Remembered } from "../remembered.ts";
import type { Incoming } from "./inbound-incoming.ts";

/** Who people are, and in which user groups. */
export interface People {
  /**
   * `now` is for what decides something: the groups are at most 5 seconds old then, or a minute when Slack does not answer
   * within 2 seconds, else none. Never throws: without the scopes a person has no groups, and the name that the payload gave.
   */
  find(by: Incoming["by"], when: "now" | "lately"): Promise<Person>;
}

export interface PeopleOptions {
  /** One call of the Web API. Throws ProviderError. */
  readonly call: (method: string, args: Readonly<Record<string, unknown>>) => Promise<unknown>;
  readonly clock: Clock;
  readonly log: Log;
}

const minute = 60_000;
/** A name that is not known yet is infinitely old. */
const never = Number.MAX_SAFE_INTEGER;
const ages: Readonly<Record<"now" | "lately" | "name", Age>> = {
  now: { freshMs: 5_000, staleMs: 5_000, mostMs: minute },
  lately: { freshMs: minute, staleMs: 5 * minute, mostMs: 5 * minute },
  // A name grants nothing.
  name: { freshMs: minute, staleMs: never, mostMs: never },
};

/** Names kept in memory: about 200 bytes each. */
const mostNames = 5_000;
/** How long Slack is not asked again for groups that it does not give us. */
const withoutGroupsMs = 10 * minute;

export const createPeople = (options: PeopleOptions): People => {
  const names = new Map<string, Remembered<string | null>>();
  const groups = createRemembered({
    clock: options.clock,
    fetch: createGroupsFetch(options),
    failed: (error) => options.log.warn({ err: error }, "user groups not read"),
  });
  const nameOf = (id: string): Remembered<string | null> => {
    const known = names.get(id);
    if (known !== undefined) return known;
    const [oldest] = names.keys();
    if (oldest !== undefined && names.size >= mostNames) names.delete(oldest);
    const name = createName(options, id);
    names.set(id, name);
    return name;
  };
  return {
    find: async (by, when) => {
      const [name, members] = await Promise.all([
        nameOf(by.id).get(ages.name),
        by.foreign ? undefined : groups.get(ages[when]),
      ]);
      const shown = name ?? (by.name === "" ? by.id : by.name);
      const roles = by.foreign ? [external] : [...(members?.get(by.id) ?? [])];
      return { id: by.id, name: shown.slice(0, 200), roles: roles.slice(0, 100) };
    },
  };
};

const User = z.object({
  user: z.object({
    name: z.string().optional(),
    real_name: z.string().optional(),
    profile: z.object({ display_name: z.string().optional(), real_name: z.string().optional() }).default({}),
  }),
});

/** The name a person goes by; null when Slack does not tell it. */
const createName = ({ call, clock, log }: PeopleOptions, id: string): Remembered<string | null> =>
  createRemembered({
    clock,
    fetch: async () => {
      try {
        const { user } = User.parse(await call("users.info", { user: id }));
        const { profile } = user;
        return [profile.display_name, profile.real_name, user.real_name, user.name].find(isGiven) ?? null;
      } catch (error) {
        if (isRefusal(error)) return null;
        throw error;
      }
    },
    failed: (error) => log.warn({ user: id, err: error }, "name not read"),
  });

const isGiven = (name: string | undefined): name is string => name !== undefined && name !== "";

const Groups = z.object({
  usergroups: z.array(
    z.object({ id: z.string(), handle: z.string().optional(), users: z.array(z.string()).default([]) }),
  ),
});
type Members = ReadonlyMap<string, readonly string[]>;

/** Everybody's groups, in one call: the ids, which never change, and the handles, which people type. */
const createGroupsFetch = ({ call, clock, log }: PeopleOptions): (() => Promise<Members>) => {
  let notBefore = 0;
  let isTold = false;
  return async () => {
    if (clock.now() < notBefore) return new Map();
    try {
      return membersOf(Groups.parse(await call("usergroups.list", { include_users: true })));
    } catch (error) {
      if (!isRefusal(error)) throw error;
      notBefore = clock.now() + withoutGroupsMs;
      if (!isTold) log.warn({ err: error }, "Slack tells no user groups: only people can be approvers");
      isTold = true;
      return new Map();
    }
  };
};

const membersOf = ({ usergroups }: z.infer<typeof Groups>): Members => {
  const members = new Map<string, string[]>();
  for (const { id, handle, users } of usergroups)
    for (const user of users)
      members.set(user, [...(members.get(user) ?? []), id, ...(isGiven(handle) ? [handle] : [])]);
  return members;
};

/** Slack will say the same again: a scope is missing, or there is no such person. */
const isRefusal = (error: unknown): boolean =>
  error instanceof ProviderError && (error.kind === "auth" || error.kind === "bad-request");
