import { randomUUID } from "node:crypto";
import type { Json } from "../json.ts";
import { errors } from "./errors.ts";
import type { GatewayEvent } from "./events.ts";
import type { Lifetimes } from "./lifetimes.ts";

export type InteractionKind = "command" | "menu" | "component" | "autocomplete" | "modal";

/** Something that a person did with the app, and what came of it. */
export interface Interaction {
  readonly n: number;
  readonly id: string;
  readonly token: string;
  readonly kind: InteractionKind;
  readonly user: string;
  readonly channel: string;
  /** The message whose component was used, also when its modal was sent. */
  readonly message: string | null;
  readonly payload: Json;
  readonly event: GatewayEvent;
  readonly at: number;
  /** Milliseconds until its first response; null while there is none. */
  readonly ackMs: number | null;
  /** The type of the first response: 4 message, 5 deferred, 6 deferred update, 7 update, 8 choices, 9 modal. */
  readonly ackType: number | null;
  /** The first response as it was sent. */
  readonly response: Json | null;
  /** What the person is shown when nothing came in time; null while that is not so. */
  readonly failure: string | null;
  /** The message that is its first response, or that it updates. */
  readonly original: string | null;
  /** Resolves when it has its first response, or has failed. */
  readonly done: Promise<Interaction>;
}

export type Open = { -readonly [Key in keyof Interaction]: Interaction[Key] };

export interface Interactions {
  readonly all: readonly Interaction[];
  withId(id: string): Interaction | undefined;
  withToken(token: string): Open | undefined;
  start(facts: StartFacts): Interaction;
  /** Takes the first response: refuses a second one, and one that is too late. */
  acknowledge(open: Open, response: { readonly type: number; readonly body: Json }): void;
  /** Is the token still good? */
  isAlive(interaction: Interaction): boolean;
}

type StartFacts = Pick<Interaction, "id" | "kind" | "user" | "channel" | "message"> & {
  readonly payload: (token: string) => Json;
};

interface Surroundings {
  readonly lifetimes: Lifetimes;
  readonly ending: AbortSignal;
  now(): number;
  /** Sends the event; nobody connected and nobody expected back: no sessions. */
  send(payload: Json): GatewayEvent;
}

const failures: Readonly<Record<InteractionKind, string>> = {
  command: "The application did not respond",
  menu: "The application did not respond",
  component: "This interaction failed",
  autocomplete: "Loading options failed",
  modal: "Something went wrong. Try again.",
};

export function createInteractions(around: Surroundings): Interactions {
  const all: Open[] = [];
  const byId = new Map<string, Open>();
  const settles = new Map<Open, (done: Interaction) => void>();
  const fail = (open: Open): void => {
    if (open.ackMs !== null || open.failure !== null) return;
    open.failure = failures[open.kind];
    settles.get(open)?.(open);
  };
  return {
    all,
    withId: (id) => byId.get(id),
    withToken: (token) => all.find((one) => one.token === token),
    start: ({ payload, ...facts }) => {
      const token = `i-${randomUUID()}`;
      const whole = payload(token);
      const { promise, resolve } = Promise.withResolvers<Interaction>();
      const open: Open = {
        n: all.length + 1,
        ...facts,
        token,
        payload: whole,
        event: around.send(whole),
        at: around.now(),
        ackMs: null,
        ackType: null,
        response: null,
        failure: null,
        original: null,
        done: promise,
      };
      all.push(open);
      byId.set(open.id, open);
      settles.set(open, resolve);
      if (open.event.missed) fail(open);
      else later(around, () => fail(open));
      return open;
    },
    acknowledge: (open, { type, body }) => {
      if (open.ackType !== null) throw errors.alreadyAcknowledged();
      if (open.failure !== null || around.now() - open.at > around.lifetimes.ack)
        throw errors.unknownInteraction();
      Object.assign(open, { ackType: type, ackMs: around.now() - open.at, response: body });
      settles.get(open)?.(open);
    },
    isAlive: (interaction) => around.now() - interaction.at <= around.lifetimes.token,
  };
}

function later({ lifetimes, ending }: Surroundings, act: () => void): void {
  const timer = setTimeout(() => {
    if (!ending.aborted) act();
  }, lifetimes.ack);
  timer.unref();
}
