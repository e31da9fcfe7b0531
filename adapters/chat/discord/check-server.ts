import { z } from "zod";
import { asked, type Checked } from "../checked.ts";
import { GuildFacts, Overwrite, permissionsIn } from "./people-permissions.ts";
import { missingIn } from "./permissions-needed.ts";
import type { CallDiscord } from "./rest.ts";

/** How to look, and who is looked after. */
export interface ServerCheck {
  readonly call: CallDiscord;
  readonly botUserId: string;
  /** Gives the bot what it needs on this server. */
  readonly link: string;
}

/** Channels that are named in a line; the others are only counted. */
const mostNamed = 8;

/** Text channels and those for announcements: on their messages threads can be opened. */
const channelTypes = new Set([0, 5]);

/** In which channels of a server the bot can work, in which it cannot, and what is missing there. */
export const serverLines = async (
  check: ServerCheck,
  server: { readonly id: string; readonly name: string },
): Promise<readonly Checked[]> =>
  await asked(
    `Discord: ${server.name}`,
    () => look(check, server.id),
    (seen) =>
      [workLine(seen), ...roleLines(seen, check.link), ...missingLines(seen)].map(({ state, text }) => ({
        state,
        text: `Discord: ${server.name}: ${text}`,
      })),
  );

interface ChannelSeen {
  readonly name: string;
  readonly missing: readonly string[];
}

interface ServerSeen {
  /** What the bot's roles do not grant. */
  readonly missing: readonly string[];
  readonly channels: readonly ChannelSeen[];
}

const Member = z.object({ roles: z.array(z.string()) });
const Channels = z.array(
  z.looseObject({
    type: z.number(),
    name: z.string().default(""),
    permission_overwrites: z.array(Overwrite).default([]),
  }),
);

const look = async ({ call, botUserId: id }: ServerCheck, server: string): Promise<ServerSeen> => {
  const at = `/guilds/${server}` as const;
  const [guild, member, channels] = await Promise.all([
    call({ method: "GET", path: at, what: "the server" }),
    call({ method: "GET", path: `${at}/members/${id}`, what: "the bot's roles" }),
    call({ method: "GET", path: `${at}/channels`, what: "the server's channels" }),
  ]);
  const facts = GuildFacts.parse(guild);
  const bot = { id, ...Member.parse(member) };
  return {
    missing: missingIn(permissionsIn(facts, [], bot)),
    channels: Channels.parse(channels)
      .filter(({ type }) => channelTypes.has(type))
      .map(({ name, permission_overwrites: overwrites }) => ({
        name: `#${name}`,
        missing: missingIn(permissionsIn(facts, overwrites, bot)),
      })),
  };
};

const workLine = ({ channels }: ServerSeen): Checked => {
  const able = channels.filter(({ missing }) => missing.length === 0);
  if (able.length > 0) return { state: "ok", text: `can work in ${named(able)}` };
  return channels.length === 0
    ? { state: "note", text: "has no text channel" }
    : { state: "wrong", text: "can work in no text channel" };
};

const roleLines = ({ missing }: ServerSeen, link: string): readonly Checked[] => {
  if (missing.length === 0) return [];
  const text = `its role lacks ${missing.join(", ")}: open ${link} again, or switch that on in Server Settings → Roles`;
  return [{ state: "note", text }];
};

/** One line for all channels in which the same is missing; what the role lacks everywhere has been said. */
const missingLines = (seen: ServerSeen): readonly Checked[] => {
  const alike = Map.groupBy(
    seen.channels.filter(({ missing }) => missing.some((name) => !seen.missing.includes(name))),
    ({ missing }) => (missing.includes(unseen) ? unseen : missing.join(", ")),
  );
  return [...alike].map(([missing, channels]) => ({
    state: "note",
    text: `cannot work in ${named(channels)}: missing there is ${missing} (Edit Channel → Permissions)`,
  }));
};

/** Without it nothing else counts. */
const unseen = "View Channel";

const named = (channels: readonly ChannelSeen[]): string => {
  const names = channels.slice(0, mostNamed).map(({ name }) => name);
  const more = channels.length - names.length;
  return `${names.join(", ")}${more === 0 ? "" : ` and ${more} more`}`;
};
