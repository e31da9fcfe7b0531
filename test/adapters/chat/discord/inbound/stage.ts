import { onTestFinished } from "vitest";
import type { Answering } from "#adapters/chat/discord/inbound-answering.ts";
import {
  createDiscordInbound,
  type DiscordInbound,
  type DiscordInboundOptions,
} from "#adapters/chat/discord/inbound.ts";
import { createDiscordOutbound, type DiscordOutbound } from "#adapters/chat/discord/outbound.ts";
import { systemClock } from "#adapters/clock/system.ts";
import type { Inbound, Place, Receive } from "#src/ports.ts";
import type { Message } from "#src/project/message.ts";
import { memoryInbox, memoryNotes } from "../../../../fakes/memory-inbox.ts";
import { startDiscord, type DiscordOptions, type TestDiscord } from "../../../../support/discord/discord.ts";
import { logInto, receiveInto, until, type Recorded } from "../../inbound-stage.ts";
import { say } from "../../outbound-stage.ts";

/** The bot's way in, between a Discord and a program that writes down what arrives. People are really answered. */
export interface Stage {
  readonly discord: TestDiscord;
  readonly outbound: DiscordOutbound;
  /** Everything received so far. */
  readonly received: readonly Inbound[];
  /** What operators were told, as `{level}: {words}`. */
  readonly logged: readonly string[];
  /** What stops everything, as those who run the bot are told. */
  readonly fatal: readonly string[];
  readonly inbound: DiscordInbound;
  /** The threads that projects are in. */
  readonly projects: Map<string, string>;
  /** Opens a thread with a message of the bot, and makes a project of it unless told otherwise; its place. */
  open(message?: Partial<Message>, project?: string | null): Promise<Place>;
  /** Starts another program with the same inbox after the first one has stopped. */
  restart(change?: StageOptions): Promise<DiscordInbound>;
}

export interface StageOptions extends Partial<DiscordInboundOptions> {
  readonly discord?: DiscordOptions;
  readonly receive?: Receive;
  readonly answering?: Partial<Answering>;
  readonly guildId?: string | null;
}

export const startStage = async (options: StageOptions = {}): Promise<Stage> => {
  const discord = await startDiscord(options.discord);
  onTestFinished(() => discord.close());
  const record: Kept = { received: [], logged: [], fatal: [] };
  const kept = {
    clock: options.clock ?? systemClock,
    log: logInto(record),
    inbox: options.inbox ?? memoryInbox(),
    notes: options.notes ?? memoryNotes(),
  };
  const outbound = outboundOf(discord, kept);
  const projects = new Map<string, string>();
  const start = async (change: StageOptions): Promise<DiscordInbound> => {
    const { receive = async () => null, answering, discord: _, guildId = null, ...rest } = change;
    const { token, applicationId } = discord.app;
    const inbound = createDiscordInbound({
      token,
      apiUrl: discord.apiUrl,
      home: { applicationId, botUserId: applicationId, guildId },
      intents: "full",
      call: outbound.call,
      projectIn: async ({ thread }) => projects.get(thread),
      threads: async () => [...projects.keys()].map((thread) => ({ channel: discord.general, thread })),
      onFatal: (words) => void record.fatal.push(words),
      ...kept,
      ...rest,
    });
    onTestFinished(() => inbound.stop());
    await inbound.start(receiveInto(record, receive), { ...outbound, ...answering });
    // Commands of a server that the bot is not on are never there.
    if (guildId === null || guildId === discord.app.guildId) await until(() => discord.commands().length > 0);
    return inbound;
  };
  let current = await start(options);
  return {
    discord,
    outbound,
    ...record,
    projects,
    get inbound() {
      return current;
    },
    open: async (message = {}, project = "p-abc234") => {
      const { channel, thread } = await outbound.openThread(
        discord.general,
        `root ${projects.size}`,
        say("Project", message),
      );
      if (project !== null) projects.set(thread, project);
      return { channel, thread };
    },
    restart: async (change = {}) => {
      await current.stop();
      current = await start({ ...options, ...change });
      return current;
    },
  };
};

interface Kept extends Recorded {
  readonly fatal: string[];
}

const outboundOf = (
  discord: TestDiscord,
  kept: Pick<DiscordInboundOptions, "clock" | "log" | "notes">,
): DiscordOutbound => {
  const { token, applicationId } = discord.app;
  const outbound = createDiscordOutbound({
    ...kept,
    token,
    applicationId,
    botUserId: applicationId,
    apiUrl: discord.apiUrl,
    onFatal: () => undefined,
  });
  onTestFinished(() => outbound.close());
  return outbound;
};

/** What people said, of what was received. */
export const wordsIn = (received: readonly Inbound[]): readonly string[] =>
  received.map(({ event }) => ("text" in event ? event.text : "says" in event ? event.says : event.type));
