import { openDiscordChat, type DiscordChat } from "#adapters/chat/discord/discord.ts";
import { readDiscord } from "#src/config/discord.ts";
import { openThreads } from "#src/main/chat-hooks.ts";
import { openDiscord } from "#src/main/discord.ts";
import { createSuggestions } from "#src/main/suggestions.ts";
import type { Clock } from "#src/ports.ts";
import { startDiscord, type DiscordOptions, type TestDiscord } from "../support/discord/discord.ts";
import type { Permission } from "../support/discord/permissions.ts";
import { until } from "../support/until.ts";
import { createDiscordPeople, type DiscordPeople } from "./discord-people.ts";
import { discordTroubles } from "./discord-troubles.ts";
import type { Obstacle, Platform, World } from "./world.ts";

/** A Discord with people on it. */
export interface DiscordWorld extends World {
  readonly discord: TestDiscord;
  readonly person: DiscordPeople["person"];
}

export interface DiscordWorldOptions {
  readonly discord?: DiscordOptions;
  /** More of the product's environment, e.g. `DISCORD_INTENTS`. */
  readonly env?: Readonly<Record<string, string>>;
  /** The product's clock, where a story or drill moves it by itself. */
  readonly clock?: Clock;
}

/** Discord as stories use it. */
export const onDiscord = (options: DiscordWorldOptions = {}): Platform<DiscordWorld> => ({
  name: "discord",
  obstacles: discordObstacles,
  open: async ({ mayNotify, rates, quick }) => {
    const discord = await startDiscord({
      ...(rates ? { rates: strict } : {}),
      ...(quick === undefined ? {} : asQuickAs(quick)),
      ...options.discord,
    });
    return worldOf(discord, options, mayNotify);
  },
});

const club = "300000000000000003";

const obstacle = (what: string, denied: readonly Permission[]): Obstacle<DiscordWorld> => ({
  what,
  prepare: async ({ discord }) => {
    discord.channel(club, { name: "club" });
    return club;
  },
  begin: ({ discord }, channel) => discord.setChannel(channel, { denied }),
  end: ({ discord }, channel) => discord.setChannel(channel, { denied: [] }),
});

const discordObstacles = [
  obstacle("shut out of a channel", ["viewChannel"]),
  obstacle("forbidden to write", ["sendMessages", "sendInThreads"]),
];

/** Ids say when something was: both have one clock then. An answer that is as quick as ever comes so many times later by it. */
const asQuickAs = ({ clock, pace }: { readonly clock: Clock; readonly pace: number }): DiscordOptions => ({
  now: clock.now,
  lifetimes: { ack: pace * 3_000 },
});

/** What Discord is known to take: about five messages in five seconds in a channel, and fifty requests a second. */
const strict = { perRoute: { limit: 5, windowMs: 5_000 }, global: { limit: 50, windowMs: 1_000 } };

const worldOf = (
  discord: TestDiscord,
  { env = {}, clock: own }: DiscordWorldOptions,
  mayNotify: readonly string[],
): DiscordWorld => {
  const people = createDiscordPeople(discord);
  return {
    name: "discord",
    discord,
    channel: discord.general,
    ...people,
    otherChannel: async () => {
      discord.channel("300000000000000002", { name: "other" });
      return "300000000000000002";
    },
    group: (name) => `&${discord.role(name).id}`,
    ...looking(discord),
    whispers: () => people.alone().map(({ text }) => text),
    answers: () => ({
      words: people.alone().length,
      forms: discord.interactions.filter(({ ackType }) => ackType === 9).length,
    }),
    troubles: () =>
      discordTroubles(discord, [
        ...["Ann", "Bob"].map(people.idOf),
        ...mayNotify.map((name) => discord.role(name).id),
      ]),
    lately: () => discord.calls.slice(-3),
    connect: async (opened, { clock, hooks }) => {
      const config = readDiscord({ ...discord.env, ...env });
      if (config === null) throw new Error("Discord is not set up");
      const given = own ?? clock;
      if (given === null) return await openDiscord(config, opened, hooks);
      return await openQuick({ ...config, ...opened, ...hooks, clock: given });
    },
    ready: async () => {
      await until(() => discord.gateway.sessions.some(({ socket }) => socket !== null), 20_000);
      await until(() => discord.commands().length > 0, 20_000);
    },
    failAtStart: () => {
      discord.fault({ operation: "get_my_user", times: 2, wrong: "drop-before" });
      discord.fault({ operation: "get_my_user", nth: 3, wrong: { status: 503 } });
    },
    revoke: () =>
      discord.fault({
        operation: "*",
        times: 1_000_000,
        // Answers to interactions need no token.
        when: ({ route }) => !/^\S+ \/(?:interactions|webhooks)\//.test(route),
        wrong: { status: 401 },
      }),
    close: () => discord.close(),
  };
};

type Opened = Parameters<typeof openDiscord>[1];
type Config = Parameters<typeof openDiscord>[0];
type Hooks = Parameters<typeof openDiscord>[2];

/** As `openDiscord` does it, with another clock. */
const openQuick = async ({
  botToken,
  chatMemory,
  store,
  library,
  ...around
}: Config & Opened & Hooks & { readonly clock: Clock }): Promise<DiscordChat> =>
  await openDiscordChat({
    ...around,
    ...chatMemory("discord"),
    token: botToken.reveal(),
    projectIn: ({ thread }) => store.byThread("discord", thread),
    threads: () => openThreads({ store, log: around.log }, "discord"),
    suggest: createSuggestions({ chat: "discord", store, library }),
  });

const looking = (
  discord: TestDiscord,
): Pick<
  DiscordWorld,
  "message" | "thread" | "count" | "roots" | "files" | "posted" | "announced" | "edits"
> => ({
  message: async (id) => discord.message(id),
  thread: async ({ thread }) => discord.thread(thread),
  // The first line of a thread is the message that it was opened on.
  count: async ({ thread }) => discord.messages(thread).length,
  roots: async (channel) => rootsIn(discord, channel),
  files: async ({ thread }) => discord.files(thread),
  posted: () => discord.posts.filter(({ answer }) => !answer).length,
  announced: () =>
    discord
      .messages(discord.general)
      .filter(({ id, message }) => message.author === discord.app.applicationId && !hasThread(discord, id))
      .map(({ text }) => text),
  edits: (id) => discord.callsOf("update_message").filter(({ path }) => path["message_id"] === id).length,
});

const hasThread = (discord: TestDiscord, id: string): boolean =>
  discord.threads(discord.general).some((thread) => thread.id === id);

const rootsIn = (discord: TestDiscord, channel: string): readonly string[] =>
  discord
    .messages(channel)
    .map(({ id }) => id)
    .filter((id) => hasThread(discord, id));
