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
import { createSlackCatchUp } from "./catch-up.ts";
import { createAccepting, type Accepting, type AcceptingOptions } from "./inbound-accepting.ts";
import type { Answering } from "./inbound-answering.ts";
import { createTroubles } from "./inbound-troubles.ts";
import type { Home } from "./payloads-result.ts";
import { createPeople } from "./people.ts";
import { createHttpReceiver, type HttpOptions } from "./receivers-http.ts";
import { createSocketReceivers, type SocketOptions } from "./receivers-socket.ts";
import type { Arrival, ConnectionHealth, ReceiverParts, Receivers } from "./receivers.ts";

export interface SlackInboundOptions {
  /** How Slack reaches us. */
  readonly way:
    | ({ readonly type: "socket" } & Omit<SocketOptions, "onUp">)
    | ({ readonly type: "http" } & HttpOptions);
  /** Whose app this is, as `auth.test` says. */
  readonly home: Home;
  readonly inbox: Inbox;
  readonly notes: Notes;
  readonly clock: Clock;
  readonly log: Log;
  /** One call of the Web API with the bot token. Throws ProviderError. */
  readonly call: (method: string, args: Readonly<Record<string, unknown>>) => Promise<unknown>;
  /** The project that is talked about in a thread. A look into the own store: Slack waits meanwhile. */
  readonly projectIn: (place: Place) => Promise<string | undefined>;
  /** Threads of projects that go on or have ended since a time, the newest first: they are read again after a time in which nobody listened. */
  readonly threads: (endedSince?: number) => Promise<readonly OpenThread[]>;
  /** Told, in words for those who run the bot, when the app was uninstalled or its token revoked. */
  readonly onFatal?: (words: string) => void;
}

export interface SlackInboundHealth extends Counts {
  readonly connected: boolean;
  readonly connections: readonly ConnectionHealth[];
  /** Taken, and not yet handled. */
  readonly waiting: number;
  /** Acknowledged after 2.5 seconds or more. */
  readonly late: number;
  /** Why nothing works before somebody acts; null when nothing is known to be wrong. */
  readonly trouble: string | null;
}

/** The way in from Slack. */
export interface SlackInbound {
  /**
   * Handles first what an earlier process left, then listens. Throws BotArmyError `slack-app-token` or `slack-port` when that
   * can never work. Once only.
   */
  start(receive: Receive, answering: Answering): Promise<void>;
  /** Takes nothing more, and waits for what is being handled, 10 seconds at most: the rest is handled after the next start. */
  stop(): Promise<void>;
  health(): SlackInboundHealth;
  /** The port that is listened on; null in Socket Mode. */
  port(): number | null;
}

/** How long stopping waits for each of its parts. */
const patienceMs = 10_000;

export const createSlackInbound = (options: SlackInboundOptions): SlackInbound => {
  const lanes = createLanes(options);
  const watchdog = createWatchdog(options);
  const troubles = createTroubles(options);
  let running: Running | undefined;
  let stopped: Promise<void> | undefined;
  return {
    start: async (receive, answering) => {
      const around = { receive, answering, lanes, watchdog, onTrouble: troubles.tell };
      running = createRunning(options, around);
      await running.accepting.replay();
      await running.receivers.start();
      if (options.way.type === "http") void running.catchUp.sinceLastTime();
    },
    stop: async () => {
      if (running !== undefined) await (stopped ??= stop(running, lanes, options.clock));
    },
    health: () => {
      const connections = running?.receivers.health() ?? [];
      return {
        ...(running?.accepting.counts() ?? { taken: 0, repeated: 0, dropped: 0 }),
        connected: connections.some(({ connected }) => connected),
        connections,
        waiting: lanes.count(),
        late: watchdog.late(),
        trouble: troubles.fatal(),
      };
    },
    port: () => running?.port() ?? null,
  };
};

interface Running {
  readonly receivers: Receivers;
  readonly port: () => number | null;
  readonly accepting: Accepting;
  readonly catchUp: CatchUp;
  readonly door: Door<Arrival>;
  readonly stopping: AbortController;
}

interface RunningParts extends Pick<AcceptingOptions, "lanes" | "watchdog" | "onTrouble"> {
  readonly receive: Receive;
  readonly answering: Answering;
}

const createRunning = (
  options: SlackInboundOptions,
  { receive, answering, ...given }: RunningParts,
): Running => {
  const stopping = new AbortController();
  const seen = createLastSeen(options.notes, options.log);
  const parts = { ...options, chat: "slack", people: createPeople(options) };
  const accepting = createAccepting({
    ...given,
    handling: { parts, receive, answering, stopping: stopping.signal },
    onTaken: (at, type) => {
      catchUp.heard(at);
      seen(type, at);
    },
  });
  const catchUp = createSlackCatchUp({
    ...options,
    recover: accepting.recover,
    speak: answering,
    heardUntil: () => lastConnected(ways.receivers, options.clock.now()),
    isListening: () => ways.receivers.health().some(({ connected }) => connected),
    teamId: options.home.teamId,
  });
  const door = createDoor(accepting.take);
  const ways = waysOf(options, { ...options, take: door.take }, catchUp);
  return { ...ways, accepting, catchUp, door, stopping };
};

const waysOf = (
  { way }: SlackInboundOptions,
  parts: ReceiverParts,
  catchUp: CatchUp,
): Pick<Running, "receivers" | "port"> => {
  if (way.type === "http") {
    const receiver = createHttpReceiver(way, parts);
    return { receivers: receiver, port: () => receiver.port() };
  }
  const onUp = (downSince: number | null): void => {
    void (downSince === null ? catchUp.sinceLastTime() : catchUp.since(downSince));
  };
  return { receivers: createSocketReceivers({ ...way, onUp }, parts), port: () => null };
};

const stop = async (running: Running, lanes: Lanes, clock: Clock): Promise<void> => {
  const patient = (work: Promise<void>): Promise<boolean> => within(patienceMs, clock, work);
  const heardUntil = lastConnected(running.receivers, clock.now());
  await patient(running.door.close());
  running.stopping.abort(new Error("Slack's adapter stops"));
  await Promise.all([
    patient(running.receivers.stop()),
    patient(lanes.stop()),
    patient(running.catchUp.stop(heardUntil)),
  ]);
  await patient(running.accepting.answered());
};

/** Until when Slack could reach us. */
const lastConnected = (receivers: Receivers, now: number): number => {
  const connections = receivers.health();
  if (connections.some(({ connected }) => connected)) return now;
  return Math.max(...connections.map(({ since }) => since));
};
