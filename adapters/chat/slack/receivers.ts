import type { App, ReceiverEvent } from "@slack/bolt";
import type { Clock, Log } from "#src/ports.ts";

/** A payload that came in, whose origin the receiver has verified. */
export type Arrival = ReceiverEvent;

/** Takes a payload and acknowledges it. What it throws leaves the payload unacknowledged: Slack sends it again, or tells the person. */
export type Take = (arrival: Arrival) => Promise<void>;

/** One way to Slack, or several at the same time. */
export interface ConnectionHealth {
  readonly connected: boolean;
  /** When it became so, in milliseconds since 1970. */
  readonly since: number;
  /** How many times it was connected again. */
  readonly reconnects: number;
}

/** What brings payloads from Slack. */
export interface Receivers {
  /**
   * Resolves when payloads can come, or when the first tries to connect have failed and will be repeated. Throws BotArmyError
   * when it can never work: `slack-app-token`, `slack-port`.
   */
  start(): Promise<void>;
  /** Ends the connections. */
  stop(): Promise<void>;
  health(): readonly ConnectionHealth[];
}

export interface ReceiverParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly take: Take;
}

/**
 * What a receiver is connected to. Bolt's own App would only hand each payload on to one listener: reading it, keeping it and
 * acknowledging it in the right order is done by `take`, and neither needs the bot token.
 */
export const appFor = (take: Take): App =>
  // Proof: Bolt 5.1's receivers call `processEvent` of what they are given, and nothing else (HTTPReceiver.js, SocketModeReceiver.js).
  ({ processEvent: take }) as unknown as App;
