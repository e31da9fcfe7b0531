import { randomUUID } from "node:crypto";
import type { Json } from "../json.ts";
import { later } from "./lifetimes.ts";
import type { Lifetimes } from "./lifetimes.ts";

export type DeliveryType = "events_api" | "slash_commands" | "interactive";

/** One sending of a delivery. */
export interface Attempt {
  /** The envelope's id; every attempt has its own. */
  readonly id: string;
  readonly at: number;
  /** 0 for the first one. */
  readonly retry: number;
  readonly reason: string;
  /** Which connection or address it went to; null when nobody was there. */
  to: string | null;
  /** Milliseconds until it was acknowledged; null while it is not. */
  ackMs: number | null;
}

/** Something that Slack told the app. */
export interface Delivery {
  readonly n: number;
  readonly type: DeliveryType;
  readonly payload: Json;
  readonly at: number;
  readonly attempts: readonly Attempt[];
  /** Of the first attempt that was acknowledged. */
  readonly ackMs: number | null;
  /** What the acknowledgement carried, e.g. `response_action`. */
  readonly response: Json | null;
  /** Why Slack gave up, e.g. `no connection`; null while it has not. */
  readonly failure: string | null;
  /** Resolves when it is acknowledged or given up. */
  readonly done: Promise<Delivery>;
}

/** Takes an attempt to the app. False when nobody is there. */
export type Carry = (delivery: Delivery, attempt: Attempt) => boolean;

export interface Deliveries {
  readonly all: readonly Delivery[];
  send(type: DeliveryType, payload: Json): Delivery;
  /** Sends one again, as Slack does when an acknowledgement got lost. */
  again(delivery: Delivery): void;
  /** Every one of the next `count` deliveries arrives twice. */
  duplicate(count: number): void;
  /** The next `count` events never arrive. */
  lose(count: number): void;
  /** Keeps deliveries back until `release`. */
  hold(): void;
  release(order?: "as sent" | "reversed"): void;
  carryWith(carry: Carry): void;
  /** An attempt was acknowledged. */
  acked(attemptId: string, response: Json | null): void;
  /** An attempt was refused: an event comes again unless the app said not to, anything else has failed. */
  refused(attemptId: string, reason: string, forGood?: boolean): void;
  /** A connection has gone: events it did not acknowledge are sent to the next one. */
  gone(to: string): void;
  /** Somebody is there now: what nobody got is sent. */
  someoneIsThere(): void;
}

interface Open {
  delivery: { -readonly [Key in keyof Delivery]: Delivery[Key] };
  attempts: Attempt[];
  settle: () => void;
}

interface Surroundings {
  readonly lifetimes: Lifetimes;
  readonly ending: AbortSignal;
}

export function createDeliveries(around: Surroundings): Deliveries {
  const all: Delivery[] = [];
  const open = new Map<Delivery, Open>();
  const byAttempt = new Map<string, Open>();
  const missed = new Set<Open>();
  let held: Open[] | null = null;
  let doubles = 0;
  let losses = 0;
  let carry: Carry = () => false;

  const settled = (one: Open): boolean => one.delivery.ackMs !== null || one.delivery.failure !== null;

  const fail = (one: Open, reason: string): void => {
    if (settled(one)) return;
    one.delivery.failure = reason;
    one.settle();
  };

  const tryAgain = (one: Open, attempt: Attempt, reason: string): void => {
    const wait = around.lifetimes.redeliver[attempt.retry];
    if (wait === undefined) {
      later(around, around.lifetimes.ack, () => fail(one, reason));
      return;
    }
    later(around, wait, () => {
      if (!settled(one)) attemptTo(one, "timeout");
    });
  };

  const attemptTo = (one: Open, reason: string): void => {
    const attempt: Attempt = {
      id: randomUUID(),
      at: Date.now(),
      retry: one.attempts.length,
      reason: one.attempts.length === 0 ? "" : reason,
      to: null,
      ackMs: null,
    };
    one.attempts.push(attempt);
    byAttempt.set(attempt.id, one);
    const carried = carry(one.delivery, attempt);
    if (one.delivery.type === "events_api") {
      if (!carried) missed.add(one);
      tryAgain(one, attempt, carried ? "timeout" : "no connection");
    } else if (carried) later(around, around.lifetimes.ack, () => fail(one, "timeout"));
    else fail(one, "no connection");
  };

  const start = (one: Open): void => {
    if (losses > 0 && one.delivery.type === "events_api") {
      losses -= 1;
      fail(one, "lost");
      return;
    }
    attemptTo(one, "");
    if (doubles === 0) return;
    doubles -= 1;
    attemptTo(one, "timeout");
  };

  return {
    all,
    send: (type, payload) => {
      const one = opened({ n: all.length + 1, type, payload });
      all.push(one.delivery);
      open.set(one.delivery, one);
      if (held === null) start(one);
      else held.push(one);
      return one.delivery;
    },
    again: (delivery) => {
      const one = open.get(delivery);
      if (one !== undefined) attemptTo(one, "timeout");
    },
    duplicate: (count) => {
      doubles += count;
    },
    lose: (count) => {
      losses += count;
    },
    hold: () => {
      held ??= [];
    },
    release: (order = "as sent") => {
      const kept = held ?? [];
      held = null;
      for (const one of order === "reversed" ? kept.toReversed() : kept) start(one);
    },
    carryWith: (next) => {
      carry = next;
    },
    acked: (attemptId, response) => {
      const one = byAttempt.get(attemptId);
      const attempt = one?.attempts.find(({ id }) => id === attemptId);
      if (one === undefined || attempt === undefined || attempt.ackMs !== null) return;
      attempt.ackMs = Date.now() - attempt.at;
      if (settled(one) || attempt.ackMs > around.lifetimes.ack) return;
      one.delivery.ackMs = attempt.ackMs;
      one.delivery.response = response;
      one.settle();
    },
    refused: (attemptId, reason, forGood = false) => {
      const one = byAttempt.get(attemptId);
      if (one !== undefined && (forGood || one.delivery.type !== "events_api")) fail(one, reason);
    },
    gone: (to) => {
      for (const one of open.values())
        if (!settled(one) && one.delivery.type === "events_api" && one.attempts.at(-1)?.to === to)
          missed.add(one);
    },
    someoneIsThere: () => {
      const waiting = [...missed];
      missed.clear();
      for (const one of waiting) if (!settled(one)) attemptTo(one, "timeout");
    },
  };
}

function opened(facts: Pick<Delivery, "n" | "type" | "payload">): Open {
  const attempts: Attempt[] = [];
  const settling: { settle: (delivery: Delivery) => void } = { settle: () => undefined };
  const done = new Promise<Delivery>((resolve) => {
    settling.settle = resolve;
  });
  const delivery = { ...facts, at: Date.now(), attempts, ackMs: null, response: null, failure: null, done };
  return { delivery, attempts, settle: () => settling.settle(delivery) };
}
