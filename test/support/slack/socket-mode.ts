import { randomUUID } from "node:crypto";
import type { Server } from "node:http";
import { WebSocketServer } from "ws";
import type { RawData, WebSocket } from "ws";
import { isRecord, parsed, string } from "../json.ts";
import type { Json } from "../json.ts";
import type { Attempt, Deliveries, Delivery } from "./deliveries.ts";

/** One of the app's connections. Slack closes them now and then; so can a test. */
export interface Connection {
  readonly n: number;
  readonly open: boolean;
  /** Says that it will be closed in about ten seconds. */
  warn(): void;
  /** Asks for a new connection. */
  refresh(): void;
  /** Breaks it, without a word. */
  cut(): void;
}

export interface SocketMode {
  readonly connections: readonly Connection[];
  /** The address of one new connection, as `apps.connections.open` gives it. */
  ticket(): string;
  /** Takes an attempt to one of the connections, by turns. */
  carry(delivery: Delivery, attempt: Attempt): boolean;
  close(): Promise<void>;
}

interface Options {
  readonly server: Server;
  /** `http://127.0.0.1:{port}` */
  readonly url: string;
  readonly appId: string;
  readonly deliveries: Deliveries;
}

/** Slack closes a connection that does not answer for half a minute. */
const pingEveryMs = 5_000;

/** The Slack side of Socket Mode, on the same port as the Web API. */
export function createSocketMode(options: Options): SocketMode {
  const wss = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  const tickets = new Set<string>();
  const links: Link[] = [];
  let turn = 0;
  options.server.on("upgrade", (request, socket, head) => {
    const ticket = new URL(request.url ?? "/", options.url).searchParams.get("ticket") ?? "";
    if (!tickets.delete(ticket)) {
      socket.destroy();
      return;
    }
    wss.handleUpgrade(request, socket, head, (ws) => {
      const link = createLink(ws, links.length + 1, options);
      links.push(link);
      link.hello(links.filter(({ open }) => open).length);
    });
  });
  const pinging = setInterval(() => links.forEach((link) => link.ping()), pingEveryMs).unref();
  return {
    connections: links,
    ticket: () => {
      const ticket = randomUUID();
      tickets.add(ticket);
      return `${options.url.replace("http", "ws")}/link/?ticket=${ticket}&app_id=${options.appId}`;
    },
    carry: (delivery, attempt) => {
      const ready = links.filter((link) => link.ready);
      const link = ready[turn++ % Math.max(ready.length, 1)];
      if (link === undefined) return false;
      attempt.to = nameOf(link.n);
      link.say(envelopeOf(delivery, attempt));
      return true;
    },
    close: async () => {
      clearInterval(pinging);
      await Promise.all(links.map((link) => link.leave()));
      wss.close();
    },
  };
}

const nameOf = (n: number): string => `connection ${n}`;

/** How long a connection may take to close. */
const goodbyeMs = 200;

interface Link extends Connection {
  /** Does it still get payloads? */
  readonly ready: boolean;
  hello(count: number): void;
  say(words: Json): void;
  ping(): void;
  /** Closes it as one closes a WebSocket; resolves when it is closed. */
  leave(): Promise<void>;
}

function createLink(ws: WebSocket, n: number, options: Options): Link {
  let leaving = false;
  const isOpen = (): boolean => ws.readyState === ws.OPEN;
  const say = (words: Json): void => {
    if (isOpen()) ws.send(JSON.stringify(words));
  };
  const announce = (reason: string): void => {
    leaving = true;
    say({ type: "disconnect", reason, debug_info: { host: "applink-1" } });
  };
  // A connection that breaks is what the tests are about; `ws` throws when nobody listens.
  ws.on("error", () => undefined);
  ws.on("close", () => options.deliveries.gone(nameOf(n)));
  ws.on("message", (data) => {
    const heard = parsed(textOf(data));
    if (isRecord(heard)) {
      const { payload } = heard;
      options.deliveries.acked(string(heard["envelope_id"]), isRecord(payload) ? payload : null);
    }
  });
  return {
    n,
    get open() {
      return isOpen();
    },
    get ready() {
      return isOpen() && !leaving;
    },
    hello: (count) => {
      say({
        type: "hello",
        num_connections: count,
        debug_info: { host: "applink-1", build_number: 1, approximate_connection_time: 18_060 },
        connection_info: { app_id: options.appId },
      });
      setImmediate(() => options.deliveries.someoneIsThere());
    },
    say,
    ping: () => {
      if (isOpen()) ws.ping();
    },
    warn: () => announce("warning"),
    refresh: () => announce("refresh_requested"),
    cut: () => ws.terminate(),
    leave: () => closed(ws),
  };
}

function closed(ws: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    if (ws.readyState === ws.CLOSED) return resolve();
    const timer = setTimeout(() => ws.terminate(), goodbyeMs);
    ws.once("close", () => {
      clearTimeout(timer);
      resolve();
    });
    ws.close(1001);
  });
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString("utf8");
  return Buffer.from(data instanceof ArrayBuffer ? new Uint8Array(data) : data).toString("utf8");
}

function envelopeOf(delivery: Delivery, attempt: Attempt): Json {
  const common = { envelope_id: attempt.id, payload: delivery.payload, type: delivery.type };
  return delivery.type === "events_api"
    ? {
        ...common,
        accepts_response_payload: false,
        retry_attempt: attempt.retry,
        retry_reason: attempt.reason,
      }
    : { ...common, accepts_response_payload: true };
}
