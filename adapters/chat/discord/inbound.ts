import type { Clock, Log, Place, Receive } from "#src/ports.ts";
import type { Inbox, Notes } from "#src/ports/inbox.ts";
import type { CatchUp } from "../catch-up.ts";
import type { OpenThread } from "../gaps-words.ts";
import { createDoor, type Door } from "../inbound-door.ts";
import type { Counts } from "../inbound-intake.ts";
import { within } from "../inbound-patience.ts";
import { createLanes, type Lanes } from "../lanes.ts";
import { createLastSeen } from "../last-seen.ts";
import { createWatchdog } from "../watchdog.ts";
import { createDiscordCatchUp } from "./catch-up.ts";
import { registerCommands } from "./commands-register.ts";
import type { ShardHealth } from "./gateway-shards.ts";
import { createGateway, type Gateway } from "./gateway.ts";
import { createAccepting, type Accepting } from "./inbound-accepting.ts";
import type { Answering } from "./inbound-answering.ts";
import { intentsFor } from "./inbound-intents.ts";
import { Packet } from "./inbound-packets.ts";
import { createPlaces, type Places } from "./inbound-places.ts";
import type { Home } from "./inbound-read.ts";
import { createTroubles, type Troubles } from "./inbound-troubles.ts";
import type { Suggest } from "./interactions-direct.ts";
import { createPeople } from "./people.ts";
import type { CallDiscord } from "./rest.ts";

export interface DiscordInboundOptions {
  /** The bot token. */
  readonly token: string;
  /** Where the API is, ending in `/api`, for tests and proxies; Discord's own by default. */
  readonly apiUrl?: string;
  /** Whose bot this is, and which server it serves. */
  readonly home: Home;
  /** `minimal` reads no messages but those that name the bot: it needs no privileged intent. */
  readonly intents: "full" | "minimal";
  readonly inbox: Inbox;
  readonly notes: Notes;
  readonly clock: Clock;
  readonly log: Log;
  /** One request of the API, within its rates. Throws ProviderError. */
  readonly call: CallDiscord;
  /** The project that is talked about in a thread. A look into the own store: Discord waits meanwhile. */
  readonly projectIn: (place: Place) => Promise<string | undefined>;
  /** Threads of projects that go on or have ended since a time, the newest first: they are read again after a time in which nobody listened. */
  readonly threads: (endedSince?: number) => Promise<readonly OpenThread[]>;
  /** What fits an option of a command while somebody types; nothing by default. */
  readonly suggest?: Suggest;
  /** Told once, in words for those who run the bot, when Discord refuses the token or what the bot asks for. */
  readonly onFatal?: (words: string) => void;
}

export interface DiscordInboundHealth extends Counts {
  readonly connected: boolean;
  readonly connections: readonly Pick<ShardHealth, "connected" | "since" | "reconnects">[];
  /** Taken, and not yet handled. */
  readonly waiting: number;
  /** Kept on disk after 2.5 seconds or more, so that Discord has shown an error. */
  readonly late: number;
  /** Why nothing works before somebody acts; null when nothing is known to be wrong. */
  readonly trouble: string | null;
}

/** The way in from Discord. */
export interface DiscordInbound extends Pick<Places, "guildOf" | "fileBytes"> {
  /**
   * Handles first what an earlier process left, then listens. Throws BotArmyError `discord-token`, `discord-intents`,
   * `discord-version` or `discord-shards` when that can never work. Once only.
   */
  start(receive: Receive, answering: Answering): Promise<void>;
  /** Takes nothing more, and waits for what is being handled, 10 seconds at most: the rest is handled after the next start. */
  stop(): Promise<void>;
  health(): DiscordInboundHealth;
}

/** How long stopping waits for each of its parts. */
const patienceMs = 10_000;

export const createDiscordInbound = (options: DiscordInboundOptions): DiscordInbound => {
  const lanes = createLanes(options);
  const watchdog = createWatchdog(options);
  const places = createPlaces({ ...options, ...options.home });
  let running: Running | undefined;
  let stopped: Promise<void> | undefined;
  return {
    guildOf: places.guildOf,
    fileBytes: places.fileBytes,
    start: async (receive, answering) => {
      running = createRunning(options, { lanes, watchdog, places, receive, answering });
      await running.accepting.replay();
      await running.gateway.start();
      running.registering = registerCommands({ ...options, ...options.home }, running.stopping.signal);
    },
    stop: async () => {
      if (running !== undefined) await (stopped ??= stop(running, lanes, options.clock));
    },
    health: () => {
      const { trouble, ...connection } = running?.gateway.health() ?? notRunning(options.clock.now());
      return {
        ...(running?.accepting.counts() ?? { taken: 0, repeated: 0, dropped: 0 }),
        connected: connection.connected,
        connections: [connection],
        waiting: lanes.count(),
        late: watchdog.late(),
        trouble: trouble ?? running?.troubles.fatal() ?? null,
      };
    },
  };
};

interface Running {
  readonly gateway: Gateway;
  readonly accepting: Accepting;
  readonly catchUp: CatchUp;
  readonly door: Door<Packet>;
  readonly troubles: Troubles;
  readonly stopping: AbortController;
  registering: Promise<void>;
}

interface RunningParts {
  readonly lanes: Lanes;
  readonly watchdog: ReturnType<typeof createWatchdog>;
  readonly places: Places;
  readonly receive: Receive;
  readonly answering: Answering;
}

const createRunning = (options: DiscordInboundOptions, given: RunningParts): Running => {
  const { log, onFatal = () => undefined, suggest = async () => [] } = options;
  const { places } = given;
  const stopping = new AbortController();
  const seen = createLastSeen(options.notes, log);
  const troubles = createTroubles({ ...options, onFatal });
  const people = createPeople({ ...options, ...options.home });
  const accepting = createAccepting({
    ...options,
    ...given,
    suggest,
    parts: { ...options, chat: "discord", people, places },
    stopping: stopping.signal,
    onTaken: (at, type) => {
      catchUp.heard(at);
      seen(type, at);
    },
  });
  const catchUp = createDiscordCatchUp({
    ...options,
    places,
    recover: accepting.recover,
    speak: given.answering,
    heardUntil: () => gateway.heardUntil(),
    isListening: () => gateway.health().connected,
  });
  const door = createDoor(accepting.take);
  const gateway = createGateway({
    ...options,
    intents: intentsFor(options.intents),
    onFatal,
    onPacket: (raw) => {
      const packet = Packet.parse(raw);
      places.learn(packet);
      troubles.learn(packet);
      door.take(packet).catch((error: unknown) => log.error({ err: error }, "payload not taken"));
    },
    onNewSession: (heardUntil) => {
      void (heardUntil === null ? catchUp.sinceLastTime() : catchUp.since(heardUntil));
    },
  });
  return { gateway, accepting, catchUp, door, troubles, stopping, registering: Promise.resolve() };
};

const notRunning = (since: number) => ({ connected: false, since, reconnects: 0, trouble: null });

const stop = async (running: Running, lanes: Lanes, clock: Clock): Promise<void> => {
  const patient = (work: Promise<void>): Promise<boolean> => within(patienceMs, clock, work);
  // A connection that is down may have been dead for a while before that was noticed.
  const heardUntil = running.gateway.health().connected ? clock.now() : running.gateway.heardUntil();
  await patient(running.door.close());
  running.stopping.abort(new Error("Discord's adapter stops"));
  await Promise.all([
    patient(running.gateway.stop()),
    patient(lanes.stop()),
    patient(running.catchUp.stop(heardUntil)),
    patient(running.registering),
  ]);
  await Promise.all([patient(running.accepting.putOff()), patient(running.accepting.answered())]);
};
