import { randomUUID } from "node:crypto";
import type { WebSocket } from "ws";
import type { Json } from "../json.ts";
import { intents } from "./events.ts";
import type { GatewayEvent } from "./events.ts";

/** A gateway session of the app, connected or waiting to be resumed. */
export interface Session {
  readonly id: string;
  readonly intents: number;
  readonly startedAt: number;
  /** The number of the last event. */
  seq: number;
  socket: WebSocket | null;
  /** When its connection went; null while it has one. */
  goneAt: number | null;
  /** How often it was resumed. */
  resumes: number;
  heartbeats: number;
  readonly kept: { readonly s: number; readonly t: string; readonly d: Json }[];
}

/** How many events a session keeps for a resume. */
const mostKept = 500;

export interface Sessions {
  readonly all: readonly Session[];
  start(facts: { readonly intents: number; readonly socket: WebSocket }): Session;
  /** The session that may be resumed from this event on, else null. */
  resumable(id: string, seq: number): Session | null;
  /** Gives an event to every session that wants it; their ids. */
  carry(event: GatewayEvent): readonly string[];
  /** Sends one event to one session. */
  dispatch(session: Session, t: string, d: Json): void;
  /** Its connection is gone; without `forGood` it may be resumed for a while. */
  gone(session: Session, forGood: boolean): void;
  /** Every connection is gone. */
  allGone(): void;
  forgetAll(): void;
}

export function createSessions(around: { readonly keptMs: number; now(): number }): Sessions {
  const alive = new Set<Session>();
  const all: Session[] = [];
  const lives = (session: Session): boolean =>
    session.goneAt === null || around.now() - session.goneAt < around.keptMs;
  const dispatch = (session: Session, t: string, d: Json): void => {
    session.seq += 1;
    session.kept.push({ s: session.seq, t, d });
    if (session.kept.length > mostKept) session.kept.shift();
    session.socket?.send(JSON.stringify({ op: 0, s: session.seq, t, d }));
  };
  const gone = (session: Session, forGood: boolean): void => {
    session.socket = null;
    session.goneAt = around.now();
    if (forGood) alive.delete(session);
  };
  return {
    all,
    start: (facts) => {
      const session: Session = {
        id: randomUUID(),
        ...facts,
        startedAt: around.now(),
        seq: 0,
        goneAt: null,
        resumes: 0,
        heartbeats: 0,
        kept: [],
      };
      alive.add(session);
      all.push(session);
      return session;
    },
    resumable: (id, seq) => {
      const session = [...alive].find((one) => one.id === id);
      if (session === undefined || !lives(session) || seq > session.seq) return null;
      const first = session.kept[0]?.s ?? session.seq + 1;
      return seq + 1 < first ? null : session;
    },
    carry: (event) => {
      const wanting = [...alive].filter((one) => lives(one) && wants(one, event));
      for (const session of wanting)
        dispatch(session, event.t, event.payload((session.intents & intents.content) !== 0));
      return wanting.map(({ id }) => id);
    },
    dispatch,
    gone,
    allGone: () => {
      for (const session of alive) if (session.socket !== null) gone(session, false);
    },
    forgetAll: () => alive.clear(),
  };
}

const wants = (session: Session, event: GatewayEvent): boolean =>
  event.intent === intents.none || (session.intents & event.intent) !== 0;
