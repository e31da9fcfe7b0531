import type { Json } from "../json.ts";

/** The gateway's intents that matter here. */
export const intents = {
  none: 0,
  guilds: 1 << 0,
  members: 1 << 1,
  messages: 1 << 9,
  directMessages: 1 << 12,
  content: 1 << 15,
} as const;

/** Something that Discord tells over the gateway. */
export interface GatewayEvent {
  readonly n: number;
  /** e.g. `MESSAGE_CREATE` */
  readonly t: string;
  readonly at: number;
  /** Intents, any of which is needed; 0 for none. */
  readonly intent: number;
  /** What is told, to whom may read what people write and to whom may not. */
  readonly payload: (content: boolean) => Json;
  /** Sessions that it was given to, connected or to be resumed. */
  readonly sessions: readonly string[];
  /** Nobody was there to take it, and nobody is expected back for it. */
  readonly missed: boolean;
}

/** Takes an event to the sessions of the app; their ids. */
export type Carry = (event: GatewayEvent) => readonly string[];

export interface EventLog {
  readonly all: readonly GatewayEvent[];
  send(event: Pick<GatewayEvent, "t" | "intent" | "payload">): GatewayEvent;
  /** Sends one again, as a replay can. */
  again(event: GatewayEvent): void;
  /** Every one of the next `count` events of this type arrives twice. */
  duplicate(t: string, count: number): void;
  /** The next `count` events of this type never arrive. */
  lose(t: string, count: number): void;
  /** Keeps events back until `release`. */
  hold(): void;
  release(order?: "as sent" | "reversed"): void;
  carryWith(carry: Carry): void;
}

type Sending = { -readonly [Key in keyof GatewayEvent]: GatewayEvent[Key] };

export function createEventLog(): EventLog {
  const all: Sending[] = [];
  const doubles = createCounts();
  const losses = createCounts();
  let held: Sending[] | null = null;
  let carry: Carry = () => [];
  const start = (event: Sending): void => {
    if (losses.take(event.t)) return;
    event.sessions = carry(event);
    event.missed = event.sessions.length === 0;
    if (doubles.take(event.t)) carry(event);
  };
  return {
    all,
    send: (facts) => {
      const event = { n: all.length + 1, ...facts, at: Date.now(), sessions: [], missed: false };
      all.push(event);
      if (held === null) start(event);
      else held.push(event);
      return event;
    },
    again: (event) => {
      carry(event);
    },
    duplicate: doubles.add,
    lose: losses.add,
    hold: () => {
      held ??= [];
    },
    release: (order = "as sent") => {
      const kept = held ?? [];
      held = null;
      for (const event of order === "reversed" ? kept.toReversed() : kept) start(event);
    },
    carryWith: (next) => {
      carry = next;
    },
  };
}

function createCounts() {
  const counts = new Map<string, number>();
  return {
    add: (t: string, count: number): void => {
      counts.set(t, (counts.get(t) ?? 0) + count);
    },
    take: (t: string): boolean => {
      const left = counts.get(t) ?? 0;
      if (left > 0) counts.set(t, left - 1);
      return left > 0;
    },
  };
}
