import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import type { WebSocket } from "ws";
import { parsed, record, string } from "../json.ts";
import type { Json } from "../json.ts";
import { intents } from "./events.ts";
import { createSessions } from "./sessions.ts";
import type { Session, Sessions } from "./sessions.ts";
import {
  applicationPayload,
  channelPayload,
  fullMember,
  guildPayload,
  threadMember,
  userPayload,
} from "./shapes.ts";
import type { World } from "./world.ts";

const op = {
  dispatch: 0,
  heartbeat: 1,
  identify: 2,
  resume: 6,
  reconnect: 7,
  requestMembers: 8,
  invalidSession: 9,
  hello: 10,
  heartbeatAck: 11,
} as const;

/** All intents that there are in version 10. */
const knownIntents = (1 << 26) - 1;

export interface Gateway {
  readonly sessions: readonly Session[];
  /** How many connections are open. */
  connected(): number;
  /** Breaks every connection; the sessions can be resumed. */
  drop(): void;
  /** From now on nobody can connect, and what is told is told to nobody: the sessions are gone. */
  cut(): void;
  /** Lets the app connect again. */
  restore(): void;
  /** Asks every connection to come back, as Discord does before it restarts (opcode 7). */
  askToReconnect(): void;
  /** Says that the sessions are void (opcode 9); `resumable` lets the app try. */
  invalidate(resumable?: boolean): void;
  /** Closes every connection with a code, e.g. 4004. */
  closeWith(code: number): void;
  /** Answers no more heartbeats: a connection that has died without a word. */
  goSilent(silent: boolean): void;
  close(): Promise<void>;
}

interface Parts {
  readonly world: World;
  readonly sessions: Sessions;
  readonly state: { cut: boolean; silent: boolean };
}

export function createGateway(world: World, server: Server): Gateway {
  const sessions = createSessions({ keptMs: world.settings.lifetimes.session, now: () => world.now() });
  const state = { cut: false, silent: false };
  const sockets = new WebSocketServer({ noServer: true });
  world.events.carryWith(sessions.carry);
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (state.cut) socket.destroy();
    else sockets.handleUpgrade(request, socket, head, (ws) => welcome({ world, sessions, state }, ws));
  });
  const open = (): readonly WebSocket[] => [...sockets.clients];
  return {
    sessions: sessions.all,
    connected: () => sockets.clients.size,
    drop: () => {
      sessions.allGone();
      open().forEach((socket) => socket.terminate());
    },
    cut: () => {
      state.cut = true;
      sessions.forgetAll();
      open().forEach((socket) => socket.terminate());
    },
    restore: () => {
      state.cut = false;
    },
    askToReconnect: () => open().forEach((socket) => say(socket, { op: op.reconnect, d: null })),
    invalidate: (resumable = false) => {
      if (!resumable) sessions.forgetAll();
      open().forEach((socket) => say(socket, { op: op.invalidSession, d: resumable }));
    },
    closeWith: (code) => open().forEach((socket) => socket.close(code)),
    goSilent: (silent) => {
      state.silent = silent;
    },
    close: async () => {
      open().forEach((socket) => socket.terminate());
      await new Promise<void>((resolve) => {
        sockets.close(() => resolve());
      });
    },
  };
}

const say = (socket: WebSocket, payload: Json): void => socket.send(JSON.stringify(payload));

function welcome(parts: Parts, socket: WebSocket): void {
  const { world, sessions, state } = parts;
  let session: Session | null = null;
  socket.on("error", () => socket.terminate());
  socket.on("close", (code) => {
    // 1000 and 1001 end the session, everything else keeps it for a resume.
    if (session?.socket === socket) sessions.gone(session, code === 1_000 || code === 1_001);
  });
  socket.on("message", (data) => {
    const payload = record(parsed(Buffer.isBuffer(data) ? data.toString() : ""));
    const d = record(payload["d"]);
    switch (payload["op"]) {
      case op.heartbeat:
        if (session !== null) session.heartbeats += 1;
        if (!state.silent) say(socket, { op: op.heartbeatAck });
        return;
      case op.identify:
        session = session === null ? identify(parts, socket, d) : refuse(socket, 4_005);
        return;
      case op.resume:
        session = resume(parts, socket, d);
        return;
      case op.requestMembers:
        if (session !== null) sendMembers(parts, session, d);
        return;
      default:
        if (session === null) refuse(socket, 4_003);
    }
  });
  say(socket, { op: op.hello, d: { heartbeat_interval: world.settings.lifetimes.heartbeat, _trace: [] } });
}

function refuse(socket: WebSocket, code: number): null {
  socket.close(code);
  return null;
}

const isToken = (world: World, token: unknown): boolean =>
  token === world.app.token && !world.switches.revoked;

function identify({ world, sessions }: Parts, socket: WebSocket, d: Json): Session | null {
  const wanted = d["intents"];
  if (!isToken(world, d["token"])) return refuse(socket, 4_004);
  if (typeof wanted !== "number" || (wanted & ~knownIntents) !== 0) return refuse(socket, 4_013);
  const { messageContent, members } = world.settings.privileged;
  if ((wanted & intents.content) !== 0 && !messageContent) return refuse(socket, 4_014);
  if ((wanted & intents.members) !== 0 && !members) return refuse(socket, 4_014);
  const session = sessions.start({ intents: wanted, socket });
  sessions.dispatch(session, "READY", {
    v: 10,
    user: userPayload(world, world.app.applicationId),
    guilds: [{ id: world.app.guildId, unavailable: true }],
    session_id: session.id,
    resume_gateway_url: `${world.url.replace("http:", "ws:")}/gateway`,
    shard: [0, 1],
    application: { id: world.app.applicationId, flags: applicationPayload(world)["flags"] },
    private_channels: [],
    relationships: [],
  });
  if ((wanted & intents.guilds) !== 0) sessions.dispatch(session, "GUILD_CREATE", wholeGuild(world));
  return session;
}

/** Replays what was missed. A session that is gone is void: the app has to begin again. */
function resume({ world, sessions }: Parts, socket: WebSocket, d: Json): Session | null {
  if (!isToken(world, d["token"])) return refuse(socket, 4_004);
  const seq = Number(d["seq"] ?? 0);
  const session = sessions.resumable(string(d["session_id"]), seq);
  if (session === null) {
    say(socket, { op: op.invalidSession, d: false });
    return null;
  }
  Object.assign(session, { socket, goneAt: null, resumes: session.resumes + 1 });
  for (const event of session.kept.filter(({ s }) => s > seq)) say(socket, { op: op.dispatch, ...event });
  sessions.dispatch(session, "RESUMED", { _trace: [] });
  return session;
}

/** The server as it is told when the app connects: with its channels, open threads and the bot itself. */
function wholeGuild(world: World): Json {
  const channels = [...world.channels.values()];
  const threads = channels.filter(({ parent, archived }) => parent !== null && !archived);
  return {
    ...guildPayload(world),
    joined_at: "2024-01-01T00:00:00.000000+00:00",
    large: false,
    unavailable: false,
    member_count: world.people.size + 1,
    voice_states: [],
    members: [fullMember(world, world.app.applicationId)],
    channels: channels.filter(({ kind }) => kind === "text").map((channel) => channelPayload(world, channel)),
    threads: threads.map((thread) => ({
      ...channelPayload(world, thread),
      member: threadMember(world, thread),
    })),
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}

function sendMembers({ world, sessions }: Parts, session: Session, d: Json): void {
  const asked = d["user_ids"];
  const ids: readonly unknown[] = Array.isArray(asked) ? asked : [asked];
  const known = [...world.people.keys()].filter((id) => asked === undefined || ids.includes(id));
  sessions.dispatch(session, "GUILD_MEMBERS_CHUNK", {
    guild_id: world.app.guildId,
    members: known.map((id) => fullMember(world, id)),
    chunk_index: 0,
    chunk_count: 1,
    not_found: [],
    ...(d["nonce"] === undefined ? {} : { nonce: d["nonce"] }),
  });
}
