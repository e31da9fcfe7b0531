import { z } from "zod";
import type { Notes } from "#src/ports/inbox.ts";
import { asked, deliveryLines, type Checked, type Delivered } from "../checked.ts";
import { serverLines } from "./check-server.ts";
import { commandName } from "./commands.ts";
import { identify, type Identity } from "./identity.ts";
import { installLink } from "./permissions-needed.ts";
import { createDiscordRest, type CallDiscord } from "./rest.ts";

export interface CheckOptions {
  /** The bot token. */
  readonly token: string;
  /** Another address of the API, ending in `/api`; null for Discord's own. */
  readonly apiUrl: string | null;
  /** The only server that is served; null for all that the bot was invited to. */
  readonly guildId: string | null;
  readonly intents: "full" | "minimal";
  /** Where it was noted what came from Discord; null when nothing can have come yet. */
  readonly notes: Notes | null;
}

/** Servers that are looked into; the others are only counted. */
const mostServers = 10;

/** What Discord must deliver, and what makes it come. */
const deliveries = (intents: CheckOptions["intents"]): readonly Delivered[] => [
  { kind: "command", what: "slash command", where: "typed as /botarmy in a text channel" },
  {
    kind: "message",
    what: "message",
    where: intents === "full" ? "Bot → Message Content Intent" : "those that name the bot",
  },
  { kind: "interaction", what: "click", where: "General Information → Interactions Endpoint URL: empty" },
];

/** Asks Discord whether everything is set up, and says in plain words what is not. Changes nothing. */
export const checkDiscord = async (options: CheckOptions): Promise<readonly Checked[]> => {
  const call = restFor(options);
  return await asked(
    "Discord",
    () => identify(call),
    async (identity) => [
      { state: "ok", text: `Discord: signed in as @${identity.botName}` },
      ...portalLines(identity, options.intents),
      ...(await commandLines(call, identity, options.guildId)),
      ...(await serversLines(call, identity, options.guildId)),
      ...(await deliveryLines("Discord", deliveries(options.intents), options.notes)),
    ],
  );
};

const restFor = ({ token, apiUrl }: CheckOptions): CallDiscord =>
  createDiscordRest({
    token,
    clock: { now: Date.now },
    // What is refused is told as a line.
    onFatal: () => undefined,
    ...(apiUrl === null ? {} : { apiUrl }),
  });

/** What is switched on and off in the developer portal. */
const portalLines = (
  { applicationId, readsMessages, interactionsUrl }: Identity,
  intents: CheckOptions["intents"],
): readonly Checked[] => {
  const portal = `https://discord.com/developers/applications/${applicationId}`;
  const hears: Checked =
    intents === "minimal"
      ? {
          state: "ok",
          text: "Discord: hears commands, clicks and messages that name it (DISCORD_INTENTS=minimal)",
        }
      : readsMessages
        ? { state: "ok", text: "Discord: hears what is said in its threads (Message Content Intent is on)" }
        : {
            state: "wrong",
            text: `Discord: Message Content Intent is off: switch it on at ${portal}/bot, or set DISCORD_INTENTS=minimal`,
          };
  if (interactionsUrl === null) return [hears];
  const text = `Discord: commands and clicks are sent to ${interactionsUrl}, not here: empty Interactions Endpoint URL at ${portal}/information`;
  return [hears, { state: "wrong", text }];
};

const Commands = z.array(z.looseObject({ name: z.string() }));

const commandLines = async (
  call: CallDiscord,
  { applicationId }: Identity,
  guildId: string | null,
): Promise<readonly Checked[]> => {
  const where = guildId === null ? "" : (`/guilds/${guildId}` as const);
  const path = `/applications/${applicationId}${where}/commands` as const;
  return await asked(
    "Discord",
    async () => Commands.parse(await call({ method: "GET", path, what: "its commands" })),
    (commands) =>
      commands.some(({ name }) => name === commandName)
        ? [{ state: "ok", text: `Discord: /${commandName} is registered` }]
        : [
            {
              state: "note",
              text: `Discord: /${commandName} is not registered yet; the first start does it`,
            },
          ],
  );
};

const Servers = z.array(z.looseObject({ id: z.string(), name: z.string() }));

const serversLines = async (
  call: CallDiscord,
  { applicationId, botUserId }: Identity,
  guildId: string | null,
): Promise<readonly Checked[]> =>
  await asked(
    "Discord",
    async () => Servers.parse(await call({ method: "GET", path: "/users/@me/guilds", what: "its servers" })),
    async (all) => {
      const servers = guildId === null ? all : all.filter(({ id }) => id === guildId);
      const link = installLink(applicationId, guildId);
      if (servers.length === 0) {
        const which = guildId === null ? "any server" : `the server ${guildId} (DISCORD_GUILD_ID)`;
        return [{ state: "wrong", text: `Discord: not in ${which} yet; install it with ${link}` }];
      }
      const lines: Checked[] = [];
      for (const { id, name } of servers.slice(0, mostServers))
        lines.push(
          ...(await serverLines({ call, botUserId, link: installLink(applicationId, id) }, { id, name })),
        );
      const more = servers.length - mostServers;
      return more <= 0
        ? lines
        : [...lines, { state: "note", text: `Discord: in ${more} more servers, which were not looked into` }];
    },
  );
