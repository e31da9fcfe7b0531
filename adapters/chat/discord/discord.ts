import type { Chat, Place } from "#src/ports.ts";
import type { Inbox, Notes } from "#src/ports/inbox.ts";
import type { OpenThread } from "../gaps-words.ts";
import { onceOnly, patiently, type Patience } from "../patiently.ts";
import { speakingOf } from "../speaking.ts";
import { identify, type Identity } from "./identity.ts";
import { createDiscordInbound, type DiscordInbound, type DiscordInboundHealth } from "./inbound.ts";
import type { Suggest } from "./interactions-direct.ts";
import { createDiscordOutbound, type DiscordOutbound } from "./outbound.ts";
import { createDiscordRest } from "./rest.ts";

/** What the Discord adapter is made from. */
export interface DiscordOptions extends Patience {
  /** The bot token. */
  readonly token: string;
  /** Another address of the API, ending in `/api`; null for Discord's own. */
  readonly apiUrl: string | null;
  /** The only server that is served; null for all that the bot was invited to. */
  readonly guildId: string | null;
  /** `minimal` reads no messages but those that name the bot: it needs no privileged intent. */
  readonly intents: "full" | "minimal";
  readonly inbox: Inbox;
  readonly notes: Notes;
  /** The project that is talked about in a thread. */
  readonly projectIn: (place: Place) => Promise<string | undefined>;
  /** Threads of projects that go on or have ended since a time, in milliseconds since 1970, newest first. */
  readonly threads: (endedSince?: number) => Promise<readonly OpenThread[]>;
  /** What fits an option of a command while somebody types. */
  readonly suggest: Suggest;
  /** Told once, in words, when nothing works before somebody acts: the token was revoked, an intent is not granted. */
  readonly onFatal: (words: string) => void;
}

/** Discord as a chat platform. */
export interface DiscordChat extends Chat {
  readonly identity: Identity;
  health(): DiscordInboundHealth;
}

/** Signs in to Discord; nothing is delivered before `listen`. Waits while Discord cannot be reached. Throws BotArmyError when it refuses the token. */
export const openDiscordChat = async (options: DiscordOptions): Promise<DiscordChat> => {
  const onFatal = onceOnly(options.onFatal);
  const { apiUrl, ...given } = options;
  const around = { ...given, ...(apiUrl === null ? {} : { apiUrl }) };
  const rest = createDiscordRest({ ...around, onFatal: () => undefined });
  const identity = await patiently(() => identify(rest), "discord-token", options);
  options.log.info({ bot: identity.botName }, "signed in to discord");
  const outbound: DiscordOutbound = createDiscordOutbound({
    ...around,
    ...identity,
    onFatal: ({ message }) => onFatal(message),
    guildOf: (channel) => inbound.guildOf(channel),
    fileBytes: (channel) => inbound.fileBytes(channel),
  });
  const inbound: DiscordInbound = createDiscordInbound({
    ...around,
    home: { ...identity, guildId: options.guildId },
    call: outbound.call,
    onFatal,
  });
  return { name: "discord", forms: true, identity, ...speakingAndListening(outbound, inbound) };
};

const speakingAndListening = (
  outbound: DiscordOutbound,
  inbound: DiscordInbound,
): Omit<DiscordChat, "name" | "identity"> => ({
  ...speakingOf(outbound),
  listen: (receive) => inbound.start(receive, outbound),
  health: inbound.health,
  close: async () => {
    await inbound.stop();
    await outbound.close();
  },
});
